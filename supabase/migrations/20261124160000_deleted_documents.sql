-- Deleting a document of needs and fears. Either partner can bring it back for 30 days; after that nobody can, and it is removed.
--
-- The days count only while the space takes writing. Nobody could bring anything back in a paused or closed space, so whoever deletes
-- everything and then pauses or leaves would otherwise take it from the other one for good.

alter table public.documents
  add column deleted_at timestamptz,
  add constraint documents_deleted_by_people check (deleted_at is null or kind = 'needs_and_fears');

create index documents_deleted on public.documents (deleted_at) where deleted_at is not null;

drop policy "members read the documents of their space" on public.documents;
create policy "members read the documents of their space" on public.documents
  for select to authenticated
  using (
    space_id in (select private.readable_spaces())
    and (
      deleted_at is null
      or exists (
        select from public.spaces s
        where s.id = documents.space_id
          and (s.status = 'closed' or now() <= greatest(deleted_at, s.paused_until) + interval '30 days')
      )
    )
  );

drop policy "members rename and archive documents" on public.documents;
create policy "members rename, archive, delete and bring back documents" on public.documents
  for update to authenticated
  using (
    space_id in (select private.writable_spaces())
    and (
      deleted_at is null
      or exists (
        select from public.spaces s
        where s.id = documents.space_id and now() <= greatest(deleted_at, s.paused_until) + interval '30 days'
      )
    )
  )
  with check (space_id in (select private.writable_spaces()));

drop trigger a_columns on public.documents;
create trigger a_columns before update on public.documents
  for each row execute function private.refuse_other_columns('title_sealed', 'archived_at', 'deleted_at');

-- The server's clock says when something was deleted, and a person who deletes it once more does not begin the 30 days anew.
create function private.stamp_deleting() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    new.deleted_at := null;
  elsif new.deleted_at is not null and old.deleted_at is null then
    new.deleted_at := now();
  elsif new.deleted_at is not null and current_user in ('anon', 'authenticated') then
    if (new.title_sealed, new.archived_at) is distinct from (old.title_sealed, old.archived_at) then
      raise exception using errcode = 'PT409', message = 'document_deleted';
    end if;
    new.deleted_at := old.deleted_at;
  end if;
  return new;
end
$$;

create trigger d_stamp_deleting before insert or update on public.documents
  for each row execute function private.stamp_deleting();

-- Nothing is written into a deleted document, whichever way it comes: by a person, or merged by the relay.
create function private.refuse_deleted_document() returns trigger
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  if exists (
    select from public.documents d
    where d.id = new.document_id
      and d.deleted_at is not null
      and d.space_id in (select private.writable_spaces())
  ) then
    perform private.fail('document_deleted');
  end if;
  return new;
end
$$;

create trigger a_deleted before insert on public.document_updates
  for each row execute function private.refuse_deleted_document();

-- Removes what is past its 30 days, of every space: whoever uses the server tidies up after those who no longer come.
create function private.forget_deleted_documents() returns void
  language sql
  security definer
  set search_path = ''
as $$
  delete from public.documents d
  using public.spaces s
  where d.deleted_at < now() - interval '30 days'
    and s.id = d.space_id
    and s.status <> 'closed'
    and now() > greatest(d.deleted_at, s.paused_until) + interval '30 days'
$$;

create function private.tidy_documents() returns trigger
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  perform private.forget_deleted_documents();
  return null;
end
$$;

-- Sensible moments, in a database that has no clock of its own to wake it: somebody begins, deletes or brings back a document …
create trigger tidy_documents after insert or update of deleted_at on public.documents
  for each statement execute function private.tidy_documents();

-- … or opens the list of them.
create function public.forget_deleted_documents() returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  perform private.me();
  perform private.forget_deleted_documents();
end
$$;

-- A pause that ends by hand leaves all 30 days, as one that ends by itself does.
create function private.count_days_anew() returns trigger
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  update public.documents d set deleted_at = now() where d.space_id = new.id and d.deleted_at is not null;
  return null;
end
$$;

create trigger count_days_anew after update of status on public.spaces
  for each row when (old.status = 'paused' and new.status = 'open')
  execute function private.count_days_anew();

create function private.grants_of_deleted_documents() returns void
  language plpgsql
  set search_path = ''
as $$
begin
  grant update (deleted_at) on public.documents to authenticated;
  grant execute on function public.forget_deleted_documents() to authenticated;
end
$$;

select private.apply_grants();
