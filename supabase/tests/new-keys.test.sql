-- public.former_keyrings, public.former_space_keys, public.prepare_new_keys, public.restore_space_key
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

create function pg_temp.change_password(name text, seed text) returns void
  language sql as $$
    update auth.users set raw_user_meta_data = jsonb_build_object('kdf', tests.kdf(seed)) where id = tests.id(name)
  $$;
create function pg_temp.prepare(seed text) returns text
  language sql as $$
    select format(
      'select public.prepare_new_keys(%L::jsonb, %L, %L, %L, %L, %L, %L)',
      tests.kdf(seed), tests.envelope(seed || 'a'), tests.envelope(seed || 'b'), tests.envelope(seed || 'c'),
      tests.envelope(seed || 'd'), tests.envelope(seed || 'e'), tests.key(seed)
    )
  $$;
-- Whose keyring is active, by its wrap, and how many former ones there are.
create function pg_temp.keys_of(name text) returns text
  language sql as $$
    select concat_ws(
      ' ',
      (select string_agg(state || ' ' || left(account_key_by_password, 14), ', ') from public.keyrings where user_id = tests.id(name)),
      (select left(public_key, 8) from public.profiles where user_id = tests.id(name)),
      (select count(*) from public.former_keyrings where user_id = tests.id(name))
    )
  $$;
create function pg_temp.expected(body text, key text, former integer) returns text
  language sql as $$ select concat_ws(' ', 'active ' || left(tests.envelope(body), 14), left(tests.key(key), 8), former) $$;

update public.keyrings set kdf = tests.kdf('ada') where user_id = tests.id('ada');

select tests.matrix('preparing new keys', pg_temp.prepare('new'), '1', '1', '1', '1', '42501');
select is(tests.outcome('ada', pg_temp.prepare('ada')), 'not_allowed', 'the keys of the present password are not exchanged');
select is(
  tests.outcome('ada', replace(pg_temp.prepare('new'), tests.envelope('newc'), 'my log is my own')),
  'not_allowed', 'plaintext in the place of a wrap is refused'
);
insert into auth.users (id, email) values (tests.id('new'), 'new@example.org');
select is(tests.outcome('new', pg_temp.prepare('new')), 'keyring_missing', 'without a keyring there is nothing to begin anew');
select is(tests.outcome('ada', 'select * from private.next_keyrings'), '42501', 'nobody looks at what is prepared');

-- Nothing changes before the password does.
select tests.become('ada');
select public.prepare_new_keys(
  tests.kdf('one'), tests.envelope('onea'), tests.envelope('oneb'), tests.envelope('onec'), tests.envelope('oned'),
  tests.envelope('onee'), tests.key('one')
);
select public.settle_password();
select tests.stop();
select is(pg_temp.keys_of('ada'), pg_temp.expected('a', 'ada', 0), 'prepared keys wait for their password');

-- Somebody with a token cannot slip keys of their own under a password that the owner is about to choose.
select is(
  tests.outcome(
    'ada', 'select public.settle_password()',
    $$insert into public.keyrings (user_id, state, kdf, account_key_by_password, account_key_by_code, private_log_key, private_key, pins)
      select user_id, 'pending', tests.kdf('one'), tests.envelope('mine'), account_key_by_code, private_log_key, private_key, pins
      from public.keyrings where user_id = tests.id('ada')$$
  ), '1', 'settling with both in place'
);
insert into public.keyrings (user_id, state, kdf, account_key_by_password, account_key_by_code, private_log_key, private_key, pins)
select user_id, 'pending', tests.kdf('one'), tests.envelope('mine'), account_key_by_code, private_log_key, private_key, pins
from public.keyrings where user_id = tests.id('ada');
select pg_temp.change_password('ada', 'one');
select tests.become('ada');
select public.settle_password();
select public.settle_password();
select tests.stop();
select is(pg_temp.keys_of('ada'), pg_temp.expected('mine', 'ada', 0), 'a changed password keeps the account its own keys');

