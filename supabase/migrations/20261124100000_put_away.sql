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

create or replace function private.apply_grants() returns void
  language plpgsql
  set search_path = ''
as $$
declare
  ours regprocedure;
begin
  for ours in
    select p.oid
    from pg_catalog.pg_proc p
    where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and not exists (
        select from pg_catalog.pg_depend d
        where d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
      )
  loop
    execute format('revoke all on function %s from public, anon, authenticated', ours);
  end loop;
  revoke all on all tables in schema public from anon, authenticated;
  revoke all on all sequences in schema public from anon, authenticated;
  revoke all on all tables in schema private from public, anon, authenticated, service_role;
  revoke all on schema private from public, anon, authenticated;

  grant select, insert on public.keyrings to authenticated;
  grant update (pins, account_key_by_code, code_kept_at) on public.keyrings to authenticated;
  grant select, insert on public.profiles to authenticated;

  grant select on public.spaces to authenticated;
  grant update (name_sealed, settings_sealed) on public.spaces to authenticated;
  grant select on public.members to authenticated;
  grant update (name_sealed) on public.members to authenticated;
  grant select on public.space_keys to authenticated;
  grant update (wrapped) on public.space_keys to authenticated;

  grant select on public.invites to authenticated;

  grant select on public.documents to authenticated;
  grant insert (id, space_id, kind, title_sealed) on public.documents to authenticated;
  grant update (title_sealed, archived_at) on public.documents to authenticated;
  grant select on public.document_updates to authenticated;
  grant insert (document_id, generation, author_id, body) on public.document_updates to authenticated;

  grant select on public.check_ins to authenticated;
  grant select, delete on public.check_in_drafts to authenticated;
  grant insert (check_in_id, author_id, draft_sealed) on public.check_in_drafts to authenticated;
  grant update (check_in_id, author_id, draft_sealed) on public.check_in_drafts to authenticated;
  grant select on public.check_in_seals to authenticated;
  grant select on public.check_in_answers to authenticated;

  grant select, delete on public.private_entries to authenticated;
  grant insert (id, author_id, body_sealed) on public.private_entries to authenticated;
  grant update (body_sealed, deleted_at) on public.private_entries to authenticated;

  grant execute on function public.prelogin(text) to anon, authenticated;
  grant execute on function public.create_keyring(jsonb, text, text, text, text, text, text) to authenticated;
  grant execute on function public.create_space(uuid, uuid, text, text, text) to authenticated;
  grant execute on function public.offer_invite(uuid, uuid, text, text, text) to authenticated;
  grant execute on function public.look_at_invite(uuid) to authenticated;
  grant execute on function public.request_to_join(uuid, text, text, text, text) to authenticated;
  grant execute on function public.admit_partner(uuid, uuid, text, text, text) to authenticated;
  grant execute on function public.revoke_invite(uuid) to authenticated;
  grant execute on function public.my_join_request() to authenticated;
  grant execute on function public.compact_updates(uuid, integer, bigint[], text) to authenticated;
  grant execute on function public.start_check_in(uuid, uuid, uuid) to authenticated;
  grant execute on function public.seal_answers(uuid, jsonb) to authenticated;
  grant execute on function public.withdraw_seal(uuid) to authenticated;
  grant execute on function public.close_check_in(uuid) to authenticated;
  grant execute on function public.put_away_check_in(uuid) to authenticated;

  -- Called by policies and checks, in the name of whoever asks.
  grant execute on function private.is_envelope(text, integer) to authenticated;
  grant execute on function private.is_base64url(text, integer, integer) to authenticated;
  grant execute on function private.readable_spaces() to authenticated;
  grant execute on function private.writable_spaces() to authenticated;
  grant execute on function private.partners() to authenticated;
end
$$;

select private.apply_grants();
