-- public.keyrings, public.profiles, public.prelogin, public.create_keyring
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

select tests.matrix('reading keyrings', 'select * from public.keyrings', '1', '1', '1', '1', '42501');
select tests.matrix(
  'reading the keyring of ada', $$select * from public.keyrings where user_id = tests.id('ada')$$,
  '1', '0', '0', '0', '42501'
);
select tests.matrix(
  'storing a pending keyring for ada',
  $$insert into public.keyrings (user_id, state, kdf, account_key_by_password, account_key_by_code, private_log_key, private_key, pins)
    select tests.id('ada'), 'pending', '{}', tests.envelope(), tests.envelope(), tests.envelope(), tests.envelope(), tests.envelope()$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'renewing the pins of ada', $$update public.keyrings set pins = tests.envelope('n') where user_id = tests.id('ada')$$,
  '1', '0', '0', '0', '42501'
);
-- The visits of these tests were opened an hour ago.
select is(
  tests.outcome('ada', statement, 'select 1'), expected, 'in a visit that was opened an hour ago: ' || statement
) from (values
  ($$update public.keyrings set account_key_by_code = tests.envelope('stolen')$$, 'prove_again'),
  ($$update public.keyrings set account_key_by_code = tests.envelope('stolen'), code_kept_at = now()$$, 'prove_again'),
  ($$update public.keyrings set account_key_by_code = account_key_by_code, code_kept_at = now()$$, '1'),
  ($$update public.keyrings set code_kept_at = now()$$, '1')
) as tried (statement, expected);
select is(
  tests.outcome('ada', $$update public.keyrings set account_key_by_code = tests.envelope('new')$$, format(
    'insert into auth.sessions (id, user_id, created_at) values (%L, %L, now() - interval ''14 minutes'')', tests.visit('ada'), tests.id('ada')
  )),
  '1', 'in one that was opened a quarter of an hour ago at most, the recovery code is renewed'
);
select tests.matrix(
  'exchanging the keys of ada', $$update public.keyrings set private_key = tests.envelope('n') where user_id = tests.id('ada')$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix('deleting keyrings', 'delete from public.keyrings', '42501', '42501', '42501', '42501', '42501');

select tests.matrix('reading profiles', 'select * from public.profiles', '2', '2', '1', '1', '42501');
select tests.matrix(
  'publishing a key for kim', $$insert into public.profiles (user_id, public_key) values (tests.id('kim'), tests.key('k'))$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'exchanging a public key', $$update public.profiles set public_key = tests.key('n')$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix('deleting profiles', 'delete from public.profiles', '42501', '42501', '42501', '42501', '42501');

select tests.matrix(
  'asking before signing in', $$select public.prelogin('ada@example.org')$$, '1', '1', '1', '1', '1'
);
select is(
  public.prelogin(' Ada@Example.org '), jsonb_build_object('algorithm', 'argon2id', 'seed', tests.key('kdf ada')),
  'a known address gets its own parameters, however it is typed'
);
select is(
  public.prelogin('nobody@example.org'), public.prelogin('NOBODY@example.org'),
  'an unknown address always gets the same parameters'
);
select isnt(
  public.prelogin('nobody@example.org'), public.prelogin('nobody2@example.org'),
  'two unknown addresses get different ones'
);
select is(
  public.prelogin('nobody@example.org') - 'seed',
  '{"algorithm": "argon2id", "memoryKib": 65536, "iterations": 3, "parallelism": 1}',
  'an unknown address looks like a new account'
);
select matches(public.prelogin('nobody@example.org') ->> 'seed', '^[A-Za-z0-9_-]{43}$', 'with a seed of 32 bytes');
select throws_ok($$select public.prelogin('')$$, 'PT400', 'address_invalid', 'an empty address is none');
select throws_ok($$select public.prelogin(null)$$, 'PT400', 'address_invalid', 'no address is none');
select throws_ok(
  $$select public.prelogin(repeat('a', 400) || '@example.org')$$, 'PT400', 'address_invalid', 'a huge address is none'
);

select tests.matrix(
  'storing a second keyring',
  $$select public.create_keyring('{}', tests.envelope('1'), tests.envelope(), tests.envelope(), tests.envelope(), tests.envelope(), tests.key('k'))$$,
  'changed_elsewhere', 'changed_elsewhere', 'changed_elsewhere', 'changed_elsewhere', '42501'
);
select is(
  tests.outcome('ada', $$select public.create_keyring('{}', tests.envelope('a'), tests.envelope(), tests.envelope(), tests.envelope(), tests.envelope(), tests.key('k'))$$),
  '1', 'storing the same keyring again changes nothing'
);
insert into auth.users (id, email) values (tests.id('new'), 'new@example.org');
select is(
  tests.outcome('new', $$select public.create_keyring('{}', 'my password', tests.envelope(), tests.envelope(), tests.envelope(), tests.envelope(), tests.key('k'))$$),
  'not_allowed', 'plaintext in the place of a wrap is refused'
);
select tests.become('new');
select lives_ok(
  $$select public.create_keyring('{}', tests.envelope('a'), tests.envelope(), tests.envelope(), tests.envelope(), tests.envelope(), tests.key('k'))$$,
  'a new account stores its keyring'
);
select is((select count(*)::int from public.keyrings), 1, 'and reads it');
select is((select public_key from public.profiles), tests.key('k'), 'with its public key');
select tests.stop();

select * from finish();
rollback;
