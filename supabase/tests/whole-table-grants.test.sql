-- The embedded API grants whole tables to its roles each time it starts, a moment before our own grants are put back. Policies and
-- triggers must hold in that moment too.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();
grant usage on schema public to anon, authenticated;
grant all on all tables in schema public to anon, authenticated;
grant all on all sequences in schema public to anon, authenticated;

select is(tests.outcome('anonymous', format('select * from public.%I', tablename)), '0', 'nobody reads nothing of ' || tablename)
from pg_tables where schemaname = 'public' order by tablename;
select is(tests.outcome('anonymous', format('delete from public.%I', tablename)), '0', 'nobody deletes nothing of ' || tablename)
from pg_tables where schemaname = 'public' order by tablename;

select is(tests.outcome('noor', statement), expected, what)
from (values
  ('another epoch is refused', 'update public.spaces set epoch = 7', '42501'),
  ('reopening a space is refused', $$update public.spaces set status = 'open', created_at = now() + interval '1 day'$$, '42501'),
  ('leaving by hand is refused', 'update public.members set left_at = now()', '42501'),
  ('another place is refused', 'update public.members set slot = 1', '42501'),
  ('another delivery is refused', 'update public.space_keys set delivered = tests.envelope(''n'')', '42501'),
  ('another wrap of the account key is refused', 'update public.keyrings set account_key_by_password = tests.envelope(''n'')', '42501'),
  ('another public key finds no row', 'update public.profiles set public_key = tests.key(''n'')', '0'),
  ('prolonging an invite finds no row', 'update public.invites set expires_at = now() + interval ''1 year''', '0'),
  ('another generation is refused', 'update public.documents set generation = 9', '42501'),
  ('pretending who wrote is refused', 'update public.documents set changed_by = tests.id(''ada'')', '42501'),
  ('changing an update finds no row', 'update public.document_updates set body = ''AAAD''', '0'),
  ('deleting updates finds no row', 'delete from public.document_updates', '0'),
  ('revealing by hand finds no row', 'update public.check_ins set status = ''revealed'', revealed_at = now()', '0'),
  ('changing an answer finds no row', 'update public.check_in_answers set answer_sealed = tests.envelope(''n'')', '0'),
  ('reading early finds no row', 'select * from public.check_in_answers', '0'),
  ('taking a seal away finds no row', 'delete from public.check_in_seals', '0'),
  ('giving a draft away is refused', 'update public.check_in_drafts set author_id = tests.id(''ada'')', '42501'),
  ('giving an entry away is refused', 'update public.private_entries set author_id = tests.id(''ada'')', '42501'),
  ('another time of writing is refused', 'update public.private_entries set created_at = now() + interval ''1 day''', '42501'),
  ('joining by hand is refused', $$insert into public.members (space_id, user_id, slot) values (tests.id('sams space'), tests.id('noor'), 2)$$, '42501'),
  ('sealing by hand is refused', $$insert into public.check_in_seals (check_in_id, slot, author_id) values (tests.id('check-in'), 2, tests.id('noor'))$$, '42501'),
  ('another''s document is refused', $$insert into public.documents (id, space_id, kind, created_by, changed_by)
    values (tests.id('x'), tests.id('space'), 'needs_and_fears', tests.id('ada'), tests.id('ada'))$$, '42501')
) as matters (what, statement, expected);

select tests.become('noor');
insert into public.private_entries (id, author_id, body_sealed, created_at, revision)
values (tests.id('backdated'), tests.id('noor'), tests.envelope(), '2020-01-01', 99);
insert into public.documents (id, space_id, kind, created_by, changed_by, created_at, changed_at)
values (tests.id('backdated'), tests.id('space'), 'needs_and_fears', tests.id('noor'), tests.id('noor'), '2020-01-01', '2020-01-01');
select tests.stop();
select is(
  (select row(created_at > '2021-01-01', revision)::text from public.private_entries where id = tests.id('backdated')),
  '(t,1)', 'the clock of an entry is the server''s'
);
select is(
  (select row(created_at > '2021-01-01', changed_at > '2021-01-01')::text from public.documents where id = tests.id('backdated')),
  '(t,t)', 'and that of a document'
);

select private.apply_grants();
select is(
  tests.outcome('anonymous', 'select * from public.spaces'), '42501', 'then the exact grants are back'
);

select * from finish();
rollback;
