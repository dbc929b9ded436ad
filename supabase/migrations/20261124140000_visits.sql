-- A token counts only as long as the visit (the session of Auth) that it belongs to. It stays validly signed for up to an hour after its
-- device was signed out; from here on every table and every function asks whether that visit still is.
--
-- The question is one look into an index for each request. It is asked in the database, so it holds in every way of running Holdfast, also
-- for somebody who goes past our gateway to a hosted project.

-- The visit that the token of this request names.
create function private.visit() returns uuid
  language sql
  stable
  set search_path = ''
as $$
  select nullif(auth.jwt() ->> 'session_id', '')::uuid
$$;

-- Whether whoever asks is still signed in; it fails instead of answering no, so that a page hears why it gets nothing.
create function private.visit_lasts() returns boolean
  language plpgsql
  stable
  security definer
  set search_path = ''
as $$
begin
  if not exists (select from auth.sessions s where s.id = private.visit() and s.user_id = auth.uid()) then
    perform private.fail('signed_out');
  end if;
  return true;
end
$$;

create or replace function private.me() returns uuid
  language plpgsql
  stable
  security definer
  set search_path = ''
as $$
declare
  person uuid := auth.uid();
begin
  if person is null then
    perform private.fail('signed_out');
  end if;
  perform private.visit_lasts();
  return person;
end
$$;

create or replace function private.lock_check_in(check_in_id uuid) returns public.check_ins
  language plpgsql
  set search_path = ''
as $$
declare
  check_in public.check_ins;
begin
  perform private.me();
  select c.* into check_in from public.check_ins c where c.id = lock_check_in.check_in_id for update;
  if not found or check_in.space_id not in (select private.readable_spaces()) then
    perform private.fail('not_found');
  end if;
  if check_in.space_id not in (select private.writable_spaces()) then
    perform private.fail('space_closed');
  end if;
  return check_in;
end
$$;

-- Each table of the API gets the rule, also one that a later migration adds: this runs whenever rights are given anew.
create function private.grants_of_visits() returns void
  language plpgsql
  set search_path = ''
as $$
declare
  unruled regclass;
begin
  for unruled in
    select c.oid
    from pg_catalog.pg_class c
    where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p')
      and not exists (
        select from pg_catalog.pg_policy p
        where p.polrelid = c.oid and p.polname = 'only while the visit lasts'
      )
  loop
    execute format(
      'create policy "only while the visit lasts" on %s as restrictive to authenticated
         using ((select private.visit_lasts())) with check ((select private.visit_lasts()))',
      unruled
    );
  end loop;
  grant execute on function private.visit_lasts() to authenticated;
end
$$;

select private.apply_grants();
