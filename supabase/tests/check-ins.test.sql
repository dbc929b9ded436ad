-- public.check_ins, public.check_in_drafts, public.start_check_in, public.close_check_in
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

select tests.matrix('reading check-ins', 'select * from public.check_ins', '1', '1', '0', '0', '42501', '1');
select tests.matrix(
  'starting a check-in by hand',
  $$insert into public.check_ins (id, space_id, document_id) values (tests.id('x'), tests.id('space'), tests.id('document'))$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'revealing by hand', $$update public.check_ins set status = 'revealed', revealed_at = now()$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix('deleting check-ins', 'delete from public.check_ins', '42501', '42501', '42501', '42501', '42501');

select tests.matrix('reading drafts', 'select * from public.check_in_drafts', '1', '1', '1', '0', '42501');
select tests.matrix(
  'reading the draft of ada', $$select * from public.check_in_drafts where author_id = tests.id('ada')$$,
  '1', '0', '0', '0', '42501'
);
select tests.matrix(
  'keeping a draft in the name of ada',
  $$insert into public.check_in_drafts (check_in_id, author_id, draft_sealed)
    values (tests.id('check-in'), tests.id('ada'), tests.envelope())$$,
  'check_in_sealed', 'check_in_sealed', 'check_in_sealed', 'check_in_sealed', '42501'
);
select tests.matrix(
  'changing the draft of noor', $$update public.check_in_drafts set draft_sealed = tests.envelope('n') where author_id = tests.id('noor')$$,
  '0', '1', '1', '0', '42501'
);
select tests.matrix(
  'changing the draft of sealed answers', $$update public.check_in_drafts set draft_sealed = tests.envelope('n') where author_id = tests.id('ada')$$,
  'check_in_sealed', '0', '0', '0', '42501'
);
select tests.matrix(
  'giving a draft away', $$update public.check_in_drafts set author_id = tests.id('ada') where author_id = tests.id('noor')$$,
  '0', '42501', '42501', '0', '42501'
);
select tests.matrix(
  'deleting the draft of noor', $$delete from public.check_in_drafts where author_id = tests.id('noor')$$,
  '0', '1', '1', '0', '42501'
);
delete from public.check_in_drafts;
select tests.matrix(
  'keeping a first draft of noor',
  $$insert into public.check_in_drafts (check_in_id, author_id, draft_sealed)
    values (tests.id('check-in'), tests.id('noor'), tests.envelope())$$,
  '42501', '1', '42501', '42501', '42501', '1'
);
select tests.matrix(
  'keeping a first draft of one''s own',
  $$insert into public.check_in_drafts (check_in_id, draft_sealed) values (tests.id('check-in'), tests.envelope())$$,
  'check_in_sealed', '1', '42501', '42501', '42501', '1'
);
select tests.matrix(
  'keeping a draft of a check-in that is none',
  $$insert into public.check_in_drafts (check_in_id, draft_sealed) values (tests.id('no check-in'), tests.envelope())$$,
  '42501', '42501', '42501', '42501', '42501'
);
select is(
  tests.outcome(
    'sam', $$update public.check_in_drafts set check_in_id = tests.id('check-in')$$,
    $$insert into public.documents (id, space_id, kind) values (tests.id('sams document'), tests.id('sams space'), 'check_in');
      insert into public.check_ins (id, space_id, document_id)
      values (tests.id('sams check-in'), tests.id('sams space'), tests.id('sams document'));
      insert into public.check_in_drafts (check_in_id, author_id, draft_sealed)
      values (tests.id('sams check-in'), tests.id('sam'), tests.envelope())$$
  ),
  '42501', 'nobody moves their draft to a check-in of others'
);
select is(
  tests.outcome('noor', $$insert into public.check_in_drafts (check_in_id, author_id, draft_sealed)
    values (tests.id('check-in'), tests.id('noor'), 'Dear Ada')$$),
  '23514', 'a draft in plain words is refused'
);

select tests.matrix(
  'starting a second check-in', $$select public.start_check_in(tests.id('space'), tests.id('x'), tests.id('y'))$$,
  'check_in_already_open', 'check_in_already_open', 'space_closed', 'space_closed', '42501'
);
select tests.matrix(
  'starting the same check-in again', $$select public.start_check_in(tests.id('space'), tests.id('check-in'), tests.id('y'))$$,
  '1', '1', 'space_closed', 'space_closed', '42501'
);
select tests.matrix(
  'closing before the reveal', $$select public.close_check_in(tests.id('check-in'))$$,
  'check_in_not_revealed', 'check_in_not_revealed', 'not_found', 'not_found', '42501', 'space_closed'
);

update public.check_ins set status = 'revealed', revealed_at = now();
select tests.matrix(
  'closing after the reveal', $$select public.close_check_in(tests.id('check-in'))$$,
  '1', '1', 'not_found', 'not_found', '42501', 'space_closed'
);
select tests.become('noor');
select lives_ok($$select public.close_check_in(tests.id('check-in'))$$, 'either closes') from generate_series(1, 2);
select is((select status from public.check_ins), 'closed', 'and it is closed');
select lives_ok(
  $$select public.start_check_in(tests.id('space'), tests.id('next'), tests.id('next document'))$$, 'then the next one starts'
);
select is(
  (select kind from public.documents where id = tests.id('next document')), 'check_in', 'with a document of its own'
);
select tests.stop();
select throws_ok(
  $$insert into public.check_ins (id, space_id, document_id) values (tests.id('x'), tests.id('space'), tests.id('document'))$$,
  '23505', null, 'two open ones cannot be, by constraint'
);

select * from finish();
rollback;
