-- The devices on which somebody is signed in, for them to see and to sign out. Days only, never times; their names are sealed. What a
-- visit is belongs to Auth (auth.sessions); which device it is on is noted here.

create table public.devices (
  id uuid primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  name_sealed text not null check (private.is_envelope(name_sealed, 4000)),
  first_seen date not null default current_date,
  last_seen date not null default current_date
);

create index devices_user on public.devices (user_id);

alter table public.devices enable row level security;

create policy "a person reads their own devices" on public.devices
  for select to authenticated using (user_id = (select auth.uid()));
create policy "a person names their own devices" on public.devices
  for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create trigger a_columns before update on public.devices
  for each row execute function private.refuse_other_columns('name_sealed');

-- Which visit is on which device. The tables of Auth are not ours, so nothing refers to them; what has ended is cleared away at the next
-- occasion. No row-level security: nobody but the owner has any right to it.
create table private.device_visits (
  session_id uuid primary key,
  device_id uuid not null references public.devices (id) on delete cascade
);

create index device_visits_device on private.device_visits (device_id);

-- Visits that were ended from another device, so that the device can be told when it comes back, however late.
create table private.ended_visits (
  session_id uuid primary key,
  user_id uuid not null references auth.users (id) on delete cascade
);

create index ended_visits_user on private.ended_visits (user_id);

-- Notes that this visit is on this device, and the day. The name is taken for a device that is new; afterwards its owner changes it.
create function public.note_device(device_id uuid, name_sealed text) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  held integer;
begin
  delete from private.device_visits v
  using public.devices d
  where v.device_id = d.id and d.user_id = person
    and not exists (select from auth.sessions s where s.id = v.session_id);
  -- Nobody is signed in there any more. Its name is kept for a while, for whoever comes back on it.
  delete from public.devices d
  where d.user_id = person and d.id <> note_device.device_id and d.last_seen < current_date - 90
    and not exists (select from private.device_visits v where v.device_id = d.id);

  perform from public.devices d where d.id = note_device.device_id and d.user_id <> person;
  if found then
    perform private.fail('not_allowed');
  end if;
  select count(*) into held from public.devices d where d.user_id = person and d.id <> note_device.device_id;
  if held >= 100 then
    -- Those that were not seen for longest make room; their visits stay, and are listed without a name.
    delete from public.devices d
    where d.id in (
      select o.id from public.devices o
      where o.user_id = person and o.id <> note_device.device_id
      order by o.last_seen, o.id
      limit held - 99
    );
  end if;
  insert into public.devices (id, user_id, name_sealed)
  values (note_device.device_id, person, note_device.name_sealed)
  on conflict (id) do update set last_seen = current_date;
  insert into private.device_visits (session_id, device_id)
  values (private.visit(), note_device.device_id)
  on conflict (session_id) do update set device_id = excluded.device_id;
end
$$;

-- Where this person is signed in: `{id, name_sealed, first_seen, last_seen, here}`, one for each device, and one for each visit on a
-- device that was never noted.
create function public.my_devices() returns jsonb
  language plpgsql
  stable
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
begin
  return coalesce(
    (
      select jsonb_agg(to_jsonb(l))
      from (
        select
          coalesce(d.id, s.id) as id,
          d.name_sealed,
          coalesce(d.first_seen, min(s.created_at)::date) as first_seen,
          coalesce(d.last_seen, max(coalesce(s.refreshed_at, s.created_at))::date) as last_seen,
          bool_or(s.id = private.visit()) as here
        from auth.sessions s
        left join private.device_visits v on v.session_id = s.id
        left join public.devices d on d.id = v.device_id and d.user_id = person
        where s.user_id = person
        group by coalesce(d.id, s.id), d.name_sealed, d.first_seen, d.last_seen
      ) l
    ),
    '[]'
  );
end
$$;

-- Ends visits of a person, and remembers that they were ended on purpose. What renews a token goes with its visit.
create function private.end_visits(person uuid, visits uuid[]) returns void
  language plpgsql
  set search_path = ''
as $$
begin
  with ended as (
    delete from auth.sessions s where s.user_id = person and s.id = any (visits)
    returning s.id
  )
  insert into private.ended_visits (session_id, user_id)
  select e.id, person from ended e
  on conflict (session_id) do nothing;
end
$$;

-- Signs one device out, named as in `my_devices`. Whatever of it is not this person's is not found, and ends nothing.
create function public.sign_out_device(device_id uuid) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
begin
  perform private.end_visits(
    person,
    array(
      select s.id
      from auth.sessions s
      left join private.device_visits v on v.session_id = s.id
      where s.user_id = person and sign_out_device.device_id in (s.id, v.device_id)
    )
  );
  delete from public.devices d where d.user_id = person and d.id = sign_out_device.device_id;
end
$$;

-- Signs every device out but this one.
create function public.sign_out_other_devices() returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  here uuid := (select v.device_id from private.device_visits v where v.session_id = private.visit());
begin
  perform private.end_visits(
    person,
    array(
      select s.id
      from auth.sessions s
      left join private.device_visits v on v.session_id = s.id
      where s.user_id = person and s.id <> private.visit() and (here is null or v.device_id is distinct from here)
    )
  );
  delete from public.devices d where d.user_id = person and d.id is distinct from here;
end
$$;

-- Whether this visit was ended from another device: asked by a device whose visit is over, hence by nobody in particular. The id of a visit
-- is random and known to its own device alone.
create function public.was_signed_out(visit uuid) returns boolean
  language sql
  stable
  security definer
  set search_path = ''
as $$
  select exists (select from private.ended_visits e where e.session_id = was_signed_out.visit)
$$;

create function private.grants_of_devices() returns void
  language plpgsql
  set search_path = ''
as $$
begin
  grant select on public.devices to authenticated;
  grant update (name_sealed) on public.devices to authenticated;
  grant execute on function public.note_device(uuid, text) to authenticated;
  grant execute on function public.my_devices() to authenticated;
  grant execute on function public.sign_out_device(uuid) to authenticated;
  grant execute on function public.sign_out_other_devices() to authenticated;
  grant execute on function public.was_signed_out(uuid) to anon, authenticated;
end
$$;

select private.apply_grants();
