-- public.readmissions, public.ask_readmission, public.answer_readmission, public.open_readmission, public.try_readmission,
-- public.readmit_partner, public.end_readmission
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();

-- ada has lost her keys, noor has hers.
delete from public.space_keys where user_id = tests.id('ada');

create function pg_temp.ask(id text default 'request', key text default 'ada') returns text
  language sql as $$
    select format(
      'select public.ask_readmission(%L, %L, %L, %L)', tests.id(id), tests.id('space'), tests.key(key), tests.key('commitment ' || id)
    )
  $$;
-- The rows as they stand after these steps.
create function pg_temp.steps(upto integer) returns text
  language sql as $$
    select format(
      $s$insert into public.readmissions
        (id, space_id, requester_id, partner_id, state, requester_public_key, commitment, partner_nonce, requester_nonce, tried_at)
      values (%L, %L, %L, %L, %L, %L, %L, %L, %L, %L)$s$,
      tests.id('request'), tests.id('space'), tests.id('ada'), tests.id('noor'),
      (array['asked', 'answered', 'opened', 'opened'])[upto], tests.key('ada'), tests.key('commitment request'),
      case when upto > 1 then tests.key('nonce of noor') end, case when upto > 2 then tests.key('nonce of ada') end,
      case when upto > 3 then array[now()] else '{}' end
    )
  $$;
create function pg_temp.admit(epoch integer default 1, epochs integer[] default '{0,1}', key text default 'ada') returns text
  language sql as $$
    select format(
      'select public.readmit_partner(%L, %L, %s, %L::jsonb, %L)', tests.id('request'), tests.key(key), epoch,
      (select jsonb_agg(jsonb_build_object('epoch', e, 'delivered', tests.envelope('for ada ' || e))) from unnest(epochs) e),
      tests.envelope('own')
    )
  $$;

-- Asking.
select is(tests.outcome('ada', pg_temp.ask()), '1', 'somebody without keys asks');
select is(tests.outcome('sam', pg_temp.ask(key => 'sam')), 'not_found', 'a stranger does not');
select is(tests.outcome('kim', pg_temp.ask(key => 'kim')), 'not_found', 'nor somebody without a space');
select is(
  tests.outcome('noor', pg_temp.ask(key => 'noor'), $$update public.members set left_at = now() where user_id = tests.id('noor')$$),
  'not_found', 'nor an ex-partner'
);
select is(tests.outcome('anonymous', pg_temp.ask()), '42501', 'nor nobody');
select is(tests.outcome('ada', pg_temp.ask(key => 'noor')), 'not_allowed', 'nobody asks with a public key that is not theirs');
select is(
  tests.outcome('ada', pg_temp.ask(), $$update public.members set left_at = now() where user_id = tests.id('noor')$$),
  'not_found', 'without a partner there is nobody to ask'
);
select is(
  tests.outcome('ada', pg_temp.ask(), $$update public.spaces set status = 'paused', paused_until = now() + interval '1 day'$$),
  'space_closed', 'in a paused space nobody asks'
);
select is(
  tests.outcome('ada', pg_temp.ask(), $$update public.spaces set status = 'closed'$$), 'space_closed', 'nor in a closed one'
);
select is(
  tests.outcome('noor', pg_temp.ask('other', 'noor'), pg_temp.steps(1)), 'readmission_both',
  'when both have lost their keys, the second one is told'
);
select is(
  tests.outcome('noor', pg_temp.ask('other', 'noor'), pg_temp.steps(1) || $$; update public.readmissions set expires_at = now()$$),
  '1', 'a request that has expired stands in nobody’s way'
);

create function pg_temp.ask_often(times integer) returns void
  language plpgsql as $$
begin
  for n in 1..times loop
    execute pg_temp.ask('request ' || n);
  end loop;
end
$$;
select tests.become('ada');
select pg_temp.ask_often(6);
select pg_temp.ask_often(6);
select is(
  (select array_agg(state || ' ' || n order by state) from (select state, count(*) n from public.readmissions group by state) x),
  array['asked 1', 'cancelled 5'], 'asking again takes the place of the request before, and sent twice it is asked once'
);
select tests.stop();
select is(tests.outcome('ada', pg_temp.ask('request 7')), 'readmission_tries_over', 'but not more than six times a day');
delete from public.readmissions;

