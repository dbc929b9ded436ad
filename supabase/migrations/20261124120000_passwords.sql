-- Changing the password without a moment in which an account does not open.
--
-- The account key is wrapped anew and stored beside the old wrap ("pending") before the password itself changes. The change of the
-- password carries its key derivation parameters along, in one statement of Auth, so what Auth has says which of the two wraps is the
-- living one, and a change that was interrupted anywhere is finished or left behind by looking at it.

-- Puts the pending wrap in the place of the active one if the password has changed to it.
create function private.settle_password(person uuid) returns void
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
end
$$;

-- Stores the wrap for a password that is about to become the account's. One that was pending and has become the living one is
-- settled first; one that never did is replaced.
create function public.prepare_password(kdf jsonb, account_key_by_password text) returns void
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
  -- The wrap for the present password changes together with that password only: whoever has got hold of a token must not replace it.
  perform from auth.users u where u.id = person and u.raw_user_meta_data -> 'kdf' = prepare_password.kdf;
  if found then
    perform private.fail('not_allowed');
  end if;
  delete from public.keyrings p where p.user_id = person and p.state = 'pending';
  insert into public.keyrings
    (user_id, state, kdf, account_key_by_password, account_key_by_code, private_log_key, private_key, pins)
  select
    k.user_id, 'pending', prepare_password.kdf, prepare_password.account_key_by_password,
    k.account_key_by_code, k.private_log_key, k.private_key, k.pins
  from public.keyrings k
  where k.user_id = person and k.state = 'active';
end
$$;

-- Finishes a change of the password, as far as it has come. Sent twice it does nothing more.
create function public.settle_password() returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
begin
  perform from public.keyrings k where k.user_id = person and k.state = 'active' for update;
  perform private.settle_password(person);
end
$$;

create function private.grants_of_passwords() returns void
  language plpgsql
  set search_path = ''
as $$
begin
  grant execute on function public.prepare_password(jsonb, text) to authenticated;
  grant execute on function public.settle_password() to authenticated;
end
$$;

select private.apply_grants();
