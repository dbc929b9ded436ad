-- public.invites, public.offer_invite, public.look_at_invite, public.request_to_join, public.admit_partner, public.revoke_invite,
-- public.my_join_request
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

select tests.matrix(
  'reading invites', $$select * from public.invites where id = tests.id('invite')$$, '1', '1', '0', '0', '42501', '1'
);
select tests.matrix(
  'putting out an invite by hand',
  $$insert into public.invites (id, space_id, created_by, inviter_public_key, inviter_mac, secret_sealed)
    values (tests.id('x'), tests.id('space'), tests.id('ada'), tests.key('ada'), tests.key('m'), tests.envelope())$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'prolonging an invite by hand', $$update public.invites set expires_at = now() + interval '1 year'$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix('deleting invites', 'delete from public.invites', '42501', '42501', '42501', '42501', '42501');

select tests.matrix(
  'offering an invite into a full space',
  $$select public.offer_invite(tests.id('space'), tests.id('x'), tests.key('ada'), tests.key('m'), tests.envelope())$$,
  'space_full', 'space_full', 'space_closed', 'space_closed', '42501'
);
select tests.matrix(
  'looking at an invite into a full space', $$select public.look_at_invite(tests.id('invite'))$$, '1', '1', '1', '1', '42501'
);
select tests.matrix(
  'asking to join with the invite of sam',
  $$select public.request_to_join(tests.id('sams invite'), tests.key('ada'), tests.key('m'), tests.envelope(), tests.envelope())$$,
  'already_in_a_space', 'already_in_a_space', 'not_allowed', 'invite_own', '42501'
);
select tests.matrix(
  'letting somebody in with the invite of ada',
  $$select public.admit_partner(tests.id('invite'), tests.id('kim'), tests.key('kim'), tests.envelope(), tests.envelope())$$,
  'changed_elsewhere', 'not_found', 'not_found', 'not_found', '42501'
);
select tests.matrix(
  'revoking the invite of ada', $$select public.revoke_invite(tests.id('invite'))$$,
  '1', 'not_found', 'not_found', 'not_found', '42501'
);
select tests.matrix('asking for one''s own request', 'select public.my_join_request()', '1', '1', '1', '1', '42501');

-- The whole way, with sam as inviter and kim as joiner.
select tests.become('sam');
select throws_ok(
  $$select public.offer_invite(tests.id('sams space'), tests.id('i2'), tests.key('ada'), tests.key('m'), tests.envelope())$$,
  'PT403', 'not_allowed', 'an invite carries the public key of its maker'
);
select lives_ok(
  format($$select public.offer_invite(tests.id('sams space'), tests.id('i%s'), tests.key('sam'), tests.key('m'), tests.envelope())$$, n),
  'two more invites may wait'
) from generate_series(2, 3) n;
select lives_ok(
  $$select public.offer_invite(tests.id('sams space'), tests.id('i3'), tests.key('sam'), tests.key('m'), tests.envelope())$$,
  'the same one may be sent again'
);
select throws_ok(
  $$select public.offer_invite(tests.id('sams space'), tests.id('i4'), tests.key('sam'), tests.key('m'), tests.envelope())$$,
  'PT409', 'too_many_invites', 'a fourth one may not'
);
select is(
  (select expires_at - created_at from public.invites where id = tests.id('i2')), interval '7 days', 'an invite lives for a week'
);
select is(public.look_at_invite(tests.id('i2')) ->> 'obstacle', 'invite_own', 'its maker sees that it is their own');
select is(public.look_at_invite(tests.id('nothing')) ->> 'obstacle', 'invite_mangled', 'one that never was is called mangled');

select tests.become('kim');
select is(
  public.look_at_invite(tests.id('i2')) - 'expires_at',
  jsonb_build_object(
    'obstacle', null, 'state', 'offered', 'space_id', tests.id('sams space'), 'inviter_id', tests.id('sam'),
    'inviter_public_key', tests.key('sam'), 'inviter_mac', tests.key('m')
  ),
  'whoever has the link sees what they need to check the inviter'
);
select throws_ok(
  $$select public.request_to_join(tests.id('i2'), tests.key('other'), tests.key('m'), tests.envelope(), tests.envelope())$$,
  'PT403', 'not_allowed', 'one asks with one''s own public key'
);
select throws_ok(
  $$select public.request_to_join(tests.id('i2'), tests.key('kim'), tests.key('m'), 'Kim', tests.envelope())$$,
  '23514', null, 'a name in plain words is refused'
);
select lives_ok(
  $$select public.request_to_join(tests.id('i2'), tests.key('kim'), tests.key('m'), tests.envelope('kim'), tests.envelope('s'))$$,
  'one asks to be let in'
) from generate_series(1, 2);
select is((select count(*)::int from public.invites), 0, 'and sees no row of it');
select is(
  public.my_join_request(), jsonb_build_object('invite_id', tests.id('i2'), 'joiner_secret_sealed', tests.envelope('s')),
  'only one''s own part'
);
select is((select count(*)::int from public.spaces), 0, 'and nothing of the space');

select tests.stop();
select tests.sign_up('eve');
select tests.become('eve');
select is(public.look_at_invite(tests.id('i2')) ->> 'obstacle', 'invite_used', 'a second joiner finds it used');
select throws_ok(
  $$select public.request_to_join(tests.id('i2'), tests.key('eve'), tests.key('m'), tests.envelope(), tests.envelope())$$,
  'PT409', 'invite_used', 'and cannot ask'
);
select is(public.my_join_request(), null, 'and has no request');

select tests.stop();
select is(
  tests.outcome(
    'kim', $$select public.request_to_join(tests.id('i2'), tests.key('kim'), tests.key('m'), tests.envelope(), tests.envelope())$$,
    $$update public.invites set expires_at = now() where id = tests.id('i2')$$
  ),
  'invite_expired', 'an expired one opens nothing'
);
select is(
  tests.outcome(
    'sam', $$select public.admit_partner(tests.id('i2'), tests.id('kim'), tests.key('kim'), tests.envelope(), tests.envelope())$$,
    $$update public.invites set expires_at = now() where id = tests.id('i2')$$
  ),
  'invite_expired', 'and lets nobody in'
);
select is(
  tests.outcome(
    'kim', $$select public.request_to_join(tests.id('i2'), tests.key('kim'), tests.key('m'), tests.envelope(), tests.envelope())$$,
    $$update public.invites set state = 'revoked' where id = tests.id('i2')$$
  ),
  'invite_revoked', 'nor does a revoked one'
);
select is(
  tests.outcome(
    'kim', $$select public.request_to_join(tests.id('i2'), tests.key('kim'), tests.key('m'), tests.envelope(), tests.envelope())$$,
    $$update public.spaces set status = 'closed' where id = tests.id('sams space')$$
  ),
  'space_closed', 'nor one into a closed space'
);
select is(
  tests.outcome('sam', $$select public.admit_partner(tests.id('i2'), tests.id('kim'), tests.key('other'), tests.envelope(), tests.envelope())$$),
  'changed_elsewhere', 'the inviter lets in whom they saw, not another key'
);
select is(
  tests.outcome('sam', $$select public.admit_partner(tests.id('i2'), tests.id('eve'), tests.key('kim'), tests.envelope(), tests.envelope())$$),
  'changed_elsewhere', 'and not another person'
);
select is(
  tests.outcome('kim', $$select public.admit_partner(tests.id('i2'), tests.id('kim'), tests.key('kim'), tests.envelope(), tests.envelope())$$),
  'not_found', 'nobody lets themselves in'
);
select is(
  tests.outcome(
    'sam', $$select public.admit_partner(tests.id('i2'), tests.id('kim'), tests.key('kim'), tests.envelope(), tests.envelope())$$,
    $$insert into public.members (space_id, user_id, slot) values (tests.id('sams space'), tests.id('eve'), 2)$$
  ),
  'space_full', 'a space that has filled meanwhile stays with its two'
);
select is(
  tests.outcome('sam', $$select public.admit_partner(tests.id('i2'), tests.id('kim'), tests.key('kim'), tests.envelope(), 'the key')$$),
  '23514', 'a space key travels sealed or not at all'
);

select tests.become('sam');
select lives_ok(
  $$select public.admit_partner(tests.id('i2'), tests.id('kim'), tests.key('kim'), tests.envelope('kim'), tests.envelope('key'))$$,
  'the inviter lets the joiner in'
) from generate_series(1, 2);
select is((select array_agg(slot order by slot) from public.members), array[1, 2]::smallint[], 'they are two');
select is(
  (select array_agg(distinct state order by state) from public.invites), array['admitted', 'revoked'], 'the other invites are over'
);
select is((select count(*)::int from public.invites where secret_sealed is not null), 0, 'no secret is kept for any of them');
select throws_ok($$select public.revoke_invite(tests.id('i2'))$$, 'PT409', 'invite_used', 'what is done cannot be revoked');
select throws_ok(
  $$select public.offer_invite(tests.id('sams space'), tests.id('i5'), tests.key('sam'), tests.key('m'), tests.envelope())$$,
  'PT409', 'space_full', 'and nobody else can be invited'
);

select tests.become('kim');
select is(public.look_at_invite(tests.id('i2')) ->> 'state', 'admitted', 'the joiner sees that they are in');
select is(
  (select array_agg(delivered) from public.space_keys), array[tests.envelope('key')], 'and finds the space key delivered'
);
select isnt(public.my_join_request(), null, 'as long as it is not among their own keys, the request is not done');
update public.space_keys set wrapped = tests.envelope('own');
select is(public.my_join_request(), null, 'then it is');
select tests.become('eve');
select is(public.look_at_invite(tests.id('i2')) ->> 'obstacle', 'invite_used', 'for everybody else it is used');
select tests.stop();

select * from finish();
rollback;
