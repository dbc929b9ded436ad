-- Deleting an account takes what was private along and leaves what was shared, without the person.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();
insert into public.check_in_seals (check_in_id, slot, author_id) values (tests.id('check-in'), 2, tests.id('noor'));
update public.check_ins set status = 'revealed', revealed_at = now();

delete from auth.users where id = tests.id('ada');

select is((select count(*)::int from public.keyrings where user_id = tests.id('ada')), 0, 'the keyring is gone');
select is((select count(*)::int from public.profiles where user_id = tests.id('ada')), 0, 'the public key is gone');
select is((select count(*)::int from public.private_entries where author_id = tests.id('ada')), 0, 'the private log is gone');
select is((select count(*)::int from public.check_in_drafts where author_id = tests.id('ada')), 0, 'drafts are gone');
select is((select count(*)::int from public.space_keys where user_id = tests.id('ada')), 0, 'the space key is gone');
select is((select count(*)::int from public.invites where created_by = tests.id('ada')), 0, 'invites are gone');
select is(
  (select row(user_id, name_sealed, left_at is not null)::text from public.members where space_id = tests.id('space') and slot = 1),
  '(,,t)', 'the place in the space has no person and no name'
);
select is((select status from public.spaces where id = tests.id('space')), 'closed', 'the space is closed for writing');

select tests.become('noor');
select is((select count(*)::int from public.documents), 3, 'the partner still reads the documents');
select is((select count(*)::int from public.document_updates), 2, 'with all that was written in them');
select is((select count(*)::int from public.check_in_answers where slot = 1), 6, 'and the revealed answers');
select is((select count(*)::int from public.document_updates where author_id = tests.id('ada')), 0, 'without the person');
select is((select count(*)::int from public.check_in_answers where author_id = tests.id('ada')), 0, 'in answers neither');
select is(
  (select count(*)::int from public.documents where created_by = tests.id('ada') or changed_by = tests.id('ada')), 0, 'nor in documents'
);
select tests.stop();
select is(
  tests.outcome('noor', $$update public.documents set archived_at = now()$$), '0', 'but the partner no longer writes in the space'
);

delete from auth.users where id = tests.id('noor');
select is(
  (select count(*)::int from public.spaces where id = tests.id('space')), 0, 'when both are gone the space is gone'
);
select is((select count(*)::int from public.documents), 0, 'with its documents');
select is((select count(*)::int from public.check_ins), 0, 'and its check-ins');
select is((select count(*)::int from public.spaces), 1, 'and nobody else''s');

delete from auth.users where id = tests.id('sam');
select is((select count(*)::int from public.spaces), 0, 'somebody alone takes their space along');

select * from finish();
rollback;
