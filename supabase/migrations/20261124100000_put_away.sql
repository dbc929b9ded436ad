-- A check-in that is never revealed can be put away by either partner: it is closed without a reveal, and stays that way.

alter table public.check_ins drop constraint check_ins_check;
alter table public.check_ins add constraint check_ins_revealed
  check (case status when 'writing' then revealed_at is null when 'revealed' then revealed_at is not null else true end);

-- Ends a check-in before its reveal. `revealed_at` stays null for ever, so that no policy ever shows one partner's answers to the other;
-- each still reads their own. Sent twice it ends once; what has been revealed meanwhile is not put away.
create function public.put_away_check_in(check_in_id uuid) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  check_in public.check_ins := private.lock_check_in(put_away_check_in.check_in_id);
begin
  if check_in.revealed_at is not null then
    perform private.fail('changed_elsewhere');
  end if;
  update public.check_ins c
  set status = 'closed', closed_at = now()
  where c.id = check_in.id and c.status = 'writing';
end
$$;

create function private.grants_of_putting_away() returns void
  language plpgsql
  set search_path = ''
as $$
begin
  grant execute on function public.put_away_check_in(uuid) to authenticated;
end
$$;

select private.apply_grants();
