-- Pausing a space until a date, leaving it, and deleting an account.

-- Who paused it, by place: a pause is a boundary, and the other one does not lift it. Null when it is not known; then either may.
alter table public.spaces add column paused_by smallint check (paused_by in (1, 2));
-- Who closed it by leaving, by place: both pages say who left.
alter table public.spaces add column ended_by smallint check (ended_by in (1, 2));

-- The space, locked for the rest of the transaction, for somebody who is in it.
create function private.lock_space_of(space_id uuid, person uuid) returns public.spaces
  language plpgsql
  set search_path = ''
as $$
declare
  found_space public.spaces;
begin
  select s.* into found_space
  from public.spaces s
  join public.members m on m.space_id = s.id
  where s.id = lock_space_of.space_id and m.user_id = lock_space_of.person and m.left_at is null
  for update of s;
  if not found then
    perform private.fail('not_found');
  end if;
  return found_space;
end
$$;

-- Pauses the space until a moment, or moves the end of one's own pause. Reading goes on; nothing is written before then.
create function public.pause_space(space_id uuid, until timestamptz) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  space public.spaces := private.lock_space_of(pause_space.space_id, person);
  slot smallint := private.my_slot(pause_space.space_id, person);
begin
  if space.status = 'closed' then
    perform private.fail('space_closed');
  end if;
  if space.status = 'paused' and space.paused_until > now() and space.paused_by <> slot then
    perform private.fail('pause_of_partner');
  end if;
  if pause_space.until is null or pause_space.until <= now() or pause_space.until > now() + interval '366 days' then
    perform private.fail('date_invalid');
  end if;
  update public.spaces s
  set status = 'paused', paused_until = pause_space.until, paused_by = slot
  where s.id = space.id;
end
$$;

-- Ends a pause before its time. Only whoever set it may. Sent twice it ends once.
create function public.resume_space(space_id uuid) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  space public.spaces := private.lock_space_of(resume_space.space_id, person);
begin
  if space.status = 'closed' then
    perform private.fail('space_closed');
  end if;
  if space.status = 'paused' and space.paused_until > now()
    and space.paused_by <> private.my_slot(space.id, person)
  then
    perform private.fail('pause_of_partner');
  end if;
  update public.spaces s set status = 'open', paused_until = null, paused_by = null where s.id = space.id;
end
$$;

-- Closes a space for writing, for good. Both have left it then: each reads it, and is free for another one. What was still one partner's alone
-- stays theirs.
create function private.close_space(space_id uuid, by smallint) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  update public.spaces s
  set status = 'closed', paused_until = null, paused_by = null, ended_by = coalesce(s.ended_by, close_space.by)
  where s.id = close_space.space_id;
  update public.members m set left_at = coalesce(m.left_at, now()) where m.space_id = close_space.space_id;
  update public.invites i
  set state = 'revoked', settled_at = coalesce(i.settled_at, now()), secret_sealed = null, joiner_secret_sealed = null
  where i.space_id = close_space.space_id and i.state in ('offered', 'requested');
end
$$;

-- Leaves the space, at once and without a reason. Sent twice it is left once.
create function public.leave_space(space_id uuid) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
begin
  if exists (
    select from public.members m
    where m.space_id = leave_space.space_id and m.user_id = person and m.left_at is not null
  ) then
    return;
  end if;
  perform private.lock_space_of(leave_space.space_id, person);
  perform private.close_space(leave_space.space_id, private.my_slot(leave_space.space_id, person));
end
$$;

-- A deleted account takes its name along, closes the space for writing, and takes the space along when nobody is left in it.
create or replace function private.forget_member() returns trigger
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  update public.members m set name_sealed = null where m.space_id = new.space_id and m.slot = new.slot;
  perform private.close_space(new.space_id, new.slot);
  delete from public.spaces s
  where s.id = new.space_id
    and not exists (select from public.members m where m.space_id = s.id and m.user_id is not null);
  return null;
end
$$;

-- Whether this visit began with a proof of who the person is, a short time ago. The gateway asks for the password itself; this holds also for whoever goes
-- past it with a stolen token.
create function private.began_just_now(person uuid) returns boolean
  language sql
  stable
  security definer
  set search_path = ''
as $$
  select exists (
    select
    from auth.sessions s
    where s.id::text = auth.jwt() ->> 'session_id'
      and s.user_id = began_just_now.person
      and s.created_at > now() - interval '15 minutes'
  )
$$;

-- Takes the account of the asking person away, in one transaction: it is all there, or it is gone. The wraps of the keys go first, then what
-- only they could read, then the account itself, which takes every other row of theirs along. What the two shared stays, without them.
create function public.delete_my_account() returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := auth.uid();
begin
  perform from auth.users u where u.id = person for update;
  if not found and person is not null then
    -- It has gone already, and its visits with it; only the answer got lost.
    return;
  end if;
  person := private.me();
  if not private.began_just_now(person) then
    perform private.fail('prove_again');
  end if;

  delete from public.keyrings k where k.user_id = person;
  delete from public.space_keys k where k.user_id = person;
  delete from public.private_entries e where e.author_id = person;
  delete from public.check_in_drafts d where d.author_id = person;
  -- Sealed and never opened for both: nobody else has read them, and nobody will.
  delete from public.check_in_answers a
  using public.check_ins c
  where a.check_in_id = c.id and a.author_id = person and c.revealed_at is null;
  delete from public.check_in_seals s
  using public.check_ins c
  where s.check_in_id = c.id and s.author_id = person and c.revealed_at is null;

  -- Auth's own list of what happened names the address. A host may keep it out of reach; then it says so itself.
  begin
    delete from auth.audit_log_entries l where l.payload::jsonb ->> 'actor_id' = person::text;
  exception when insufficient_privilege or undefined_table or undefined_column then
    null;
  end;
  delete from auth.users u where u.id = person;
end
$$;

create function private.grants_of_leaving() returns void
  language plpgsql
  set search_path = ''
as $$
begin
  grant execute on function public.pause_space(uuid, timestamptz) to authenticated;
  grant execute on function public.resume_space(uuid) to authenticated;
  grant execute on function public.leave_space(uuid) to authenticated;
  grant execute on function public.delete_my_account() to authenticated;
end
$$;

select private.apply_grants();