-- Who sees it.
select is(tests.outcome(person, 'select * from public.readmissions', pg_temp.steps(1)), rows, person || ' sees ' || rows)
from (values ('ada', '1'), ('noor', '1'), ('sam', '0'), ('kim', '0'), ('anonymous', '42501')) as who (person, rows);
select is(
  tests.outcome(
    'noor', 'select * from public.readmissions',
    pg_temp.steps(1) || $$; update public.members set left_at = now() where user_id = tests.id('noor')$$
  ), '0', 'an ex-partner sees none'
);
select tests.matrix('a request by hand', $$insert into public.readmissions (id, space_id, requester_id, partner_id, requester_public_key, commitment)
  values (tests.id('x'), tests.id('space'), tests.id('ada'), tests.id('noor'), tests.key('ada'), tests.key('c'))$$,
  '42501', '42501', '42501', '42501', '42501');
select tests.matrix(
  'changing a request by hand', $$update public.readmissions set state = 'admitted'$$, '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix('deleting a request', 'delete from public.readmissions', '42501', '42501', '42501', '42501', '42501');

-- Each step by the one whose it is, in its turn, once.
create function pg_temp.answer(nonce text default 'nonce of noor') returns text
  language sql as $$ select format('select public.answer_readmission(%L, %L)', tests.id('request'), tests.key(nonce)) $$;
create function pg_temp.open(nonce text default 'nonce of ada') returns text
  language sql as $$ select format('select public.open_readmission(%L, %L)', tests.id('request'), tests.key(nonce)) $$;
create function pg_temp.try() returns text
  language sql as $$ select format('select public.try_readmission(%L)', tests.id('request')) $$;

select is(tests.outcome(person, statement, pg_temp.steps(step)), expected, what)
from (values
  ('noor', pg_temp.answer(), 1, '1', 'the partner answers'),
  ('ada', pg_temp.answer(), 1, 'not_found', 'the one who asks does not answer in their place'),
  ('sam', pg_temp.answer(), 1, 'not_found', 'nor does a stranger'),
  ('anonymous', pg_temp.answer(), 1, '42501', 'nor nobody'),
  ('noor', pg_temp.answer(), 2, '1', 'an answer that is sent twice is given once'),
  ('noor', pg_temp.answer('another'), 2, 'changed_elsewhere', 'an answer is not exchanged'),
  ('noor', pg_temp.answer('another'), 3, 'changed_elsewhere', 'least of all after the other number is known'),
  ('ada', pg_temp.open(), 1, 'changed_elsewhere', 'a number is not shown before the answer'),
  ('ada', pg_temp.open(), 2, '1', 'then it is'),
  ('ada', pg_temp.open(), 3, '1', 'sent twice it is shown once'),
  ('ada', pg_temp.open('another'), 3, 'changed_elsewhere', 'and not exchanged'),
  ('noor', pg_temp.open(), 2, 'not_found', 'the partner does not show it in their place'),
  ('sam', pg_temp.open(), 2, 'not_found', 'nor does a stranger'),
  ('anonymous', pg_temp.open(), 2, '42501', 'nor nobody'),
  ('noor', pg_temp.try(), 2, 'changed_elsewhere', 'words are not tried before there are any'),
  ('noor', pg_temp.try(), 3, '1', 'then the partner tries them'),
  ('ada', pg_temp.try(), 3, 'not_found', 'the one who asks does not'),
  ('sam', pg_temp.try(), 3, 'not_found', 'nor does a stranger'),
  ('anonymous', pg_temp.try(), 3, '42501', 'nor nobody'),
  ('noor', pg_temp.admit(), 3, 'not_allowed', 'nobody is let in whose words were not tried'),
  ('noor', pg_temp.admit(), 2, 'changed_elsewhere', 'or not shown'),
  ('noor', pg_temp.admit(), 4, '1', 'the partner lets them in'),
  ('ada', pg_temp.admit(), 4, 'not_found', 'nobody lets themselves in'),
  ('sam', pg_temp.admit(), 4, 'not_found', 'nor does a stranger'),
  ('anonymous', pg_temp.admit(), 4, '42501', 'nor nobody'),
  ('noor', pg_temp.admit(key => 'evil'), 4, 'changed_elsewhere', 'another public key than the one that was compared is not let in'),
  ('noor', pg_temp.admit(2, '{0,1,2}'), 4, 'changed_elsewhere', 'no epoch is left out'),
  ('noor', pg_temp.admit(0, '{0}'), 4, 'changed_elsewhere', 'and none is begun again'),
  ('noor', pg_temp.admit(1, '{1}'), 4, 'not_allowed', 'no earlier key is held back'),
  ('noor', pg_temp.admit(1, '{0,0,1}'), 4, 'not_allowed', 'or sent twice'),
  ('noor', replace(pg_temp.admit(), tests.envelope('own'), 'my key'), 4, '23514', 'plaintext in the place of a key is refused'),
  ('noor', replace(pg_temp.admit(), tests.envelope('for ada 0'), 'her key'), 4, '23514', 'in any place')
) as steps (person, statement, step, expected, what);

select is(tests.outcome('noor', statement, pg_temp.steps(4) || '; ' || before), expected, what || ': ' || left(statement, 36))
from (values
  ($$update public.members set left_at = now() where user_id = tests.id('ada')$$, 'readmission_over', 'somebody who has left'),
  ($$update public.spaces set status = 'closed'$$, 'space_closed', 'in a closed space'),
  ($$update public.spaces set status = 'paused', paused_until = now() + interval '1 day'$$, 'space_closed', 'in a paused space'),
  ($$update public.readmissions set expires_at = now()$$, 'readmission_over', 'after a day'),
  ($$update public.readmissions set state = 'declined'$$, 'readmission_over', 'declined'),
  ($$update public.readmissions set state = 'cancelled'$$, 'readmission_over', 'taken back'),
  ($$update public.profiles set public_key = tests.key('newer') where user_id = tests.id('ada')$$, 'readmission_over', 'with newer keys still')
) as standings (before, expected, what)
cross join (values (pg_temp.try()), (pg_temp.admit())) as attempts (statement);

-- Three tries a day, over all requests of the space.
do $$ begin execute pg_temp.steps(3); end $$;
select tests.become('noor');
select is(array(select public.try_readmission(tests.id('request')) from generate_series(1, 1)), array[2], 'the first try leaves two');
select is(public.try_readmission(tests.id('request')), 1, 'the second one');
select is(public.try_readmission(tests.id('request')), 0, 'the third none');
select tests.stop();
select is(tests.outcome('noor', pg_temp.try()), 'readmission_tries_over', 'a fourth is refused');
select is(
  tests.outcome(
    'noor', replace(pg_temp.try(), tests.id('request')::text, tests.id('second')::text),
    $$update public.readmissions set state = 'declined';
      insert into public.readmissions
        (id, space_id, requester_id, partner_id, state, requester_public_key, commitment, partner_nonce, requester_nonce)
      values (tests.id('second'), tests.id('space'), tests.id('ada'), tests.id('noor'), 'opened', tests.key('ada'), tests.key('c'),
        tests.key('n'), tests.key('m'))$$
  ), 'readmission_tries_over', 'also with another request'
);
select is(
  tests.outcome('noor', pg_temp.try(), $$update public.readmissions set tried_at = array[now() - interval '25 hours']$$),
  '1', 'on another day it goes on'
);

-- Ending it.
select is(tests.outcome(person, $$select public.end_readmission(tests.id('request'))$$), expected, person || ' ends it')
from (values ('ada', '1'), ('noor', '1'), ('anonymous', '42501')) as who (person, expected);
select tests.become('sam');
select public.end_readmission(tests.id('request'));
select tests.stop();
select is((select state from public.readmissions), 'opened', 'a stranger ends nothing');

-- What letting in does.
select tests.become('noor');
do $$ begin execute pg_temp.admit(); execute pg_temp.admit(); end $$;
select tests.stop();
select is((select epoch from public.spaces where id = tests.id('space')), 1, 'a new epoch begins, once');
select is(
  (select array_agg(concat_ws(' ', case user_id when tests.id('ada') then 'ada' else 'noor' end, epoch,
      case when wrapped is null then 'delivered' else 'wrapped' end, case when readmission_id is null then '' else 'in it' end)
    order by user_id = tests.id('noor'), epoch)
   from public.space_keys where space_id = tests.id('space')),
  array['ada 0 delivered in it', 'ada 1 delivered in it', 'noor 0 wrapped ', 'noor 1 wrapped '], 'and both have every key'
);
select tests.become('ada');
select public.end_readmission(tests.id('request'));
select tests.stop();
select is((select state from public.readmissions), 'admitted', 'what is done is not taken back');
select is((select count(*)::int from public.space_keys where user_id = tests.id('sam') and epoch > 0), 0, 'no other space has moved');

select * from finish();
rollback;
