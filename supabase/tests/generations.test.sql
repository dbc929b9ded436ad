-- public.next_generation, public.confirm_generation: how a document moves on, and when what it left behind may go
-- private.stamp_document, private.hold_generation, private.confirmed_generations
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

select tests.matrix(
  'moving a document on',
  $$select from public.next_generation(tests.id('document'), 0) n where n = 1$$,
  '1', '1', 'not_found', 'not_found', '42501', 'not_found'
);
select tests.matrix(
  'moving a document on by hand', $$update public.documents set generation = generation + 1, epoch = 1$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'saying that everything was found again', $$select public.confirm_generation(tests.id('document'), 0)$$,
  '1', '1', 'not_found', 'not_found', '42501', 'not_found'
);
select tests.matrix(
  'reading who said so', 'select * from private.confirmed_generations', '42501', '42501', '42501', '42501', '42501'
);
select is(
  tests.outcome('ada', $$select public.next_generation(tests.id('document'), 65)$$), 'not_allowed',
  'nobody uses the numbers up'
);
select is(
  tests.outcome('ada', $$select public.next_generation(tests.id('document'), null)$$), 'not_allowed', 'nor moves it nowhere'
);
select is(
  tests.outcome('ada', $$select from public.next_generation(tests.id('document'), 7) n where n = 8$$), '1',
  'a device that has seen later generations than the server remembers moves it past them'
);

-- Two devices at once.
select tests.become('noor');
insert into public.document_updates (document_id, generation, author_id, body)
values (tests.id('document'), 0, tests.id('noor'), 'AAAA');
create temporary table before as select changed_at, changed_by from public.documents where id = tests.id('document');
select is(public.next_generation(tests.id('document'), 0), 1, 'the first moves it');
select tests.become('ada');
select is(public.next_generation(tests.id('document'), 0), 1, 'the second finds it moved');
select tests.stop();
select is(
  (select row(changed_at, changed_by)::text from public.documents where id = tests.id('document')),
  (select row(changed_at, changed_by)::text from before), 'moving is no change by anybody'
);

select is(
  tests.outcome('noor', $$insert into public.document_updates (document_id, generation, author_id, body)
    values (tests.id('document'), 0, tests.id('noor'), 'AAAB')$$),
  '42501', 'the generation that was left takes nothing more'
);
select is(
  tests.outcome('noor', $$insert into public.document_updates (document_id, generation, author_id, body)
    values (tests.id('document'), 1, tests.id('noor'), 'AAAB')$$),
  '1', 'the new one does'
);
select is(
  tests.outcome('noor', $$select public.compact_updates(tests.id('document'), 0, (select array_agg(seq) from public.document_updates), 'AAAG')$$),
  'not_found', 'and what was left stays as it was written'
);
select is(
  tests.outcome('noor', $$select from public.document_updates where document_id = tests.id('document') and generation = 0$$), '3',
  'both still read it'
);

-- Nobody's word is enough for two.
create function pg_temp.left_behind() returns bigint language sql as $$
  select count(*) from public.document_updates where document_id = tests.id('document') and generation = 0
$$;
select tests.become('noor');
select public.confirm_generation(tests.id('document'), 1);
select public.confirm_generation(tests.id('document'), 1);
select tests.stop();
select is(pg_temp.left_behind(), 3::bigint, 'one member alone, and twice, throws nothing away');
select tests.become('ada');
select public.confirm_generation(tests.id('document'), 0);
select tests.stop();
select is(pg_temp.left_behind(), 3::bigint, 'nor with a word about a generation that is over');
select tests.become('ada');
select public.next_generation(tests.id('document'), 1);
select public.confirm_generation(tests.id('document'), 2);
select tests.stop();
select is(pg_temp.left_behind(), 0::bigint, 'what both have found again goes');
insert into public.document_updates (document_id, generation, author_id, body) values (tests.id('document'), 1, null, 'AAAC');
select tests.become('ada');
select public.confirm_generation(tests.id('document'), 2);
select tests.stop();
select is(
  (select count(*) from public.document_updates where document_id = tests.id('document')), 1::bigint,
  'what the other has not confirmed yet stays'
);
insert into public.documents (id, space_id, kind) values (tests.id('sams document'), tests.id('sams space'), 'space');
insert into public.document_updates (document_id, generation, author_id, body) values (tests.id('sams document'), 0, null, 'AAAD');
select tests.become('sam');
select public.next_generation(tests.id('sams document'), 0);
select public.confirm_generation(tests.id('sams document'), 1);
select tests.stop();
select is(
  (select count(*) from public.document_updates u join public.documents d on d.id = u.document_id where d.id = tests.id('sams document')),
  0::bigint, 'whoever is alone in a space needs nobody else''s word'
);

-- A new epoch of the space key.
update public.spaces set epoch = 3 where id = tests.id('space');
select is(
  tests.outcome('ada', $$insert into public.document_updates (document_id, generation, author_id, body)
    values (tests.id('document'), 2, tests.id('ada'), 'AAAB')$$),
  '42501', 'nothing more is written under an earlier space key'
);
select is(
  tests.outcome('noor', $$select from public.next_generation(tests.id('document'), 2) n where n = 3$$), '1',
  'a document moves on'
);
select tests.become('noor');
select public.next_generation(tests.id('document'), 2);
select is((select epoch from public.documents where id = tests.id('document')), 3, 'and follows the space key with it');
select tests.stop();
select is(
  tests.outcome(
    'noor', $$with begun as (
      insert into public.documents (id, space_id, kind, title_sealed, epoch)
      values (tests.id('new'), tests.id('space'), 'needs_and_fears', tests.envelope(), 9) returning epoch
    ) select from begun where epoch = 3$$,
    'grant insert on public.documents to authenticated'
  ),
  '1', 'a new document begins under the space key of the day, whatever is said'
);
select * from finish();
rollback;
