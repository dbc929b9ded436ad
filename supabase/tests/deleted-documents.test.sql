-- public.documents.deleted_at, public.forget_deleted_documents, private.forget_deleted_documents, private.refuse_deleted_document
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

-- Changing the time by hand would tidy up at once.
create function pg_temp.deleted_since(since text) returns text language sql as $$
  select format($c$alter table public.documents disable trigger tidy_documents;
    update public.documents set deleted_at = now() where id = tests.id('document');
    update public.documents set deleted_at = now() - %L::interval where id = tests.id('document');
    alter table public.documents enable trigger tidy_documents$c$, since)
$$;
create temporary table before (name text, change text);
grant select on before to public;
insert into before values
  ('deleted', $$update public.documents set deleted_at = now() where id = tests.id('document')$$),
  ('29 days', pg_temp.deleted_since('29 days')),
  ('31 days', pg_temp.deleted_since('31 days'));
create function pg_temp.first(name text) returns text language sql as
  $$ select change from before where before.name = first.name $$;

select tests.matrix(
  'deleting a document', $$update public.documents set deleted_at = now() where id = tests.id('document')$$,
  '1', '1', '0', '0', '42501'
);
select is(
  tests.outcome(who, $$update public.documents set deleted_at = null where id = tests.id('document')$$, pg_temp.first('deleted')),
  expected, 'bringing a document back, as ' || who
)
from (values ('ada', '1'), ('noor', '1'), ('sam', '0'), ('anonymous', '42501')) as people (who, expected);
select is(
  tests.outcome('noor', $$update public.documents set deleted_at = null where id = tests.id('document')$$, pg_temp.first('29 days')),
  '1', 'either partner brings it back for 30 days'
);
select is(
  tests.outcome('noor', 'update public.documents set deleted_at = null', pg_temp.first('31 days')),
  '2', 'and afterwards nobody does, also not without naming it'
);
select is(
  tests.outcome('ada', $$select from public.documents where id = tests.id('document')$$, pg_temp.first('31 days')),
  '0', 'then it cannot be read either, before anybody has tidied up'
);
select is(
  tests.outcome('ada', 'select from public.document_updates', pg_temp.first('31 days')), '0', 'nor what was written in it'
);
select is(
  tests.outcome('ada', $$update public.documents set deleted_at = now() where id = tests.id('space document')$$),
  '23514', 'only a document of needs and fears is deleted'
);
select is(
  tests.outcome('ada', $$delete from public.documents where id = tests.id('document')$$, pg_temp.first('31 days')),
  '42501', 'nobody removes one by hand'
);

select is(
  tests.outcome('noor', format($$with deleted as (
      update public.documents set deleted_at = %L where id = tests.id('document') returning deleted_at
    ) select from deleted where deleted_at = now()$$, sent)),
  '1', 'the server''s clock says when a document was deleted, also for ' || sent
)
from (values ('infinity'), ('-infinity'), ('2020-01-01'), ('294276-01-01')) as times (sent);
select is(
  tests.outcome('noor', $$with deleted as (
      update public.documents set deleted_at = now() where id = tests.id('document') returning deleted_at
    ) select from deleted where deleted_at < now() - interval '28 days'$$, pg_temp.first('29 days')),
  '1', 'deleting it once more does not begin the 30 days anew'
);
select is(
  tests.outcome('ada', $$with made as (
      insert into public.documents (id, space_id, kind, title_sealed)
      values (tests.id('new'), tests.id('space'), 'needs_and_fears', tests.envelope()) returning deleted_at
    ) select from made where deleted_at is null$$),
  '1', 'a document begins undeleted'
);

