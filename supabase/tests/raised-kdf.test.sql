-- public.prepare_raise, and what public.prelogin tells about accounts that are stretched in different ways
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

create function pg_temp.kdf(seed text, memory integer default 65536, iterations integer default 3) returns jsonb
  language sql as $$
    select jsonb_build_object(
      'algorithm', 'argon2id', 'seed', tests.key(seed), 'memoryKib', memory, 'iterations', iterations, 'parallelism', 1
    )
  $$;
create function pg_temp.share(memory integer) returns numeric
  language sql as $$
    select count(*) filter (where (public.prelogin('nobody' || n || '@example.org') ->> 'memoryKib')::int = memory) / 1000.0
    from generate_series(1, 1000) n
  $$;

select tests.matrix(
  'preparing a raise', $$select public.prepare_raise(pg_temp.kdf('new'), tests.envelope('new'))$$, '1', '1', '1', '1', '42501'
);
select is(
  tests.outcome('ada', $$select public.prepare_raise(pg_temp.kdf('new'), 'my password')$$), 'not_allowed', 'plaintext in the place of a wrap is refused'
);
select is(
  tests.outcome('ada', $$select public.prepare_raise(pg_temp.kdf('new'), null)$$), 'not_allowed', 'and so is none at all'
);
select is(
  tests.outcome('ada', $$select public.prepare_raise('[]', tests.envelope('new'))$$), 'not_allowed', 'and what is no set of parameters'
);
select is(
  tests.outcome(
    'ada', $$select public.prepare_raise(pg_temp.kdf('second'), tests.envelope('second'))$$,
    $$select tests.become('ada'), public.prepare_raise(pg_temp.kdf('first'), tests.envelope('first')), tests.stop()$$
  ),
  'changed_elsewhere', 'two devices do not raise it at once: the wrap that the first one stored stays'
);
select is(
  tests.outcome(
    'ada', $$select public.prepare_raise(pg_temp.kdf('second'), tests.envelope('second'))$$,
    $$insert into public.keyrings (user_id, state, kdf, account_key_by_password, account_key_by_code, private_log_key, private_key, pins, created_at)
      select user_id, 'pending', pg_temp.kdf('first'), tests.envelope('first'), account_key_by_code, private_log_key, private_key, pins,
        now() - interval '61 minutes'
      from public.keyrings where user_id = tests.id('ada')$$
  ),
  '1', 'what a device left behind an hour ago is taken over'
);
select is(
  tests.outcome(
    'ada', $$select public.prepare_password(pg_temp.kdf('second'), tests.envelope('second'))$$,
    $$select tests.become('ada'), public.prepare_raise(pg_temp.kdf('first'), tests.envelope('first')), tests.stop()$$
  ),
  '1', 'somebody who changes the password does not wait for a raise'
);

-- An address that nobody has looks like one of the accounts there are.
select is(pg_temp.share(65536), 1.0, 'while no account counts, every unknown address looks like a new account');
update public.keyrings set kdf = pg_temp.kdf('a', 19456, 2) where user_id = tests.id('ada');
update public.keyrings set kdf = pg_temp.kdf('n') where user_id = tests.id('noor');
update public.keyrings set kdf = pg_temp.kdf('s') where user_id = tests.id('sam');
update public.keyrings set kdf = pg_temp.kdf('k') where user_id = tests.id('kim');
select ok(pg_temp.share(19456) between 0.21 and 0.29, 'a quarter of the accounts is stretched less: so is a quarter of the others');
select ok(pg_temp.share(65536) between 0.71 and 0.79, 'and three quarters as usual');
select is(
  (select count(*)::int from generate_series(1, 50) n where public.prelogin('x' || n || '@b.org') <> public.prelogin(' X' || n || '@B.org ')),
  0, 'each address has the same answer each time'
);
select is(
  (select count(distinct public.prelogin('x' || n || '@b.org') ->> 'seed')::int from generate_series(1, 200) n), 200, 'and a seed of its own'
);
select is(
  (
    select count(*)::int from generate_series(1, 200) n
    where (select array_agg(k order by k) from jsonb_object_keys(public.prelogin('x' || n || '@b.org')) k)
        <> array['algorithm', 'iterations', 'memoryKib', 'parallelism', 'seed']
      or public.prelogin('x' || n || '@b.org') ->> 'seed' !~ '^[A-Za-z0-9_-]{43}$'
  ),
  0, 'in the form of every other answer'
);

-- A change of shares looks like changed passwords: no address keeps its seed under another cost.
create temporary table before as
  select n, public.prelogin('x' || n || '@b.org') as kdf from generate_series(1, 300) n;
update public.keyrings set kdf = pg_temp.kdf('n2', 19456, 2) where user_id = tests.id('noor');
select ok(
  (select count(*) from before b where public.prelogin('x' || n || '@b.org') <> b.kdf) between 30 and 120, 'some addresses change'
);
select is(
  (
    select count(*)::int from before b
    where public.prelogin('x' || n || '@b.org') - 'seed' <> b.kdf - 'seed' and public.prelogin('x' || n || '@b.org') -> 'seed' = b.kdf -> 'seed'
  ),
  0, 'and those have another seed'
);
select is(
  (
    select count(*)::int from before b
    where public.prelogin('x' || n || '@b.org') - 'seed' = b.kdf - 'seed' and public.prelogin('x' || n || '@b.org') -> 'seed' <> b.kdf -> 'seed'
  ),
  0, 'while all others stay as they are'
);

-- Whoever stores parameters that no browser would use moves nothing.
update public.keyrings set kdf = pg_temp.kdf('weak', 8, 1) where user_id = tests.id('kim');
update public.keyrings set kdf = pg_temp.kdf('odd') || '{"more": 1}' where user_id = tests.id('sam');
select is((select sum(accounts)::int from private.kdf_costs), 2, 'only costs that a browser would use count');
select is(pg_temp.share(19456), 1.0, 'so the others decide');
delete from auth.users where id in (tests.id('ada'), tests.id('noor'));
select is((select sum(accounts)::int from private.kdf_costs), 0, 'and an account that is deleted counts no more');

select * from finish();
rollback;
