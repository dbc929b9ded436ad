-- Invitations: the link's secret stays with the two browsers; the server knows an id, a date, public keys and MACs under that secret.

create table public.invites (
  id uuid primary key,
  space_id uuid not null references public.spaces (id) on delete cascade,
  created_by uuid not null references auth.users (id) on delete cascade,
  state text not null default 'offered' check (state in ('offered', 'requested', 'admitted', 'revoked')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '7 days',
  inviter_public_key text not null check (private.is_base64url(inviter_public_key, 43, 43)),
  inviter_mac text not null check (private.is_base64url(inviter_mac, 22, 128)),
  -- The link's secret under the inviter's own keys, so that they can show the link again on another of their devices. Emptied when over.
  secret_sealed text check (private.is_envelope(secret_sealed, 4000)),
  joiner_id uuid references auth.users (id) on delete cascade,
  joiner_public_key text check (private.is_base64url(joiner_public_key, 43, 43)),
  joiner_mac text check (private.is_base64url(joiner_mac, 22, 128)),
  joiner_name_sealed text check (private.is_envelope(joiner_name_sealed, 4000)),
  -- The same secret under the joiner's own keys, so that a closed tab or another device does not cost them the space key.
  joiner_secret_sealed text check (private.is_envelope(joiner_secret_sealed, 4000)),
  requested_at timestamptz,
  settled_at timestamptz,
  check (state in ('offered', 'revoked') or num_nulls(joiner_id, joiner_public_key, joiner_mac, joiner_name_sealed) = 0)
);

create index invites_space on public.invites (space_id);
create index invites_created_by on public.invites (created_by);
create index invites_joiner on public.invites (joiner_id);

alter table public.invites enable row level security;

create policy "members see the invitations of their space" on public.invites
  for select to authenticated using (space_id in (select private.readable_spaces()));

-- Puts an invitation out. At most three wait at a time. Sent twice it is made once.
create function public.offer_invite(
  space_id uuid,
  invite_id uuid,
  inviter_public_key text,
  inviter_mac text,
  secret_sealed text
) returns timestamptz
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  expires timestamptz;
begin
  if offer_invite.space_id not in (select private.writable_spaces()) then
    perform private.fail('space_closed');
  end if;
  perform from public.spaces s where s.id = offer_invite.space_id for update;

  select i.expires_at into expires
  from public.invites i
  where i.id = offer_invite.invite_id and i.created_by = person and i.inviter_mac = offer_invite.inviter_mac;
  if found then
    return expires;
  end if;

  if (select count(*) from public.members m where m.space_id = offer_invite.space_id) > 1 then
    perform private.fail('space_full');
  end if;
  if (
    select count(*)
    from public.invites i
    where i.space_id = offer_invite.space_id and i.state in ('offered', 'requested') and i.expires_at > now()
  ) >= 3 then
    perform private.fail('too_many_invites');
  end if;
  if not exists (
    select from public.profiles p where p.user_id = person and p.public_key = offer_invite.inviter_public_key
  ) then
    perform private.fail('not_allowed');
  end if;

  insert into public.invites (id, space_id, created_by, inviter_public_key, inviter_mac, secret_sealed)
  values (
    offer_invite.invite_id,
    offer_invite.space_id,
    person,
    offer_invite.inviter_public_key,
    offer_invite.inviter_mac,
    offer_invite.secret_sealed
  )
  returning expires_at into expires;
  return expires;
end
$$;

-- Why the asking person cannot ask to join with this invitation, or null when they can (or have, and wait).
create function private.invite_obstacle(invite public.invites, person uuid) returns text
  language sql
  stable
  set search_path = ''
as $$
  select case
    when invite.id is null then 'invite_mangled'
    when invite.created_by = person then 'invite_own'
    when invite.state = 'revoked' then 'invite_revoked'
    when invite.state = 'admitted' then 'invite_used'
    when invite.joiner_id <> person then 'invite_used'
    when invite.expires_at <= now() then 'invite_expired'
    when exists (select from public.members m where m.user_id = person and m.left_at is null) then 'already_in_a_space'
    when (select s.status from public.spaces s where s.id = invite.space_id) = 'closed' then 'space_closed'
    when (select count(*) from public.members m where m.space_id = invite.space_id) > 1 then 'space_full'
  end
$$;

-- What somebody with a link may know: whether it works for them, and, if so, what they need to check the inviter. `state` is `admitted`
-- for the joiner alone; any obstacle comes as the failure's name in `obstacle`.
create function public.look_at_invite(invite_id uuid) returns jsonb
  language plpgsql
  stable
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  invite public.invites;
  obstacle text;
begin
  select i.* into invite from public.invites i where i.id = look_at_invite.invite_id;
  if invite.state = 'admitted' and invite.joiner_id = person then
    obstacle := null;
  else
    obstacle := private.invite_obstacle(invite, person);
  end if;
  if obstacle is not null then
    return jsonb_build_object('obstacle', obstacle);
  end if;
  return jsonb_build_object(
    'obstacle', null,
    'state', invite.state,
    'space_id', invite.space_id,
    'inviter_id', invite.created_by,
    'inviter_public_key', invite.inviter_public_key,
    'inviter_mac', invite.inviter_mac,
    'expires_at', invite.expires_at
  );
end
$$;

-- Asks to be let in. One joiner at a time; asking again renews one's own request.
create function public.request_to_join(
  invite_id uuid,
  joiner_public_key text,
  joiner_mac text,
  joiner_name_sealed text,
  joiner_secret_sealed text
) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  invite public.invites;
  obstacle text;
begin
  select i.* into invite from public.invites i where i.id = request_to_join.invite_id for update;
  obstacle := private.invite_obstacle(invite, person);
  if obstacle is not null then
    perform private.fail(obstacle);
  end if;
  if not exists (
    select from public.profiles p where p.user_id = person and p.public_key = request_to_join.joiner_public_key
  ) then
    perform private.fail('not_allowed');
  end if;

  update public.invites i
  set state = 'requested',
    joiner_id = person,
    joiner_public_key = request_to_join.joiner_public_key,
    joiner_mac = request_to_join.joiner_mac,
    joiner_name_sealed = request_to_join.joiner_name_sealed,
    joiner_secret_sealed = request_to_join.joiner_secret_sealed,
    requested_at = now()
  where i.id = invite.id;
end
$$;

-- Lets the waiting joiner in: the caller names whom they mean, so that nobody else is let in by a change in between.
create function public.admit_partner(
  invite_id uuid,
  joiner_id uuid,
  joiner_public_key text,
  name_sealed text,
  delivered_key text
) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  invite public.invites;
  current_epoch integer;
begin
  select i.* into invite
  from public.invites i
  where i.id = admit_partner.invite_id and i.created_by = person
  for update;
  if not found then
    perform private.fail('not_found');
  end if;
  if invite.state = 'admitted' and invite.joiner_id = admit_partner.joiner_id then
    return;
  end if;
  if invite.state = 'revoked' then
    perform private.fail('invite_revoked');
  end if;
  if invite.expires_at <= now() then
    perform private.fail('invite_expired');
  end if;
  if invite.state <> 'requested'
    or invite.joiner_id <> admit_partner.joiner_id
    or invite.joiner_public_key <> admit_partner.joiner_public_key
  then
    perform private.fail('changed_elsewhere');
  end if;
  if invite.space_id not in (select private.writable_spaces()) then
    perform private.fail('space_closed');
  end if;

  select s.epoch into current_epoch from public.spaces s where s.id = invite.space_id for update;
  if (select count(*) from public.members m where m.space_id = invite.space_id) > 1 then
    perform private.fail('space_full');
  end if;
  if exists (select from public.members m where m.user_id = invite.joiner_id and m.left_at is null) then
    perform private.fail('already_in_a_space');
  end if;

  insert into public.members (space_id, user_id, slot, name_sealed)
  values (invite.space_id, invite.joiner_id, 2, admit_partner.name_sealed);
  insert into public.space_keys (space_id, user_id, epoch, delivered, delivered_by)
  values (invite.space_id, invite.joiner_id, current_epoch, admit_partner.delivered_key, person);
  update public.invites i set state = 'admitted', settled_at = now(), secret_sealed = null where i.id = invite.id;
  update public.invites i
  set state = 'revoked', settled_at = now(), secret_sealed = null, joiner_secret_sealed = null
  where i.space_id = invite.space_id and i.id <> invite.id and i.state in ('offered', 'requested');
end
$$;

-- Takes an invitation back, also after somebody has asked to join with it.
create function public.revoke_invite(invite_id uuid) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  invite public.invites;
begin
  select i.* into invite
  from public.invites i
  where i.id = revoke_invite.invite_id and i.created_by = person
  for update;
  if not found then
    perform private.fail('not_found');
  end if;
  if invite.state = 'admitted' then
    perform private.fail('invite_used');
  end if;
  update public.invites i
  set state = 'revoked',
    settled_at = coalesce(i.settled_at, now()),
    secret_sealed = null,
    joiner_secret_sealed = null
  where i.id = invite.id;
end
$$;

-- The invitation that the person has asked to join with and that still waits, or whose space key they have not put among their own
-- yet; null when there is none.
create function public.my_join_request() returns jsonb
  language plpgsql
  stable
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  found_request jsonb;
begin
  select jsonb_build_object('invite_id', i.id, 'joiner_secret_sealed', i.joiner_secret_sealed) into found_request
  from public.invites i
  where i.joiner_id = person
    and i.joiner_secret_sealed is not null
    and (i.state = 'admitted' or (i.state = 'requested' and i.expires_at > now()))
  order by i.requested_at desc
  limit 1;
  return found_request;
end
$$;

-- The joiner has the space key among their own: nothing of the link is needed any more.
create function private.forget_link() returns trigger
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  update public.invites i
  set joiner_secret_sealed = null
  where i.space_id = new.space_id and i.joiner_id = new.user_id and i.state = 'admitted';
  return null;
end
$$;

create trigger forget_link after update of wrapped on public.space_keys
  for each row when (old.wrapped is null and new.wrapped is not null)
  execute function private.forget_link();
