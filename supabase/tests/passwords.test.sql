-- public.prepare_password, public.settle_password
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

-- What Auth does in one statement when the password changes.
create function pg_temp.change_password(seed text) returns void
  language sql as $$
    update auth.users set raw_user_meta_data = jsonb_build_object('kdf', tests.kdf(seed)) where id = tests.id('ada')
  $$;

create function pg_temp.wraps() returns text
  language sql as $$
    select string_agg(state || ' ' || left(kdf ->> 'seed', 4) || ' ' || left(account_key_by_password, 12), ', ' order by state)
    from public.keyrings where user_id = tests.id('ada')
  $$;
create function pg_temp.wrap(state text, seed text, body text) returns text
  language sql as $$ select state || ' ' || left(tests.key('kdf ' || seed), 4) || ' ' || left(tests.envelope(body), 12) $$;

update public.keyrings set kdf = tests.kdf('ada') where user_id = tests.id('ada');

select tests.matrix(
  'preparing a password', $$select public.prepare_password(tests.kdf('new'), tests.envelope('new'))$$,
  '1', '1', '1', '1', '42501'
);
select tests.matrix('settling a password', 'select public.settle_password()', '1', '1', '1', '1', '42501');
select is(
  tests.outcome('ada', $$select public.prepare_password(tests.kdf('new'), 'my new password')$$),
  'not_allowed', 'plaintext in the place of a wrap is refused'
);
select is(
  tests.outcome('ada', $$select public.prepare_password(tests.kdf('ada'), tests.envelope('spoilt'))$$),
  'not_allowed', 'a wrap for the present password is not replaced'
);
insert into auth.users (id, email) values (tests.id('new'), 'new@example.org');
select is(
  tests.outcome('new', $$select public.prepare_password(tests.kdf('new'), tests.envelope('new'))$$),
  'keyring_missing', 'without a keyring there is nothing to wrap anew'
);

select tests.become('ada');
select public.prepare_password(tests.kdf('one'), tests.envelope('one'));
select tests.stop();
select is(
  pg_temp.wraps(), pg_temp.wrap('active', 'ada', 'a') || ', ' || pg_temp.wrap('pending', 'one', 'one'),
  'the new wrap waits beside the old one'
);

select tests.become('ada');
select public.settle_password();
select tests.stop();
select is(
  pg_temp.wraps(), pg_temp.wrap('active', 'ada', 'a') || ', ' || pg_temp.wrap('pending', 'one', 'one'),
  'while the password is the old one, settling changes nothing'
);

select tests.become('ada');
select public.prepare_password(tests.kdf('two'), tests.envelope('two'));
select tests.stop();
select is(
  pg_temp.wraps(), pg_temp.wrap('active', 'ada', 'a') || ', ' || pg_temp.wrap('pending', 'two', 'two'),
  'a wrap whose password never came is replaced'
);

select pg_temp.change_password('two');
select tests.become('ada');
select public.prepare_password(tests.kdf('three'), tests.envelope('three'));
select tests.stop();
select is(
  pg_temp.wraps(), pg_temp.wrap('active', 'two', 'two') || ', ' || pg_temp.wrap('pending', 'three', 'three'),
  'a wrap whose password has come is never replaced: it is settled first'
);

select pg_temp.change_password('three');
select tests.become('ada');
select public.settle_password();
select public.settle_password();
select tests.stop();
select is(pg_temp.wraps(), pg_temp.wrap('active', 'three', 'three'), 'once the password has come, its wrap is the only one');
select is(
  (select count(*)::int from public.keyrings k where k.user_id <> tests.id('ada') and k.account_key_by_password <> tests.envelope('a')),
  0, 'and nobody else’s keys have changed'
);

select * from finish();
rollback;
