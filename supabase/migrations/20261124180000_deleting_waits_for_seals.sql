-- Deleting an account and the partner's seal, at the same moment. The second seal opens both sets, or there is no second seal any more: the answers of
-- whoever goes were taken away while the seal beside them still counted, and a check-in could open with one side missing.

-- As before, and nothing of it runs beside a seal or a reveal: the check-ins are held until it is done, as the functions of check-ins hold them. The
-- person is held in the weaker way, which lets a seal of their own, from another device, come to its end first instead of waiting for this one.
create or replace function public.delete_my_account() returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := auth.uid();
begin
  perform from auth.users u where u.id = person for no key update;
  if not found and person is not null then
    -- It has gone already, and its visits with it; only the answer got lost.
    return;
  end if;
  person := private.me();
  if not private.began_just_now(person) then
    perform private.fail('prove_again');
  end if;
  perform
  from public.check_ins c
  where c.space_id in (select m.space_id from public.members m where m.user_id = person)
  order by c.id
  for update;

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

select private.apply_grants();
