-- public.spaces, public.members, public.space_keys, public.create_space
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

select tests.matrix('reading spaces', 'select * from public.spaces', '1', '1', '0', '1', '42501', '1');
select tests.matrix(
  'reading the space', $$select * from public.spaces where id = tests.id('space')$$, '1', '1', '0', '0', '42501', '1'
);
select tests.matrix(
  'making a space by hand', $$insert into public.spaces (id) values (tests.id('another'))$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'renaming the space', $$update public.spaces set name_sealed = tests.envelope('n') where id = tests.id('space')$$,
  '1', '1', '0', '0', '42501'
);
select tests.matrix(
  'reopening or re-keying the space by hand', $$update public.spaces set epoch = 7$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix('deleting spaces', 'delete from public.spaces', '42501', '42501', '42501', '42501', '42501');

select tests.matrix('reading members', 'select * from public.members', '2', '2', '0', '1', '42501', '2');
select tests.matrix(
  'joining by hand',
  $$insert into public.members (space_id, user_id, slot) values (tests.id('sams space'), tests.id('kim'), 2)$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'renaming ada', $$update public.members set name_sealed = tests.envelope('n') where user_id = tests.id('ada')$$,
  '1', '0', '0', '0', '42501'
);
select tests.matrix(
  'moving somebody out by hand', $$update public.members set left_at = now()$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix('deleting members', 'delete from public.members', '42501', '42501', '42501', '42501', '42501');

select tests.matrix('reading space keys', 'select * from public.space_keys', '1', '1', '1', '1', '42501');
select tests.matrix(
  'reading the space key of ada', $$select * from public.space_keys where user_id = tests.id('ada')$$,
  '1', '0', '0', '0', '42501'
);
select tests.matrix(
  'handing out a space key by hand',
  $$insert into public.space_keys (space_id, user_id, epoch, wrapped) values (tests.id('space'), tests.id('ada'), 1, tests.envelope())$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'wrapping the space key of ada', $$update public.space_keys set wrapped = tests.envelope('n') where user_id = tests.id('ada')$$,
  '1', '0', '0', '0', '42501'
);
select tests.matrix(
  'pretending another delivery', $$update public.space_keys set delivered = tests.envelope('n')$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix('deleting space keys', 'delete from public.space_keys', '42501', '42501', '42501', '42501', '42501');

select tests.matrix(
  'making a space',
  $$select public.create_space(tests.id('new'), tests.id('new document'), tests.envelope(), tests.envelope(), tests.envelope())$$,
  'already_in_a_space', 'already_in_a_space', '1', 'already_in_a_space', '42501'
);
select tests.become('kim');
select lives_ok(
  $$select public.create_space(tests.id('new'), tests.id('new document'), tests.envelope(), tests.envelope(), tests.envelope())$$,
  'somebody without a space makes one'
);
select lives_ok(
  $$select public.create_space(tests.id('new'), tests.id('other document'), tests.envelope(), tests.envelope(), tests.envelope())$$,
  'and sends it twice'
);
select is((select array_agg(slot) from public.members), array[1::smallint], 'and is its first member');
select is((select array_agg(kind) from public.documents), array['space'], 'with the one document of the space');
select is((select count(*)::int from public.space_keys), 1, 'and one space key');
select tests.stop();
select is(
  tests.outcome('noor', $$select public.create_space(tests.id('space'), tests.id('x'), tests.envelope('evil'), tests.envelope(), tests.envelope())$$),
  '1', 'a member who makes their own space again changes nothing'
);
select is(
  (select name_sealed from public.spaces where id = tests.id('space')), tests.envelope('home'), 'its name is still the old one'
);
select is(
  tests.outcome(
    'kim', $$select public.create_space(tests.id('space'), tests.id('x'), tests.envelope(), tests.envelope(), tests.envelope())$$,
    $$delete from public.members where user_id = tests.id('kim')$$
  ),
  '23505', 'the id of another space cannot be taken over'
);
select is(
  tests.outcome(
    'kim', $$select public.create_space(tests.id('y'), tests.id('x'), 'Our home', tests.envelope(), tests.envelope())$$,
    $$delete from public.members where user_id = tests.id('kim')$$
  ),
  '23514', 'a name in plain words is refused'
);

-- Two members at most: by constraint, also for the owner of the database.
select throws_ok(
  $$insert into public.members (space_id, user_id, slot) values (tests.id('space'), tests.id('sam'), 2)$$,
  '23505', null, 'a third person finds no place'
);
select throws_ok(
  $$insert into public.members (space_id, user_id, slot) values (tests.id('space'), tests.id('sam'), 3)$$,
  '23514', null, 'and there is no third place'
);
select throws_ok(
  $$insert into public.members (space_id, user_id, slot) values (tests.id('sams space'), tests.id('ada'), 2)$$,
  '23505', null, 'nobody is in two spaces at once'
);

select * from finish();
rollback;
