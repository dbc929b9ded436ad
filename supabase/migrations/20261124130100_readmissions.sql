-- Letting a partner who has lost their keys back into the space.
--
-- The two compare four words that stand for both public keys. Neither screen's words can be steered by whoever carries the messages: the
-- one who asks commits to a random number first, the partner answers with another, and only then is the first one shown. The server keeps
-- the messages and enforces their order, the number of tries, and that the new epoch begins in one step with the delivery of the keys.

create table public.readmissions (
  id uuid primary key,
  space_id uuid not null references public.spaces (id) on delete cascade,
  requester_id uuid not null references auth.users (id) on delete cascade,
  partner_id uuid not null references auth.users (id) on delete cascade,
  state text not null default 'asked'
    check (state in ('asked', 'answered', 'opened', 'admitted', 'cancelled', 'declined')),
  requester_public_key text not null check (private.is_base64url(requester_public_key, 43, 43)),
  commitment text not null check (private.is_base64url(commitment, 43, 43)),
  partner_nonce text check (private.is_base64url(partner_nonce, 43, 43)),
  requester_nonce text check (private.is_base64url(requester_nonce, 43, 43)),
  -- When the partner typed words.
  tried_at timestamptz[] not null default '{}',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '1 day',
  settled_at timestamptz,
  check (requester_id <> partner_id),
  check (state in ('asked', 'cancelled', 'declined') or partner_nonce is not null),
  check (state not in ('opened', 'admitted') or requester_nonce is not null)
);

create index readmissions_space on public.readmissions (space_id);
create index readmissions_requester on public.readmissions (requester_id);
create index readmissions_partner on public.readmissions (partner_id);
create unique index readmissions_one_at_a_time on public.readmissions (space_id)
  where state in ('asked', 'answered', 'opened');

alter table public.readmissions enable row level security;

create policy "the two of them see who asks to come back" on public.readmissions
  for select to authenticated
  using (
    (requester_id = (select auth.uid()) or partner_id = (select auth.uid()))
    and space_id in (select private.readable_spaces())
  );

-- Which readmission a space key was delivered in.
alter table public.space_keys add column readmission_id uuid references public.readmissions (id) on delete set null;
create index space_keys_readmission on public.space_keys (readmission_id);

-- Words may be tried this often in a day, and it may be asked this often.
create function private.readmission_tries_left(space uuid) returns integer
  language sql
  stable
  set search_path = ''
as $$
  select greatest(0, 3 - count(*))::integer
  from public.readmissions r
  cross join unnest(r.tried_at) as tried (at)
  where r.space_id = space and tried.at > now() - interval '1 day'
$$;

create function private.readmission_asks_a_day() returns integer
  language sql
  immutable
  set search_path = ''
as $$
  select 6
$$;

-- Asks to be let back in, in place of an earlier request. Sent twice it is asked once.
create function public.ask_readmission(
  readmission_id uuid,
  space_id uuid,
  public_key text,
  commitment text
) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  partner uuid;
begin
  if exists (
    select
    from public.readmissions r
    where r.id = ask_readmission.readmission_id
      and r.requester_id = person
      and r.commitment = ask_readmission.commitment
  ) then
    return;
  end if;
  if not exists (
    select from public.members m where m.space_id = ask_readmission.space_id and m.user_id = person and m.left_at is null
  ) then
    perform private.fail('not_found');
  end if;
  if ask_readmission.space_id not in (select private.writable_spaces()) then
    perform private.fail('space_closed');
  end if;
  perform from public.spaces s where s.id = ask_readmission.space_id for update;
  select m.user_id into partner
  from public.members m
  where m.space_id = ask_readmission.space_id and m.user_id <> person and m.left_at is null;
  if partner is null then
    perform private.fail('not_found');
  end if;
  if not exists (
    select from public.profiles p where p.user_id = person and p.public_key = ask_readmission.public_key
  ) then
    perform private.fail('not_allowed');
  end if;
  if (
    select count(*)
    from public.readmissions r
    where r.requester_id = person and r.created_at > now() - interval '1 day'
  ) >= private.readmission_asks_a_day() then
    perform private.fail('readmission_tries_over');
  end if;

  update public.readmissions r
  set state = 'cancelled', settled_at = now()
  where r.space_id = ask_readmission.space_id
    and r.state in ('asked', 'answered', 'opened')
    and (r.requester_id = person or r.expires_at <= now());
  if exists (
    select
    from public.readmissions r
    where r.space_id = ask_readmission.space_id and r.state in ('asked', 'answered', 'opened')
  ) then
    -- The partner asks as well: they have no key either.
    perform private.fail('readmission_both');
  end if;
  insert into public.readmissions (id, space_id, requester_id, partner_id, requester_public_key, commitment)
  values (
    ask_readmission.readmission_id,
    ask_readmission.space_id,
    person,
    partner,
    ask_readmission.public_key,
    ask_readmission.commitment
  );
end
$$;

-- A request that still runs and in which this person has this part, locked; or a failure.
create function private.running_readmission(readmission uuid, requester uuid, partner uuid) returns public.readmissions
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  found_request public.readmissions;
begin
  select r.* into found_request
  from public.readmissions r
  where r.id = readmission
    and (requester is null or r.requester_id = requester)
    and (partner is null or r.partner_id = partner)
  for update;
  if not found then
    perform private.fail('not_found');
  end if;
  if found_request.state in ('cancelled', 'declined') or found_request.expires_at <= now()
    -- They have begun with new keys once more since.
    or not exists (
      select
      from public.profiles p
      where p.user_id = found_request.requester_id and p.public_key = found_request.requester_public_key
    )
  then
    perform private.fail('readmission_over');
  end if;
  if found_request.space_id not in (select private.writable_spaces()) then
    perform private.fail('space_closed');
  end if;
  if (
    select count(*)
    from public.members m
    where m.space_id = found_request.space_id
      and m.user_id in (found_request.requester_id, found_request.partner_id)
      and m.left_at is null
  ) < 2 then
    perform private.fail('readmission_over');
  end if;
  return found_request;
