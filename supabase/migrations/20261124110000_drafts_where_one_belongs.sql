-- A draft belongs to a check-in that its author can see. Before, anybody who had learnt the id of a check-in could keep a draft of their
-- own at it (which nobody else saw), somebody who had left the space as well, and the answer told whether there was such a check-in.
drop policy "an author keeps their own draft" on public.check_in_drafts;

-- The inner select is itself bound by the policy of check_ins.
create policy "an author keeps their own draft where they belong" on public.check_in_drafts
  for insert to authenticated
  with check (author_id = (select auth.uid()) and check_in_id in (select c.id from public.check_ins c));
