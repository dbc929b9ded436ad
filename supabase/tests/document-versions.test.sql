-- public.document_versions
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

insert into public.document_versions (id, document_id, generation, author_id, label_sealed, state_sealed)
values (tests.id('version'), tests.id('document'), 0, tests.id('ada'), tests.envelope('label'), tests.envelope('state'));

select tests.matrix('reading versions', 'select * from public.document_versions', '1', '1', '0', '0', '42501', '1');
select tests.matrix(
  'keeping a version of one''s own',
  $$insert into public.document_versions (id, document_id, generation, author_id, label_sealed, state_sealed)
    values (tests.id('new'), tests.id('document'), 0, tests.me(), tests.envelope(), tests.envelope())$$,
  '1', '1', '42501', '42501', '42501'
);
select tests.matrix(
  'keeping a version as ada',
  $$insert into public.document_versions (id, document_id, generation, author_id, label_sealed, state_sealed)
    values (tests.id('new'), tests.id('document'), 0, tests.id('ada'), tests.envelope(), tests.envelope())$$,
  '1', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'changing a version', $$update public.document_versions set label_sealed = tests.envelope('other')$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix('deleting versions', 'delete from public.document_versions', '42501', '42501', '42501', '42501', '42501');

select is(tests.outcome('ada', statement), expected, what)
from (values
  ('a version of another generation is refused',
    $$insert into public.document_versions (id, document_id, generation, author_id, label_sealed, state_sealed)
      values (tests.id('new'), tests.id('document'), 1, tests.me(), tests.envelope(), tests.envelope())$$, '42501'),
  ('a version of what is no document of needs and fears is refused',
    $$insert into public.document_versions (id, document_id, generation, author_id, label_sealed, state_sealed)
      values (tests.id('new'), tests.id('space document'), 0, tests.me(), tests.envelope(), tests.envelope())$$, '42501'),
  ('a name in plain words is refused',
    $$insert into public.document_versions (id, document_id, generation, author_id, label_sealed, state_sealed)
      values (tests.id('new'), tests.id('document'), 0, tests.me(), 'as we saw it in March', tests.envelope())$$, '23514'),
  ('a state that is too large is refused',
    $$insert into public.document_versions (id, document_id, generation, author_id, label_sealed, state_sealed)
      values (tests.id('new'), tests.id('document'), 0, tests.me(), tests.envelope(), rpad('AQIA', 1600001, 'x'))$$, '23514'),
  ('a version is kept once',
    $$insert into public.document_versions (id, document_id, generation, author_id, label_sealed, state_sealed)
      values (tests.id('version'), tests.id('document'), 0, tests.me(), tests.envelope(), tests.envelope())$$, '23505')
) as ways (what, statement, expected);

select is(
  tests.outcome('ada', $$with made as (
      insert into public.document_versions (id, document_id, generation, author_id, at, label_sealed, state_sealed)
      values (tests.id('new'), tests.id('document'), 0, tests.me(), 'infinity', tests.envelope(), tests.envelope()) returning at
    ) select from made where at = now()$$, 'grant insert on public.document_versions to authenticated'),
  '1', 'the server''s clock says when a version was kept'
);
select is(
  tests.outcome('ada', $$insert into public.document_versions (id, document_id, generation, author_id, label_sealed, state_sealed)
    values (tests.id('new'), tests.id('document'), 0, tests.me(), tests.envelope(), tests.envelope())$$,
    format('update public.spaces set status = ''closed'' where id = %L', tests.id('space'))),
  '42501', 'a closed space keeps no new version'
);
select is(
  tests.outcome('ada', 'select * from public.document_versions', $$update public.documents set deleted_at = now() where id = tests.id('document')$$),
  '1', 'the versions of a deleted document are read until it is gone'
);
-- Ada has kept one already.
insert into public.document_versions (id, document_id, generation, author_id, label_sealed, state_sealed)
select gen_random_uuid(), tests.id('document'), 0, tests.id('ada'), tests.envelope('label'), tests.envelope('state')
from generate_series(1, 299);
select is(tests.outcome(who, format(
    $$insert into public.document_versions (id, document_id, generation, author_id, label_sealed, state_sealed)
      values (tests.id(%L), tests.id('document'), 0, tests.me(), tests.envelope(), tests.envelope())$$, version)), expected, what)
from (values
  ('ada', 'new', 'versions_full', 'nobody keeps more than 300 versions of a document'),
  ('ada', 'version', '23505', 'a version that is sent twice is not counted twice'),
  ('noor', 'new', '1', 'and the partner still has room for all of theirs')
) as keeping (who, version, expected, what);

delete from public.documents where id = tests.id('document');
select is((select count(*)::int from public.document_versions), 0, 'versions go with their document');

select * from finish();
rollback;
