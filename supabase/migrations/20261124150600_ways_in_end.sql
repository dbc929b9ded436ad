-- A way in that the old mailbox was sent before the account moved opened it for the rest of its hour. Whoever moves away from a mailbox because
-- somebody else reads it must be able to rely on the move.

-- The address that the asking person leaves when they follow a link with this secret; null when the link is not theirs, or is used up.
-- The gateway asks before it passes a link on, so that only whoever is signed in to an account can move it. Ways in by mail end here.
create or replace function public.address_to_leave(secret text) returns text
  language plpgsql
  volatile
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  present text;
begin
  select u.email into present
  from auth.users u
  where u.id = person
    and length(address_to_leave.secret) > 6
    and u.email_change_token_new = address_to_leave.secret;
  if present is null then
    return null;
  end if;
  -- Another value that no link has, and not an empty one: Auth must not find the account by an empty secret.
  update auth.users u
  set recovery_token = replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
  where u.id = person and coalesce(u.recovery_token, '') <> '';
  -- Where Auth also keeps them in a table of their own.
  begin
    execute 'delete from auth.one_time_tokens where user_id = $1 and token_type::text = ''recovery_token''' using person;
  exception when undefined_table or undefined_column then
    null;
  end;
  return present;
end
$$;

select private.apply_grants();
