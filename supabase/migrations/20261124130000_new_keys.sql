-- A person who has neither password nor recovery code any more begins with new keys. The old keyring is kept beside them, in every part:
-- an old password that comes back, or a code that turns up, still opens what it opened.
--
-- As with a changed password, the new keyring is stored first, then Auth changes the password together with its key derivation
-- parameters, in one statement; what Auth has says whether the new keyring is the living one. So an account opens at every moment.

create table public.former_keyrings (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  kdf jsonb not null check (jsonb_typeof(kdf) = 'object' and length(kdf::text) <= 1000),
  account_key_by_password text not null check (private.is_envelope(account_key_by_password, 2000)),
  account_key_by_code text not null check (private.is_envelope(account_key_by_code, 2000)),
  private_log_key text not null check (private.is_envelope(private_log_key, 2000)),
  private_key text not null check (private.is_envelope(private_key, 2000)),
  pins text not null check (private.is_envelope(pins, 20000)),
  public_key text not null check (private.is_base64url(public_key, 43, 43)),
  -- The private log's key of then, once more, under the account key of now: stored when the old keyring has been opened again.
  log_key_again text check (private.is_envelope(log_key_again, 2000)),
  created_at timestamptz not null,
  ended_at timestamptz not null default now()
);

create index former_keyrings_user on public.former_keyrings (user_id);

-- The space keys as the former keyring wrapped them.
create table public.former_space_keys (
  former_keyring_id uuid not null references public.former_keyrings (id) on delete cascade,
  space_id uuid not null references public.spaces (id) on delete cascade,
  epoch integer not null check (epoch >= 0),
  wrapped text not null check (private.is_envelope(wrapped, 4000)),
  primary key (former_keyring_id, space_id, epoch)
);

create index former_space_keys_space on public.former_space_keys (space_id);

alter table public.former_keyrings enable row level security;
alter table public.former_space_keys enable row level security;

create policy "a person reads their own former keyrings" on public.former_keyrings
  for select to authenticated using (user_id = (select auth.uid()));
create policy "a person takes over the log of a former keyring" on public.former_keyrings
  for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create policy "a person reads their own former space keys" on public.former_space_keys
  for select to authenticated
  using (former_keyring_id in (select f.id from public.former_keyrings f where f.user_id = (select auth.uid())));

create trigger a_columns before update on public.former_keyrings
  for each row execute function private.refuse_other_columns('log_key_again');

-- A keyring that waits for its password to become the account's. Nobody reads it before that.
create table private.next_keyrings (
  user_id uuid primary key references auth.users (id) on delete cascade,
  kdf jsonb not null check (jsonb_typeof(kdf) = 'object' and length(kdf::text) <= 1000),
  account_key_by_password text not null check (private.is_envelope(account_key_by_password, 2000)),
  account_key_by_code text not null check (private.is_envelope(account_key_by_code, 2000)),
  private_log_key text not null check (private.is_envelope(private_log_key, 2000)),
  private_key text not null check (private.is_envelope(private_key, 2000)),
  pins text not null check (private.is_envelope(pins, 20000)),
  public_key text not null check (private.is_base64url(public_key, 43, 43))
);

-- Puts the prepared keyring in the place of the active one if the password has changed to it.
create function private.settle_new_keys(person uuid) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  prepared private.next_keyrings;
  former uuid;
