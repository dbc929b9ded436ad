-- public.devices, public.note_device, public.my_devices, public.sign_out_device, public.sign_out_other_devices, public.was_signed_out
begin;
set local search_path = public, extensions;
select no_plan();
select tests.make_world();
do $$
declare
  person text;
begin
  foreach person in array array['ada', 'noor', 'sam'] loop
    perform tests.become(person);
    perform public.note_device(tests.id(person || 's phone'), tests.envelope(person));
    perform tests.stop();
  end loop;
end
$$;
-- ada's laptop, and a visit of hers that nobody ever noted.
insert into auth.sessions (id, user_id) values (tests.id('laptop visit'), tests.id('ada')), (tests.id('unnoted visit'), tests.id('ada'));
insert into public.devices (id, user_id, name_sealed) values (tests.id('adas laptop'), tests.id('ada'), tests.envelope('laptop'));
insert into private.device_visits (session_id, device_id) values (tests.id('laptop visit'), tests.id('adas laptop'));

create function pg_temp.listed(person text) returns text
  language plpgsql as $$
declare
  listed text;
begin
  perform tests.become(person);
  listed := (
    select string_agg(
      case
        when (d ->> 'id')::uuid = tests.id('unnoted visit') then 'unnoted'
        when (d ->> 'id')::uuid = tests.id('adas laptop') then 'laptop'
        when (d ->> 'id')::uuid = tests.id(person || 's phone') then 'phone'
        else 'other'
      end || case when (d ->> 'here')::boolean then ' here' else '' end, ', ' order by d ->> 'id'
    )
    from jsonb_array_elements(public.my_devices()) d
  );
  perform tests.stop();
  return listed;
end
$$;
create function pg_temp.sorted(list text) returns text
  language sql as $$ select string_agg(x, ', ' order by x) from unnest(string_to_array(list, ', ')) x $$;

select tests.matrix('reading devices', 'select * from public.devices', '2', '1', '1', '1', '42501');
select tests.matrix(
  'naming a device of ada', $$update public.devices set name_sealed = tests.envelope('n') where id = tests.id('adas phone')$$,
  '1', '0', '0', '0', '42501'
);
select tests.matrix(
  'giving a device away', $$update public.devices set user_id = tests.id('sam')$$, '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'changing the days', $$update public.devices set last_seen = '2020-01-01' where id = tests.id('adas phone')$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix(
  'adding a device past its function',
  $$insert into public.devices (id, user_id, name_sealed) values (tests.id('new'), tests.me(), tests.envelope())$$,
  '42501', '42501', '42501', '42501', '42501'
);
select tests.matrix('deleting devices', 'delete from public.devices', '42501', '42501', '42501', '42501', '42501');
select tests.matrix(
  'noting a device', $$select public.note_device(tests.id('new'), tests.envelope())$$, '1', '1', '1', '1', '42501'
);
select tests.matrix(
  'noting the device of ada', $$select public.note_device(tests.id('adas phone'), tests.envelope())$$,
  '1', 'not_allowed', 'not_allowed', 'not_allowed', '42501'
);
select tests.matrix('listing devices', 'select public.my_devices()', '1', '1', '1', '1', '42501');
select tests.matrix(
  'signing a device out', $$select public.sign_out_device(tests.id('adas laptop'))$$, '1', '1', '1', '1', '42501'
);
select tests.matrix('signing the others out', 'select public.sign_out_other_devices()', '1', '1', '1', '1', '42501');
select tests.matrix(
  'asking how a visit ended', $$select public.was_signed_out(tests.id('laptop visit'))$$, '1', '1', '1', '1', '1'
);
select is(
  tests.outcome('ada', $$select public.note_device(tests.id('new'), 'Firefox on Linux')$$), '23514', 'a name in plain words is refused'
);

select is(pg_temp.sorted(pg_temp.listed('ada')), 'laptop, phone here, unnoted', 'a person sees where they are signed in');
select is(pg_temp.sorted(pg_temp.listed('noor')), 'phone here', 'and nobody else sees it');

