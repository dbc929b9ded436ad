-- Moving an account to another address. Auth sends the mail and changes the address; nothing of the keys depends on it.

-- The address that the asking person leaves when they follow a link with this secret; null when the link is not theirs, or is used up.
-- The gateway asks before it passes a link on, so that only whoever is signed in to an account can move it.
create function public.address_to_leave(secret text) returns text
  language plpgsql
  stable
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
  return present;
end
$$;

create function private.grants_of_addresses() returns void
  language plpgsql
  set search_path = ''
as $$
begin
  grant execute on function public.address_to_leave(text) to authenticated;
end
$$;

select private.apply_grants();