-- The change itself.
select tests.become('ada');
select public.prepare_new_keys(
  tests.kdf('two'), tests.envelope('twoa'), tests.envelope('twob'), tests.envelope('twoc'), tests.envelope('twod'),
  tests.envelope('twoe'), tests.key('two')
);
select tests.stop();
insert into public.passkeys (id, user_id, details_sealed, log_key_sealed)
values (tests.id('passkey'), tests.id('ada'), tests.envelope(), tests.envelope());
select pg_temp.change_password('ada', 'two');
select tests.become('ada');
select public.settle_password();
select public.settle_password();
select is((select code_kept_at from public.keyrings), null, 'the new recovery code has yet to be kept');
select tests.stop();
select is(pg_temp.keys_of('ada'), pg_temp.expected('twoa', 'two', 1), 'once the password has come, the new keys are the account’s');
select is(
  (select row(left(account_key_by_password, 14), left(private_log_key, 14), left(public_key, 8))::text
   from public.former_keyrings where user_id = tests.id('ada')),
  row(left(tests.envelope('mine'), 14), left(tests.envelope('c'), 14), left(tests.key('ada'), 8))::text,
  'and the old ones are kept whole'
);
select is(
  (select array_agg(row(user_id, wrapped)::text) from public.space_keys where space_id = tests.id('space')),
  array[row(tests.id('noor'), tests.envelope('noor'))::text], 'they have no key of the space any more, and the partner has'
);
select is((select array_agg(wrapped) from public.former_space_keys), array[tests.envelope('ada')], 'the old one is kept, too');
select is(
  (select row(state, secret_sealed)::text from public.invites where id = tests.id('invite')), '(revoked,)',
  'a link that vouches for the old key is over'
);
select is((select count(*)::int from public.passkeys), 0, 'passkeys to the old log are gone');
select is(pg_temp.keys_of('noor'), pg_temp.expected('a', 'noor', 0), 'and nobody else’s keys have changed');

select tests.matrix('reading former keyrings', 'select * from public.former_keyrings', '1', '0', '0', '0', '42501');
select tests.matrix(
  'taking over an earlier log', $$update public.former_keyrings set log_key_again = tests.envelope('again')$$, '1', '0', '0', '0', '42501'
);
select tests.matrix(
  'overwriting a former wrap', $$update public.former_keyrings set account_key_by_password = tests.envelope('evil')$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'adding a former keyring by hand', $$insert into public.former_keyrings (user_id) values (tests.id('ada'))$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix('deleting former keyrings', 'delete from public.former_keyrings', '42501', '42501', '42501', '42501', '42501');
select tests.matrix('reading former space keys', 'select * from public.former_space_keys', '1', '0', '0', '0', '42501');
select tests.matrix(
  'changing former space keys', $$update public.former_space_keys set epoch = 4$$, '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'adding former space keys', $$insert into public.former_space_keys select * from public.former_space_keys$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix('deleting former space keys', 'delete from public.former_space_keys', '42501', '42501', '42501', '42501', '42501');

select tests.matrix(
  'putting an old space key back', $$select public.restore_space_key(tests.id('space'), 0, tests.envelope('again'))$$,
  '1', 'not_found', 'not_found', 'not_found', '42501'
);
select is(
  tests.outcome('ada', $$select public.restore_space_key(tests.id('space'), 1, tests.envelope('again'))$$), 'not_found',
  'an epoch that they never had is none to put back'
);
select is(
  tests.outcome('ada', $$select public.restore_space_key(tests.id('sams space'), 0, tests.envelope('again'))$$), 'not_found',
  'nor that of another space'
);
select is(
  tests.outcome('ada', $$select public.restore_space_key(tests.id('space'), 0, 'my key')$$), 'not_allowed',
  'and plaintext is none to put in its place'
);

select * from finish();
rollback;
