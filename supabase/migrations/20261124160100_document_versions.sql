-- Versions of a document that were given a name ("as we saw it in March"): the whole state, sealed, as it was. Only ever appended.

create table public.document_versions (
  id uuid primary key,
  document_id uuid not null references public.documents (id) on delete cascade,
  generation integer not null check (generation >= 0),
  author_id uuid default auth.uid() references auth.users (id) on delete set null,
  at timestamptz not null default now(),
  label_sealed text not null check (private.is_envelope(label_sealed, 8000)),
  -- A document holds at most 1 MiB: with its padding and envelope, as base64url.
  state_sealed text not null check (private.is_envelope(state_sealed, 1600000))
);

create index document_versions_of on public.document_versions (document_id, at);
create index document_versions_author on public.document_versions (author_id);

alter table public.document_versions enable row level security;

-- The inner select is itself bound by the policy of documents.
create policy "members read the versions of their documents" on public.document_versions
  for select to authenticated using (document_id in (select d.id from public.documents d));
create policy "members keep their own versions" on public.document_versions
  for insert to authenticated
  with check (
    author_id = (select auth.uid())
    and exists (
      select
      from public.documents d
      where d.id = document_versions.document_id
        and d.kind = 'needs_and_fears'
        and d.generation = document_versions.generation
        and d.space_id in (select private.writable_spaces())
    )
  );

create trigger a_deleted before insert on public.document_versions
  for each row execute function private.refuse_deleted_document();

create trigger b_stamp before insert on public.document_versions
  for each row execute function private.stamp_update();

create function private.grants_of_document_versions() returns void
  language plpgsql
  set search_path = ''
as $$
begin
  grant select on public.document_versions to authenticated;
  grant insert (id, document_id, generation, author_id, label_sealed, state_sealed) on public.document_versions to authenticated;
end
$$;

select private.apply_grants();