-- Nothing is written into it.
select is(tests.outcome('ada', statement, pg_temp.first('deleted')), 'document_deleted', what || ' of a deleted document is refused')
from (values
  ('renaming', $$update public.documents set title_sealed = tests.envelope('n') where id = tests.id('document')$$),
  ('archiving', $$update public.documents set archived_at = now() where id = tests.id('document')$$),
  ('an update', $$insert into public.document_updates (document_id, generation, author_id, body)
    values (tests.id('document'), 0, tests.id('ada'), 'AAAC')$$),
  ('merging updates', $$select public.compact_updates(
    tests.id('document'), 0, (select array_agg(seq) from public.document_updates), 'AAAG')$$),
  ('a version', $$insert into public.document_versions (id, document_id, generation, author_id, label_sealed, state_sealed)
    values (tests.id('v'), tests.id('document'), 0, tests.id('ada'), tests.envelope(), tests.envelope())$$)
) as ways (what, statement);
select is(
  tests.outcome('sam', $$insert into public.document_updates (document_id, generation, author_id, body)
    values (tests.id('document'), 0, tests.id('sam'), 'AAAC')$$, pg_temp.first('deleted')),
  '42501', 'a stranger does not learn that it is deleted'
);
select is(
  tests.outcome('ada', $$select from public.document_updates where document_id = tests.id('document')$$, pg_temp.first('deleted')),
  '2', 'it is still read'
);

-- Who removes it.
select tests.matrix(
  'tidying up', 'select public.forget_deleted_documents()', '1', '1', '1', '1', '42501'
);
create function pg_temp.left_after(change text, act text, who text default 'ada') returns text
  language plpgsql as $$
declare
  result text;
begin
  execute change;
  perform tests.become(who);
  execute act;
  perform tests.stop();
  select count(*)::text into result from public.documents where id = tests.id('document');
  raise exception using errcode = 'UNDO1', message = result;
exception when sqlstate 'UNDO1' then
  return sqlerrm;
end
$$;
select is(
  pg_temp.left_after(pg_temp.first(name), act, who), expected, format('%s after %s, %s: %s left', what, name, who, expected)
)
from (values
  ('29 days', 'opening the list', 'select public.forget_deleted_documents()', 'ada', '1'),
  ('31 days', 'opening the list', 'select public.forget_deleted_documents()', 'ada', '0'),
  ('31 days', 'opening another couple''s list', 'select public.forget_deleted_documents()', 'sam', '0'),
  ('31 days', 'renaming another one', $$update public.documents set archived_at = now() where id = tests.id('space document')$$, 'ada', '1'),
  ('31 days', 'beginning another one', $$insert into public.documents (id, space_id, kind, title_sealed)
    values (tests.id('new'), tests.id('space'), 'needs_and_fears', tests.envelope())$$, 'ada', '0')
) as moments (name, what, act, who, expected);

-- Nobody takes anything from the other one by deleting it and then pausing or closing the space.
select is(
  tests.outcome('ada', $$select from public.documents where id = tests.id('document')$$, pg_temp.first('31 days') || '; ' || after),
  expected, what
)
from (values
  ('it stays readable in a space that was closed', format('update public.spaces set status = ''closed'' where id = %L', tests.id('space')), '1'),
  ('it stays while the space is paused', format('update public.spaces set status = ''paused'', paused_until = now() + interval ''1 day'' where id = %L', tests.id('space')), '1'),
  ('and for 30 days after the pause', format('update public.spaces set status = ''paused'', paused_until = now() - interval ''29 days'' where id = %L', tests.id('space')), '1'),
  ('no longer than that', format('update public.spaces set status = ''paused'', paused_until = now() - interval ''31 days'' where id = %L', tests.id('space')), '0'),
  ('also when the pause was ended by hand', format('update public.spaces set status = ''paused'', paused_until = now() + interval ''1 day'' where id = %1$L;
    update public.spaces set status = ''open'', paused_until = null where id = %1$L', tests.id('space')), '1')
) as standings (what, after, expected);
select is(
  pg_temp.left_after(
    pg_temp.first('31 days') || format('; update public.spaces set status = ''closed'' where id = %L', tests.id('space')),
    'select public.forget_deleted_documents()', 'sam'
  ),
  '1', 'and nobody tidies up in a closed space'
);
select is(
  tests.outcome('ada', statement, pg_temp.first('deleted') || format('; update public.spaces set status = ''closed'' where id = %L', tests.id('space'))),
  '0', what || ' in a closed space is refused'
)
from (values
  ('bringing back', $$update public.documents set deleted_at = null where id = tests.id('document')$$),
  ('deleting', $$update public.documents set deleted_at = now() where id = tests.id('document')$$)
) as acts (what, statement);

select * from finish();
rollback;
