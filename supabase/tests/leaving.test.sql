-- Pausing, leaving, and deleting an account.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

-- As tests.become, in a visit that began so long ago.
create function pg_temp.visit(person text, age interval) returns void
  language plpgsql as $$
begin
  perform tests.stop();
  delete from auth.sessions where user_id = tests.id(person);
  insert into auth.sessions (id, user_id, created_at) values (tests.visit(person), tests.id(person), now() - age);
  perform tests.become(person);
end
$$;

select tests.matrix(
  'pausing', $$select public.pause_space(tests.id('space'), now() + interval '3 days')$$,
  '1', '1', 'not_found', 'not_found', '42501'
);
select tests.matrix('resuming', $$select public.resume_space(tests.id('space'))$$, '1', '1', 'not_found', 'not_found', '42501');
select tests.matrix('leaving', $$select public.leave_space(tests.id('space'))$$, '1', '1', '1', 'not_found', '42501');
select tests.matrix(
  'deleting an account without having proved who one is', 'select public.delete_my_account()',
  'prove_again', 'prove_again', 'prove_again', 'prove_again', '42501'
);
select tests.matrix(
  'asking whether a link is one’s own', $$select 1 from public.address_to_leave('a secret of somebody else') as a where a is null$$,
  '1', '1', '1', '1', '42501'
);

-- Whose link it is.
update auth.users set email_change = 'new@example.org', email_change_token_new = 'secret-of-ada' where id = tests.id('ada');
update auth.users set recovery_token = 'way-in-of-ada' where id = tests.id('ada');
update auth.users set recovery_token = 'way-in-of-noor' where id = tests.id('noor');
select is(tests.outcome('ada', $$select 1 from public.address_to_leave('secret-of-ada') as a where a = 'ada@example.org'$$), '1', 'a link says which address its owner leaves');
select tests.become('ada');
select public.address_to_leave('secret-of-ada');
select tests.stop();
select isnt((select recovery_token::text from auth.users where id = tests.id('ada')), 'way-in-of-ada', 'and ends the ways in that the old mailbox has');
select is(tests.outcome('noor', $$select 1 from public.address_to_leave('secret-of-ada') as a where a is null$$), '1', 'and says nothing to anybody else');
select is((select recovery_token::text from auth.users where id = tests.id('noor')), 'way-in-of-noor', 'nor does it end theirs');
update auth.users set email_change_token_new = '' where id = tests.id('ada');
select is(tests.outcome('ada', $$select 1 from public.address_to_leave('') as a where a is null$$), '1', 'no link is no link');

-- Pausing.
select is(
  tests.outcome('ada', format('select public.pause_space(tests.id(''space''), %s)', until)), 'date_invalid', 'a pause until ' || until || ' is none'
) from unnest(array['now()', 'null', $$now() - interval '1 hour'$$, $$now() + interval '2 years'$$, $$'infinity'$$]) as until;
select tests.become('ada');
select public.pause_space(tests.id('space'), now() + interval '3 days');
select public.pause_space(tests.id('space'), now() + interval '5 days');
select tests.stop();
select is(
  (select row(status, paused_until > now() + interval '4 days', paused_by)::text from public.spaces where id = tests.id('space')),
  '(paused,t,1)', 'whoever paused moves the end of the pause'
);
select is(tests.outcome('noor', $$select public.resume_space(tests.id('space'))$$), 'pause_of_partner', 'the partner does not lift it');
select is(
  tests.outcome('noor', $$select public.pause_space(tests.id('space'), now() + interval '1 minute')$$), 'pause_of_partner', 'and does not shorten it'
);
select is(
  tests.outcome(
    'noor', $$select public.pause_space(tests.id('space'), now() + interval '1 day')$$,
    $$update public.spaces set paused_until = now() - interval '1 minute' where id = tests.id('space')$$
  ),
  '1', 'when it is over, either may pause'
);
select is(
  tests.outcome('ada', $$update public.documents set title_sealed = tests.envelope()$$), '0', 'nothing is written meanwhile'
);
select is(
  tests.outcome('noor', $$select public.leave_space(tests.id('space'))$$), '1', 'a pause keeps nobody from leaving'
);
select tests.become('ada');
select public.resume_space(tests.id('space'));
select public.resume_space(tests.id('space'));
select tests.stop();
select is(
  (select row(status, paused_until, paused_by)::text from public.spaces where id = tests.id('space')),
  '(open,,)', 'whoever paused resumes'
);