begin
  select n.* into prepared
  from private.next_keyrings n
  join auth.users u on u.id = n.user_id
  where n.user_id = person and u.raw_user_meta_data -> 'kdf' = n.kdf;
  if not found then
    return;
  end if;

  insert into public.former_keyrings (
    user_id, kdf, account_key_by_password, account_key_by_code, private_log_key, private_key, pins, public_key, created_at
  )
  select
    k.user_id, k.kdf, k.account_key_by_password, k.account_key_by_code, k.private_log_key, k.private_key, k.pins,
    p.public_key, k.created_at
  from public.keyrings k
  join public.profiles p on p.user_id = k.user_id
  where k.user_id = person and k.state = 'active'
  returning id into former;
  insert into public.former_space_keys (former_keyring_id, space_id, epoch, wrapped)
  select former, s.space_id, s.epoch, s.wrapped
  from public.space_keys s
  where s.user_id = person and s.wrapped is not null;

  delete from public.space_keys s where s.user_id = person;
  delete from public.keyrings k where k.user_id = person;
  insert into public.keyrings
    (user_id, kdf, account_key_by_password, account_key_by_code, private_log_key, private_key, pins)
  values (
    person, prepared.kdf, prepared.account_key_by_password, prepared.account_key_by_code, prepared.private_log_key,
    prepared.private_key, prepared.pins
  );
  update public.profiles p set public_key = prepared.public_key where p.user_id = person;

  -- Links that vouch for the old public key, and requests that asked with it, lead nowhere any more.
  update public.invites i
  set state = 'revoked', settled_at = now(), secret_sealed = null, joiner_secret_sealed = null
  where i.created_by = person and i.state in ('offered', 'requested');
  update public.invites i
  set state = 'offered',
    joiner_id = null,
    joiner_public_key = null,
    joiner_mac = null,
    joiner_name_sealed = null,
    joiner_secret_sealed = null,
    requested_at = null
  where i.joiner_id = person and i.state = 'requested';
  update public.invites i set joiner_secret_sealed = null where i.joiner_id = person;

  -- Passkeys wrap the old log's key: new entries must not be sealed with it.
  delete from public.passkeys k where k.user_id = person;
  delete from private.next_keyrings n where n.user_id = person;
end
$$;

-- As before, and with it whatever else the password has changed to.
create or replace function private.settle_password(person uuid) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  with settled as (
    delete from public.keyrings p
    using auth.users u
    where p.user_id = person
      and p.state = 'pending'
      and u.id = person
      and u.raw_user_meta_data -> 'kdf' = p.kdf
    returning p.kdf, p.account_key_by_password
  )
  update public.keyrings k
  set kdf = settled.kdf, account_key_by_password = settled.account_key_by_password
  from settled
  where k.user_id = person and k.state = 'active';
  if found then
    -- New keys for this same password, which only somebody with a stolen token can have put there, never replace the account's own.
    delete from private.next_keyrings n where n.user_id = person;
    return;
  end if;
  perform private.settle_new_keys(person);
end
$$;

-- Stores a whole new keyring for a password that is about to become the account's. Nothing changes before it is.
create function public.prepare_new_keys(
  kdf jsonb,
  account_key_by_password text,
  account_key_by_code text,
  private_log_key text,
  private_key text,
  pins text,
  public_key text
) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
begin
  perform from public.keyrings k where k.user_id = person and k.state = 'active' for update;
  if not found then
    perform private.fail('keyring_missing');
  end if;
  perform private.settle_password(person);
  -- New keys come with a new password only: whoever has got hold of a token must not exchange the keys of the present one.
  perform from auth.users u where u.id = person and u.raw_user_meta_data -> 'kdf' = prepare_new_keys.kdf;
  if found then
    perform private.fail('not_allowed');
  end if;
  delete from private.next_keyrings n where n.user_id = person;
  insert into private.next_keyrings values (
    person,
    prepare_new_keys.kdf,
    prepare_new_keys.account_key_by_password,
    prepare_new_keys.account_key_by_code,
    prepare_new_keys.private_log_key,
    prepare_new_keys.private_key,
    prepare_new_keys.pins,
    prepare_new_keys.public_key
  );
end
$$;

-- Puts a space key that a former keyring opened among the person's own again.
create function public.restore_space_key(space_id uuid, epoch integer, wrapped text) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
begin
  if not exists (
    select
    from public.former_space_keys s
    join public.former_keyrings f on f.id = s.former_keyring_id
    where f.user_id = person and s.space_id = restore_space_key.space_id and s.epoch = restore_space_key.epoch
  ) or restore_space_key.space_id not in (select private.readable_spaces()) then
    perform private.fail('not_found');
  end if;
  insert into public.space_keys (space_id, user_id, epoch, wrapped)
  values (restore_space_key.space_id, person, restore_space_key.epoch, restore_space_key.wrapped)
  on conflict do nothing;
end
$$;

create function private.grants_of_new_keys() returns void
  language plpgsql
  set search_path = ''
as $$
begin
  grant select on public.former_keyrings to authenticated;
  grant update (log_key_again) on public.former_keyrings to authenticated;
  grant select on public.former_space_keys to authenticated;
  grant execute on function public.prepare_new_keys(jsonb, text, text, text, text, text, text) to authenticated;
  grant execute on function public.restore_space_key(uuid, integer, text) to authenticated;
end
$$;

select private.apply_grants();
