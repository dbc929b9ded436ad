-- public.check_in_seals, public.check_in_answers, public.seal_answers, public.withdraw_seal
-- ada has sealed, noor has not.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

select tests.matrix('reading seals', 'select * from public.check_in_seals', '1', '1', '0', '0', '42501', '1');
select tests.matrix(
  'sealing by hand',
  $$insert into public.check_in_seals (check_in_id, slot, author_id) values (tests.id('check-in'), 2, tests.id('noor'))$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix('changing seals', 'update public.check_in_seals set slot = 2', '42501', '42501', '42501', '42501', '42501');
select tests.matrix('deleting seals', 'delete from public.check_in_seals', '42501', '42501', '42501', '42501', '42501');

select tests.matrix('reading answers before the reveal', 'select * from public.check_in_answers', '6', '0', '0', '0', '42501');
select tests.matrix(
  'slipping in an answer',
  $$insert into public.check_in_answers (check_in_id, slot, prompt, author_id, answer_sealed)
    values (tests.id('check-in'), 2, 'p9', tests.id('noor'), tests.envelope())$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'changing answers', $$update public.check_in_answers set answer_sealed = tests.envelope('n')$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix('deleting answers', 'delete from public.check_in_answers', '42501', '42501', '42501', '42501', '42501');

select tests.matrix(
  'sealing other answers', $$select public.seal_answers(tests.id('check-in'), tests.answers('b'))$$,
  'check_in_sealed', '1', 'not_found', 'not_found', '42501', 'space_closed'
);
select tests.matrix(
  'taking a seal back', $$select public.withdraw_seal(tests.id('check-in'))$$,
  '1', '1', 'not_found', 'not_found', '42501', 'space_closed'
);
select is(
  tests.outcome('ada', $$select public.seal_answers(tests.id('check-in'), tests.answers())$$), '1', 'sealing the same again is welcome'
);
select is(
  tests.outcome('ada', $$select public.seal_answers(tests.id('check-in'), tests.answers('a', 5))$$),
  'check_in_sealed', 'sealing fewer of them is not'
);
select is(
  tests.outcome('noor', $$select public.seal_answers(tests.id('check-in'), '[]')$$), 'not_allowed', 'no answers are no answers'
);
select is(
  tests.outcome('noor', $$select public.seal_answers(tests.id('check-in'), '{"prompt": "p1"}')$$), 'not_allowed', 'nor is anything else'
);
select is(
  tests.outcome('noor', $$select public.seal_answers(tests.id('check-in'), tests.answers('b', 25))$$), 'not_allowed', 'nor are too many'
);
select is(
  tests.outcome('noor', $$select public.seal_answers(tests.id('check-in'), '[{"prompt": "p1", "answer_sealed": "I am afraid"}]')$$),
  '23514', 'an answer in plain words is refused'
);
select is(
  tests.outcome('noor', $$select public.seal_answers(tests.id('check-in'), tests.answers('b') || tests.answers('c'))$$),
  '23505', 'one answer for each prompt'
);

-- Nothing of a withdrawn seal is left, and nothing of it was ever seen.
select tests.become('ada');
select lives_ok($$select public.withdraw_seal(tests.id('check-in'))$$, 'a seal is taken back');
select is((select count(*)::int from public.check_in_answers), 0, 'with its answers');
select is((select count(*)::int from public.check_in_seals), 0, 'and its mark');
select is(public.seal_answers(tests.id('check-in'), tests.answers('new')), 'writing', 'and set again, on other words');

select tests.become('noor');
select is((select count(*)::int from public.check_in_answers), 0, 'still nothing to read for the partner');
select is(
  (select count(*)::int from public.check_ins c join public.check_in_answers a on a.check_in_id = c.id), 0, 'also by way of the check-in'
);
select is(public.seal_answers(tests.id('check-in'), tests.answers('b')), 'revealed', 'the second seal reveals');
select is((select count(*)::int from public.check_in_answers), 12, 'both sets, to the one');
select tests.become('ada');
select is((select count(*)::int from public.check_in_answers), 12, 'and to the other');
select is(
  (select array_agg(distinct (status, revealed_at is not null)::text) from public.check_ins),
  array['(revealed,t)'], 'with the moment of the reveal'
);
select throws_ok(
  $$select public.withdraw_seal(tests.id('check-in'))$$, 'PT409', 'check_in_sealed', 'what was revealed cannot be taken back'
);
select throws_ok(
  $$select public.seal_answers(tests.id('check-in'), tests.answers('other'))$$, 'PT409', 'check_in_sealed', 'nor changed'
);
select tests.stop();
select tests.matrix('reading answers after the reveal', 'select * from public.check_in_answers', '12', '12', '6', '0', '42501', '12');

select * from finish();
rollback;