-- One device cannot end another person's.
select tests.become('noor');
select public.sign_out_device(tests.id('adas laptop'));
select public.sign_out_device(tests.id('unnoted visit'));
select public.sign_out_device(tests.visit('ada'));
select public.sign_out_other_devices();
select tests.stop();
select is(
  pg_temp.sorted(pg_temp.listed('ada')), 'laptop, phone here, unnoted', 'whatever somebody else signs out, it is not a device of ada'
);

select tests.become('ada');
select public.sign_out_device(tests.id('adas laptop'));
select tests.stop();
select is(pg_temp.sorted(pg_temp.listed('ada')), 'phone here, unnoted', 'a device that was signed out is no longer listed');
select ok(not exists (select from auth.sessions where id = tests.id('laptop visit')), 'its visit is over');
select ok(public.was_signed_out(tests.id('laptop visit')), 'and it learns why');
select ok(not public.was_signed_out(tests.id('unnoted visit')), 'another one is told nothing of the kind');

select tests.become('ada');
select public.sign_out_other_devices();
select tests.stop();
select is(pg_temp.listed('ada'), 'phone here', 'signing the others out leaves this one');
select ok(public.was_signed_out(tests.id('unnoted visit')), 'a visit that was never noted can be ended, too');
select is(pg_temp.listed('sam'), 'phone here', 'and nobody else is signed out');

-- Two tabs that are not kept are two visits on one device.
insert into auth.sessions (id, user_id) values (tests.id('second tab'), tests.id('ada'));
insert into private.device_visits (session_id, device_id) values (tests.id('second tab'), tests.id('adas phone'));
select tests.become('ada');
select public.sign_out_other_devices();
select tests.stop();
select is(pg_temp.listed('ada'), 'phone here', 'two tabs are one device');
select ok(exists (select from auth.sessions where id = tests.id('second tab')), 'and both belong to the one that stays');

-- What has ended is cleared away.
insert into public.devices (id, user_id, name_sealed, last_seen)
select tests.id('old ' || n), tests.id('ada'), tests.envelope(), current_date - 91 from generate_series(1, 3) n;
insert into public.devices (id, user_id, name_sealed, last_seen)
select tests.id('recent ' || n), tests.id('ada'), tests.envelope(), current_date - 5 from generate_series(1, 110) n;
select tests.become('ada');
select public.note_device(tests.id('adas phone'), tests.envelope('again'));
select tests.stop();
select is(
  (select count(*)::int from public.devices where user_id = tests.id('ada')), 100,
  'devices that were not seen for long, and more than a hundred, are let go'
);
select is(
  (select name_sealed from public.devices where id = tests.id('adas phone')), tests.envelope('ada'),
  'a device keeps the name that its owner gave it'
);

-- A token whose visit is over opens nothing, although it is rightly signed and has not ended.
select set_config('tests.signed_out', 'ada', true);
delete from auth.sessions where user_id = tests.id('ada');
select is(tests.outcome('ada', statement), 'signed_out', 'after signing out: ' || statement)
from (values
  ('select * from public.keyrings'),
  ('select * from public.spaces'),
  ('select * from public.private_entries'),
  ('select * from public.documents'),
  ('select public.my_devices()'),
  ($$update public.keyrings set pins = tests.envelope('stolen')$$),
  ($$update public.keyrings set account_key_by_code = tests.envelope('stolen')$$),
  ($$delete from public.private_entries$$),
  ($$insert into public.private_entries (id, body_sealed) values (tests.id('new'), tests.envelope())$$),
  ($$insert into public.document_updates (document_id, generation, author_id, body) values (tests.id('document'), 0, tests.me(), 'AAAA')$$),
  ($$select public.prepare_password('{}', tests.envelope('stolen'))$$),
  ($$select public.seal_answers(tests.id('check-in'), tests.answers())$$),
  ($$select public.put_away_check_in(tests.id('check-in'))$$),
  ('select public.sign_out_other_devices()'),
  ($$select public.note_device(tests.id('new'), tests.envelope())$$)
) as tried (statement);
-- Nor does one that names the visit of somebody else.
insert into auth.sessions (id, user_id) values (tests.visit('ada'), tests.id('noor'));
select is(tests.outcome('ada', 'select * from public.keyrings'), 'signed_out', 'with the visit of another person');

select * from finish();
rollback;
