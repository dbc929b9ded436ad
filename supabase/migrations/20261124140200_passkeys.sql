-- Passkeys that open the private log in place of the password. A row holds the log's key, wrapped by what only the passkey can compute; the
-- server knows that there is a passkey and since which day. Its name and its number in the browser are sealed.

create table public.passkeys (
  id uuid primary key,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  details_sealed text not null check (private.is_envelope(details_sealed, 8000)),
  log_key_sealed text not null check (private.is_envelope(log_key_sealed, 2000)),
  created_on date not null default current_date
);

create index passkeys_user on public.passkeys (user_id);

alter table public.passkeys enable row level security;

create policy "a person reads their own passkeys" on public.passkeys
  for select to authenticated using (user_id = (select auth.uid()));
create policy "a person adds passkeys of their own" on public.passkeys
  for insert to authenticated with check (user_id = (select auth.uid()));
create policy "a person names their own passkeys" on public.passkeys
  for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "a person removes their own passkeys" on public.passkeys
  for delete to authenticated using (user_id = (select auth.uid()));

create trigger a_columns before update on public.passkeys
  for each row execute function private.refuse_other_columns('details_sealed');

create function private.limit_passkeys() returns trigger
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  if (select count(*) from public.passkeys p where p.user_id = new.user_id) >= 20 then
    perform private.fail('too_many_passkeys');
  end if;
  return new;
end
$$;

create trigger b_limit before insert on public.passkeys
  for each row execute function private.limit_passkeys();

create function private.grants_of_passkeys() returns void
  language plpgsql
  set search_path = ''
as $$
begin
  grant select, delete on public.passkeys to authenticated;
  grant insert (id, user_id, details_sealed, log_key_sealed) on public.passkeys to authenticated;
  grant update (details_sealed) on public.passkeys to authenticated;
end
$$;

-- Whoever changes the password may do so because somebody else knew it, and that somebody may have added a passkey of their own. So a
-- change takes all passkeys away, before anything else happens: a change that is interrupted leaves none behind. (A raise of the key
-- derivation, `prepare_raise`, keeps them: the password stays the same.)
create or replace function public.prepare_password(kdf jsonb, account_key_by_password text) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
begin
  delete from public.passkeys p where p.user_id = person;
  perform private.prepare_wrap(person, prepare_password.kdf, prepare_password.account_key_by_password);
end
$$;

-- Stores the wrap for a password, or for parameters, that are about to become the account's. One that was pending and has become the living
-- one is settled first; one that never did is replaced.
create function private.prepare_wrap(person uuid, next_kdf jsonb, wrap text) returns void
  language plpgsql
  set search_path = ''
as $$
begin
  perform from public.keyrings k where k.user_id = person and k.state = 'active' for update;
  if not found then
    perform private.fail('keyring_missing');
  end if;
  perform private.settle_password(person);
  -- The wrap for the present password changes together with that password only: whoever has got hold of a token must not replace it.
  perform from auth.users u where u.id = person and u.raw_user_meta_data -> 'kdf' = next_kdf;
  if found then
    perform private.fail('not_allowed');
  end if;
  delete from public.keyrings p where p.user_id = person and p.state = 'pending';
  insert into public.keyrings
    (user_id, state, kdf, account_key_by_password, account_key_by_code, private_log_key, private_key, pins)
  select k.user_id, 'pending', next_kdf, wrap, k.account_key_by_code, k.private_log_key, k.private_key, k.pins
  from public.keyrings k
  where k.user_id = person and k.state = 'active';
end
$$;

select private.apply_grants();
