-- What is no wrap, no public key or no set of parameters is refused with a code, as everything else is that a browser would not send. Until now
-- the tables refused it: the embedded API answered with an error of the server, and with the name of a constraint.

-- Stores the wrap for a password, or for parameters, that are about to become the account's. One that was pending and has become the living
-- one is settled first; one that never did is replaced.
create or replace function private.prepare_wrap(person uuid, next_kdf jsonb, wrap text) returns void
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
exception when check_violation or not_null_violation then
  perform private.fail('not_allowed');
end
$$;

-- Stores a whole new keyring for a password that is about to become the account's. Nothing changes before it is.
create or replace function public.prepare_new_keys(
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
exception when check_violation or not_null_violation then
  perform private.fail('not_allowed');
end
$$;

-- Puts a space key that a former keyring opened among the person's own again.
create or replace function public.restore_space_key(space_id uuid, epoch integer, wrapped text) returns void
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
exception when check_violation or not_null_violation then
  perform private.fail('not_allowed');
end
$$;

-- Stores the first keyring and the public key together. Sent twice it is stored once; a different second one is refused.
create or replace function public.create_keyring(
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
  stored text;
begin
  select k.account_key_by_password into stored
  from public.keyrings k
  where k.user_id = person and k.state = 'active';
  if stored = create_keyring.account_key_by_password then
    return;
  end if;
  if stored is not null then
    perform private.fail('changed_elsewhere');
  end if;

  insert into public.keyrings
    (user_id, kdf, account_key_by_password, account_key_by_code, private_log_key, private_key, pins)
  values (
    person,
    create_keyring.kdf,
    create_keyring.account_key_by_password,
    create_keyring.account_key_by_code,
    create_keyring.private_log_key,
    create_keyring.private_key,
    create_keyring.pins
  );
  insert into public.profiles (user_id, public_key) values (person, create_keyring.public_key);
exception when check_violation or not_null_violation then
  perform private.fail('not_allowed');
end
$$;

select private.apply_grants();
