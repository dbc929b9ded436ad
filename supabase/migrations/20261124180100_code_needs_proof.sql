-- The wrap of the recovery code is replaced by whoever proved a short time ago who they are, like the password itself. Until now a token alone was
-- enough: somebody who had stolen one could put rubbish there, and its owner would have found out on the day on which they needed the code.

create function private.prove_for_code() returns trigger
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  if not private.began_just_now(auth.uid()) then
    perform private.fail('prove_again');
  end if;
  return new;
end
$$;

-- The functions that settle a changed password or new keys have looked at that themselves; they act as the owner of the tables.
create trigger b_prove_for_code before update of account_key_by_code on public.keyrings
  for each row
  when (current_user in ('anon', 'authenticated') and new.account_key_by_code is distinct from old.account_key_by_code)
  execute function private.prove_for_code();

select private.apply_grants();
