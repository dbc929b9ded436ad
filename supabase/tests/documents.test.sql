-- public.documents, public.document_updates, public.compact_updates
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

select tests.matrix('reading documents', 'select * from public.documents', '3', '3', '0', '0', '42501', '3');
select tests.matrix(
  'beginning a document',
  $$insert into public.documents (id, space_id, kind, title_sealed)
    values (tests.id('new'), tests.id('space'), 'needs_and_fears', tests.envelope())$$,
  '1', '1', '42501', '42501', '42501'
);
select tests.matrix(
  'beginning a document of a check-in by hand',
  $$insert into public.documents (id, space_id, kind) values (tests.id('new'), tests.id('space'), 'check_in')$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'renaming a document', $$update public.documents set title_sealed = tests.envelope('n') where id = tests.id('document')$$,
  '1', '1', '0', '0', '42501'
);
select tests.matrix(
  'putting a document away', $$update public.documents set archived_at = now() where id = tests.id('document')$$,
  '1', '1', '0', '0', '42501'
);
select tests.matrix(
  'turning back a document''s generation', $$update public.documents set generation = 3$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix('deleting documents', 'delete from public.documents', '42501', '42501', '42501', '42501', '42501');
select is(
  tests.outcome('ada', $$insert into public.documents (id, space_id, kind, title_sealed)
    values (tests.id('new'), tests.id('space'), 'needs_and_fears', 'What we fear')$$),
  '23514', 'a title in plain words is refused'
);
select is(
  tests.outcome('ada', $$insert into public.documents (id, space_id, kind) values (tests.id('document'), tests.id('space'), 'needs_and_fears')$$),
  '23505', 'a document is begun once'
);

select tests.matrix('reading updates', 'select * from public.document_updates', '2', '2', '0', '0', '42501', '2');
select tests.matrix(
  'appending an update as ada',
  $$insert into public.document_updates (document_id, generation, author_id, body)
    values (tests.id('document'), 0, tests.id('ada'), 'AAAC')$$,
  '1', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'appending one''s own update',
  $$insert into public.document_updates (document_id, generation, author_id, body)
    values (tests.id('document'), 0, tests.me(), 'AAAC')$$,
  '1', '1', '42501', '42501', '42501'
);
select tests.matrix(
  'changing an update', $$update public.document_updates set body = 'AAAD'$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix('deleting updates', 'delete from public.document_updates', '42501', '42501', '42501', '42501', '42501');
select is(
  tests.outcome('ada', $$insert into public.document_updates (document_id, generation, author_id, body)
    values (tests.id('document'), 1, tests.id('ada'), 'AAAC')$$),
  '42501', 'an update of another generation is refused'
);
select is(
  tests.outcome('ada', $$insert into public.document_updates (document_id, generation, author_id, body)
    values (tests.id('document'), 0, tests.id('ada'), 'my fears, plainly')$$),
  '23514', 'an update that is not base64url is refused'
);

select tests.become('noor');
insert into public.document_updates (document_id, generation, author_id, body)
values
  (tests.id('document'), 0, tests.id('noor'), 'AAAE'),
  (tests.id('space document'), 0, tests.id('noor'), 'AAAF');
select tests.stop();
select is(
  (select changed_by from public.documents where id = tests.id('document')), tests.id('noor'), 'a document knows who wrote last'
);
select is(
  (select changed_by from public.documents where id = tests.id('space document')), null, 'signals between pages are no change'
);

select tests.matrix(
  'merging updates',
  $$select public.compact_updates(tests.id('document'), 0, (select array_agg(seq) from public.document_updates), 'AAAG')$$,
  '1', '1', 'not_allowed', 'not_allowed', '42501', 'not_found'
);
select is(
  tests.outcome('sam', $$select public.compact_updates(tests.id('document'), 0, array[1, 2]::bigint[], 'AAAG')$$),
  'not_found', 'a stranger merges nothing'
);
create temporary table loaded as
  select array_agg(seq order by seq) as seqs from public.document_updates where document_id = tests.id('document');
grant select on loaded to public;
select tests.become('ada');
insert into public.document_updates (document_id, generation, author_id, body)
values (tests.id('document'), 0, tests.id('ada'), 'late');
select isnt(
  public.compact_updates(tests.id('document'), 0, (select seqs from loaded), 'merged'), null, 'updates are merged into one'
);
select is(
  (select array_agg(body order by seq) from public.document_updates where document_id = tests.id('document')),
  array['late', 'merged'], 'and what came meanwhile stays'
);
select is(
  public.compact_updates(tests.id('document'), 0, (select seqs from loaded), 'again'), null, 'a second merge of the same does nothing'
);
select is(
  (select array_agg(body) from public.document_updates where document_id = tests.id('space document')),
  array['AAAF'], 'another document is not touched'
);
select throws_ok(
  $$select public.compact_updates(tests.id('document'), 0, '{}', 'AAAG')$$, 'PT403', 'not_allowed', 'merging nothing is refused'
);
select tests.stop();
select is(
  (select changed_by from public.documents where id = tests.id('document')), tests.id('ada'), 'merging is no change by anybody'
);

-- A time that a browser cannot read would keep both from opening the document ever again.
select is(
  tests.outcome(
    'noor',
    format($$with put_away as (
      update public.documents set archived_at = %L where id = tests.id('document') returning archived_at
    ) select from put_away where archived_at = now()$$, sent)
  ),
  '1', 'the server''s clock says when a document was put away, also for ' || sent
)
from (values ('infinity'), ('-infinity'), ('294276-01-01'), ('4713-01-01 BC'), ('2020-01-01')) as times (sent);
select is(
  tests.outcome(
    'noor', $$with taken_out as (
      update public.documents set archived_at = null where id = tests.id('document') returning archived_at
    ) select from taken_out where archived_at is null$$,
    $$update public.documents set archived_at = now() - interval '1 day'$$
  ),
  '1', 'taking a document out again leaves no time'
);
select * from finish();
rollback;
