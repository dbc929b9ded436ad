-- public.put_away_check_in
-- ada has sealed, noor has not.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

select tests.matrix(
  'putting a check-in away', $$select public.put_away_check_in(tests.id('check-in'))$$,
  '1', '1', 'not_found', 'not_found', '42501', 'space_closed'
);
select is(
  tests.outcome('noor', $$select public.put_away_check_in(tests.id('nothing'))$$), 'not_found', 'there must be one'
);
select is(
  tests.outcome('ada', $$select public.put_away_check_in(tests.id('check-in'))$$, format(
    'update public.spaces set status = ''paused'', paused_until = now() + interval ''1 day'' where id = %L', tests.id('space')
  )),
  'space_closed', 'not in a paused space'
);
select is(
  tests.outcome(
    'ada', $$select public.put_away_check_in(tests.id('check-in'))$$,
    $$update public.check_ins set status = 'revealed', revealed_at = now()$$
  ),
  'changed_elsewhere', 'what was revealed is not put away'
);
select is(
  tests.outcome(
    'ada', $$select public.put_away_check_in(tests.id('check-in'))$$,
    $$update public.check_ins set status = 'closed', revealed_at = now(), closed_at = now()$$
  ),
  'changed_elsewhere', 'nor what was revealed and closed'
);

select tests.become('noor');
select lives_ok($$select public.put_away_check_in(tests.id('check-in'))$$, 'either puts it away, also twice') from generate_series(1, 2);
select is(
  (select (status, revealed_at is null, closed_at is not null)::text from public.check_ins), '(closed,t,t)', 'it is closed without a reveal'
);

-- Nobody goes first: what was sealed never opens for the other, whatever is tried afterwards.
select tests.stop();
select tests.matrix('reading answers of what was put away', 'select * from public.check_in_answers', '6', '0', '0', '0', '42501');
select tests.matrix(
  'reading the draft of ada in what was put away', $$select * from public.check_in_drafts where author_id = tests.id('ada')$$,
  '1', '0', '0', '0', '42501'
);
select tests.matrix(
  'reading the draft of noor in what was put away', $$select * from public.check_in_drafts where author_id = tests.id('noor')$$,
  '0', '1', '1', '0', '42501'
);
select tests.matrix(
  'sealing in what was put away', $$select public.seal_answers(tests.id('check-in'), tests.answers('b'))$$,
  'check_in_sealed', 'check_in_closed', 'not_found', 'not_found', '42501', 'space_closed'
);
select tests.matrix(
  'taking a seal back in what was put away', $$select public.withdraw_seal(tests.id('check-in'))$$,
  'check_in_sealed', 'check_in_sealed', 'not_found', 'not_found', '42501', 'space_closed'
);
select tests.matrix(
  'closing what was put away', $$select public.close_check_in(tests.id('check-in'))$$,
  '1', '1', 'not_found', 'not_found', '42501', 'space_closed'
);
select is((select count(*)::int from public.check_ins where revealed_at is not null), 0, 'none of it reveals anything');

select tests.become('noor');
select lives_ok(
  $$select public.start_check_in(tests.id('space'), tests.id('next'), tests.id('next document'))$$, 'a new one starts'
);
select is((select count(*)::int from public.check_in_answers), 0, 'and opens nothing either');

select tests.stop();
select throws_ok(
  $$update public.check_ins set status = 'revealed' where id = tests.id('check-in')$$, '23514', null,
  'a check-in is not open to both without the moment of its reveal'
);
select throws_ok(
  $$update public.check_ins set status = 'writing', closed_at = null, revealed_at = now() where id = tests.id('check-in')$$, '23514', null,
  'nor revealed while it is written'
);

select * from finish();
rollback;
