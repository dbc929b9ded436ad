-- public.private_entries
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

select tests.matrix('reading entries', 'select * from public.private_entries', '1', '1', '1', '0', '42501');
select tests.matrix(
  'reading an entry of ada', $$select * from public.private_entries where id = tests.id('adas entry')$$,
  '1', '0', '0', '0', '42501'
);
select tests.matrix(
  'writing an entry of one''s own',
  $$insert into public.private_entries (id, author_id, body_sealed) values (tests.id('new'), tests.me(), tests.envelope())$$,
  '1', '1', '1', '1', '42501'
);
select tests.matrix(
  'writing an entry in the name of ada',
  $$insert into public.private_entries (id, author_id, body_sealed) values (tests.id('new'), tests.id('ada'), tests.envelope())$$,
  '1', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'editing an entry of ada', $$update public.private_entries set body_sealed = tests.envelope('n') where id = tests.id('adas entry')$$,
  '1', '0', '0', '0', '42501'
);
select tests.matrix(
  'giving an entry away', $$update public.private_entries set author_id = tests.id('ada')$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'deleting an entry of ada for good', $$delete from public.private_entries where id = tests.id('adas entry')$$,
  '1', '0', '0', '0', '42501'
);
select is(
  tests.outcome('ada', $$insert into public.private_entries (id, author_id, body_sealed) values (tests.id('new'), tests.id('ada'), 'Today I')$$),
  '23514', 'plain words are refused'
);
select is(
  tests.outcome('ada', $$insert into public.private_entries (id, author_id, body_sealed)
    values (tests.id('new'), tests.id('ada'), 'AQ' || repeat('x', 1700000))$$),
  '23514', 'and so is what would never end'
);
select is(
  tests.outcome('noor', $$insert into public.private_entries (id, author_id, body_sealed)
    values (tests.id('adas entry'), tests.id('noor'), tests.envelope())$$),
  '23505', 'the id of another entry cannot be taken over'
);

select tests.become('ada');
update public.private_entries set body_sealed = tests.envelope('second');
select is((select revision from public.private_entries), 2, 'each writing counts');
update public.private_entries set deleted_at = now();
select is((select revision from public.private_entries), 2, 'deleting and bringing back do not');
select tests.stop();
select is(
  (select count(*)::int from information_schema.columns
    where table_schema = 'public' and table_name = 'private_entries' and column_name ~ 'space|partner|member|check'),
  0, 'no column of an entry knows of a space or a partner'
);

select * from finish();
rollback;