end
$$;

-- The partner's random number. It is given once, before the requester's own is shown.
create function public.answer_readmission(readmission_id uuid, nonce text) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  request public.readmissions := private.running_readmission(answer_readmission.readmission_id, null, private.me());
begin
  if request.partner_nonce = answer_readmission.nonce then
    return;
  end if;
  if request.state <> 'asked' then
    perform private.fail('changed_elsewhere');
  end if;
  update public.readmissions r
  set state = 'answered', partner_nonce = answer_readmission.nonce
  where r.id = request.id;
end
$$;

-- Shows the requester's random number, to which the request was bound from its beginning.
create function public.open_readmission(readmission_id uuid, nonce text) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  request public.readmissions := private.running_readmission(open_readmission.readmission_id, private.me(), null);
begin
  if request.requester_nonce = open_readmission.nonce then
    return;
  end if;
  if request.state <> 'answered' then
    perform private.fail('changed_elsewhere');
  end if;
  update public.readmissions r
  set state = 'opened', requester_nonce = open_readmission.nonce
  where r.id = request.id;
end
$$;

-- Counts a try before it is looked at. Returns how many are left for this day.
create function public.try_readmission(readmission_id uuid) returns integer
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  request public.readmissions := private.running_readmission(try_readmission.readmission_id, null, private.me());
begin
  perform from public.spaces s where s.id = request.space_id for update;
  if request.state <> 'opened' then
    perform private.fail('changed_elsewhere');
  end if;
  if private.readmission_tries_left(request.space_id) = 0 then
    perform private.fail('readmission_tries_over');
  end if;
  update public.readmissions r set tried_at = r.tried_at || now() where r.id = request.id;
  return private.readmission_tries_left(request.space_id);
end
$$;

-- Begins a new epoch: the partner's own copy of its key, and every key of the space, sealed for the one who comes back. All of it or
-- nothing. Sent twice it happens once.
create function public.readmit_partner(
  readmission_id uuid,
  requester_public_key text,
  new_epoch integer,
  delivered_keys jsonb,
  wrapped_key text
) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  request public.readmissions := private.running_readmission(readmit_partner.readmission_id, null, person);
  current_epoch integer;
  epochs integer[];
begin
  if request.requester_public_key <> readmit_partner.requester_public_key then
    perform private.fail('changed_elsewhere');
  end if;
  if request.state = 'admitted' then
    return;
  end if;
  if request.state <> 'opened' then
    perform private.fail('changed_elsewhere');
  end if;
  if cardinality(request.tried_at) = 0 then
    perform private.fail('not_allowed');
  end if;

  select s.epoch into current_epoch from public.spaces s where s.id = request.space_id for update;
  if readmit_partner.new_epoch <> current_epoch + 1 then
    perform private.fail('changed_elsewhere');
  end if;
  select array_agg(sent.epoch order by sent.epoch) into epochs
  from jsonb_to_recordset(readmit_partner.delivered_keys) as sent (epoch integer, delivered text);
  if epochs is distinct from array(select generate_series(0, readmit_partner.new_epoch)) then
    perform private.fail('not_allowed');
  end if;

  insert into public.space_keys (space_id, user_id, epoch, wrapped)
  values (request.space_id, person, readmit_partner.new_epoch, readmit_partner.wrapped_key);
  insert into public.space_keys (space_id, user_id, epoch, delivered, delivered_by, readmission_id)
  select request.space_id, request.requester_id, sent.epoch, sent.delivered, person, request.id
  from jsonb_to_recordset(readmit_partner.delivered_keys) as sent (epoch integer, delivered text)
  on conflict (space_id, user_id, epoch) do update
    set delivered = excluded.delivered, delivered_by = excluded.delivered_by, readmission_id = excluded.readmission_id;
  update public.spaces s set epoch = readmit_partner.new_epoch where s.id = request.space_id;
  update public.readmissions r set state = 'admitted', settled_at = now() where r.id = request.id;
end
$$;

-- Takes the request back, as the one who asks, or declines it, as the partner. What is over stays as it is.
create function public.end_readmission(readmission_id uuid) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
begin
  update public.readmissions r
  set state = case when r.requester_id = person then 'cancelled' else 'declined' end, settled_at = now()
  where r.id = end_readmission.readmission_id
    and person in (r.requester_id, r.partner_id)
    and r.state in ('asked', 'answered', 'opened');
end
$$;

create function private.grants_of_readmissions() returns void
  language plpgsql
  set search_path = ''
as $$
begin
  grant select on public.readmissions to authenticated;
  grant execute on function public.ask_readmission(uuid, uuid, text, text) to authenticated;
  grant execute on function public.answer_readmission(uuid, text) to authenticated;
  grant execute on function public.open_readmission(uuid, text) to authenticated;
  grant execute on function public.try_readmission(uuid) to authenticated;
  grant execute on function public.readmit_partner(uuid, text, integer, jsonb, text) to authenticated;
  grant execute on function public.end_readmission(uuid) to authenticated;
end
$$;

select private.apply_grants();
