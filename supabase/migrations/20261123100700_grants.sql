-- Every right of the API's roles. Row-level security and triggers stand behind each of them.
-- `private.apply_grants` takes all rights away and gives those that are stated: a migration that adds a table or a function states
-- the rights to it in a function of its own, named `private.grants_of_` and what it is about, and calls `private.apply_grants()`. The
-- embedded API, which grants whole tables to its roles when it starts, calls it after that.

create function private.apply_grants() returns void
  language plpgsql
  set search_path = ''
as $$
declare
  ours regprocedure;
  area regprocedure;
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

  for area in
    select p.oid
    from pg_catalog.pg_proc p
    where p.pronamespace = 'private'::regnamespace and p.proname like 'grants\_of\_%'
    order by p.proname
  loop
    execute format('select %s', area);
  end loop;
end
$$;

create function private.grants_of_the_main_job() returns void
  language plpgsql
  set search_path = ''
as $$
begin
  grant select on public.keyrings to authenticated;
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

  -- Called by policies and checks, in the name of whoever asks.
  grant execute on function private.is_envelope(text, integer) to authenticated;
  grant execute on function private.is_base64url(text, integer, integer) to authenticated;
  grant execute on function private.readable_spaces() to authenticated;
  grant execute on function private.writable_spaces() to authenticated;
  grant execute on function private.partners() to authenticated;
end
$$;

select private.apply_grants();