-- Leaving.
select tests.become('noor');
select public.leave_space(tests.id('space'));
select public.leave_space(tests.id('space'));
select tests.stop();
select is(
  (select row(status, ended_by)::text from public.spaces where id = tests.id('space')), '(closed,2)', 'the space is closed, by whoever left'
);
select is((select count(*)::int from public.invites where space_id = tests.id('space') and state = 'offered'), 0, 'nobody else can join it');
select is(tests.outcome(person, 'select * from public.documents'), '3', person || ' still reads the documents')
from unnest(array['ada', 'noor']) as person;
select is(tests.outcome(person, 'update public.documents set archived_at = now()'), '0', person || ' writes nothing more')
from unnest(array['ada', 'noor']) as person;
select is(
  tests.outcome(person, format(
    'select public.create_space(tests.id(%L), tests.id(%L), tests.envelope(), tests.envelope(), tests.envelope())',
    'next of ' || person, 'next document of ' || person
  )),
  '1', person || ' is free for another space'
) from unnest(array['ada', 'noor']) as person;
select is(tests.outcome(person, $$select public.resume_space(tests.id('space'))$$), 'not_found', person || ' does not open it again')
from unnest(array['ada', 'noor']) as person;
select is(tests.outcome('sam', 'select * from public.documents'), '0', 'a stranger reads nothing');

-- Deleting, with answers that were never opened for both.
select is((select count(*)::int from public.check_in_answers where author_id = tests.id('ada')), 6, 'ada has sealed');
select pg_temp.visit('ada', interval '16 minutes');
select throws_ok('select public.delete_my_account()', 'PT409', 'prove_again', 'a visit that began long ago deletes nothing');
select tests.stop();
select pg_temp.visit('noor', interval '1 minute');
select pg_temp.visit('ada', interval '1 minute');
select set_config('request.jwt.claims', replace(current_setting('request.jwt.claims'), tests.visit('ada')::text, tests.visit('noor')::text), true);
select throws_ok('select public.delete_my_account()', 'PT401', 'signed_out', 'nor does somebody else’s visit');
select tests.stop();
insert into auth.audit_log_entries (id, payload) values (gen_random_uuid(), json_build_object('actor_id', tests.id('ada'), 'actor_username', 'ada@example.org'));
select pg_temp.visit('ada', interval '1 minute');
select public.delete_my_account();
select public.delete_my_account();
select tests.stop();
select is((select count(*)::int from auth.users where id = tests.id('ada')), 0, 'the account is gone');
select is((select count(*)::int from auth.sessions where user_id = tests.id('ada')), 0, 'with every visit');
select is((select count(*)::int from public.keyrings where user_id = tests.id('ada')), 0, 'the wraps are gone');
select is((select count(*)::int from public.private_entries where author_id = tests.id('ada')), 0, 'the private log is gone');
select is((select count(*)::int from public.check_in_answers where slot = 1), 0, 'what was sealed and never opened is gone');
select is((select count(*)::int from public.check_in_seals where slot = 1), 0, 'with its seal');
select is((select count(*)::int from auth.audit_log_entries where payload::text like '%ada@example.org%'), 0, 'no list names the address');
select is(
  (select row(user_id, name_sealed)::text from public.members where space_id = tests.id('space') and slot = 1), '(,)', 'the place has no person and no name'
);
select is(tests.outcome('noor', 'select * from public.documents'), '3', 'what was shared stays for the partner');
select is((select count(*)::int from public.private_entries where author_id = tests.id('noor')), 1, 'and nobody else’s log is touched');

select * from finish();
rollback;
