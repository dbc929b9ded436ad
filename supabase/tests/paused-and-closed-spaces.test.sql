-- In a paused or closed space everybody reads and nobody writes what is shared; what is private goes on.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

create temporary table states (name text, change text);
insert into states values
  ('closed', format('update public.spaces set status = ''closed'' where id = %L', tests.id('space'))),
  ('paused', format('update public.spaces set status = ''paused'', paused_until = now() + interval ''1 day'' where id = %L', tests.id('space')));

select is(tests.outcome('ada', statement, change), expected, what || ' in a ' || name || ' space')
from states, (values
  ('reading documents', 'select * from public.documents', '3'),
  ('reading updates', 'select * from public.document_updates', '2'),
  ('reading check-ins', 'select * from public.check_ins', '1'),
  ('renaming the space', 'update public.spaces set name_sealed = tests.envelope()', '0'),
  ('renaming oneself', 'update public.members set name_sealed = tests.envelope()', '0'),
  ('beginning a document', $$insert into public.documents (id, space_id, kind, title_sealed)
    values (tests.id('new'), tests.id('space'), 'needs_and_fears', tests.envelope())$$, '42501'),
  ('renaming a document', 'update public.documents set title_sealed = tests.envelope()', '0'),
  ('appending an update', $$insert into public.document_updates (document_id, generation, author_id, body)
    values (tests.id('document'), 0, tests.id('ada'), 'AAAC')$$, '42501'),
  ('merging updates', $$select public.compact_updates(tests.id('document'), 0, array[1]::bigint[], 'AAAC')$$, 'not_found'),
  ('inviting', $$select public.offer_invite(tests.id('space'), tests.id('x'), tests.key('ada'), tests.key('m'), tests.envelope())$$, 'space_closed'),
  ('starting a check-in', $$select public.start_check_in(tests.id('space'), tests.id('x'), tests.id('y'))$$, 'space_closed'),
  ('sealing answers', $$select public.seal_answers(tests.id('check-in'), tests.answers())$$, 'space_closed'),
  ('taking a seal back', $$select public.withdraw_seal(tests.id('check-in'))$$, 'space_closed'),
  ('closing a check-in', $$select public.close_check_in(tests.id('check-in'))$$, 'space_closed'),
  ('writing a private entry', $$insert into public.private_entries (id, author_id, body_sealed)
    values (tests.id('new'), tests.id('ada'), tests.envelope())$$, '1'),
  ('editing a private entry', 'update public.private_entries set body_sealed = tests.envelope()', '1'),
  ('taking a revoked invite back', $$select public.revoke_invite(tests.id('invite'))$$, '1')
) as matters (what, statement, expected);

select is(
  tests.outcome(
    'ada', 'update public.spaces set name_sealed = tests.envelope()',
    format('update public.spaces set status = ''paused'', paused_until = now() where id = %L', tests.id('space'))
  ),
  '1', 'a pause that is over is over'
);
select throws_ok(
  $$update public.spaces set status = 'paused'$$, '23514', null, 'a pause has an end'
);

select * from finish();
rollback;
