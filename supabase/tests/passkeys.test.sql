-- public.passkeys, and what public.prepare_password does to them
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();
insert into public.passkeys (id, user_id, details_sealed, log_key_sealed)
values
  (tests.id('adas passkey'), tests.id('ada'), tests.envelope('details'), tests.envelope('log key')),
  (tests.id('noors passkey'), tests.id('noor'), tests.envelope('details'), tests.envelope('log key'));

select tests.matrix('reading passkeys', 'select * from public.passkeys', '1', '1', '1', '0', '42501');
select tests.matrix(
  'reading a passkey of ada', $$select * from public.passkeys where id = tests.id('adas passkey')$$, '1', '0', '0', '0', '42501'
);
select tests.matrix(
  'adding a passkey of one''s own',
  $$insert into public.passkeys (id, details_sealed, log_key_sealed) values (tests.id('new'), tests.envelope(), tests.envelope())$$,
  '1', '1', '1', '1', '42501'
);
select tests.matrix(
  'adding a passkey in the name of ada',
  $$insert into public.passkeys (id, user_id, details_sealed, log_key_sealed)
    values (tests.id('new'), tests.id('ada'), tests.envelope(), tests.envelope())$$,
  '1', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'naming a passkey of ada', $$update public.passkeys set details_sealed = tests.envelope('n') where id = tests.id('adas passkey')$$,
  '1', '0', '0', '0', '42501'
);
select tests.matrix(
  'exchanging the wrapped key', $$update public.passkeys set log_key_sealed = tests.envelope('n')$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'giving a passkey away', $$update public.passkeys set user_id = tests.id('sam')$$, '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'removing a passkey of ada', $$delete from public.passkeys where id = tests.id('adas passkey')$$, '1', '0', '0', '0', '42501'
);
select is(
  tests.outcome('ada', $$insert into public.passkeys (id, details_sealed, log_key_sealed) values (tests.id('new'), 'My phone', tests.envelope())$$),
  '23514', 'a name in plain words is refused'
);
select is(
  tests.outcome(
    'ada',
    $$insert into public.passkeys (id, details_sealed, log_key_sealed) values (tests.id('new'), tests.envelope(), tests.envelope())$$,
    $$insert into public.passkeys (id, user_id, details_sealed, log_key_sealed)
      select tests.id('many ' || n), tests.id('ada'), tests.envelope(), tests.envelope() from generate_series(1, 19) n$$
  ),
  'too_many_passkeys', 'nobody has more than twenty'
);

select tests.become('ada');
select public.prepare_raise('{"algorithm": "argon2id", "seed": "raised"}', tests.envelope('raised'));
select tests.stop();
select is((select count(*)::int from public.passkeys), 2, 'a raise of the key derivation keeps the passkeys');
select tests.become('ada');
select public.prepare_password('{"algorithm": "argon2id", "seed": "next"}', tests.envelope('next'));
select tests.stop();
select is(
  array(select id from public.passkeys), array[tests.id('noors passkey')],
  'another password takes all passkeys of that person away, before anything else is changed'
);

select * from finish();
rollback;
