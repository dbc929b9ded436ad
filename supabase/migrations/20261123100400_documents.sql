-- Documents that both edit at once: the row names one, its updates are an append-only log of encrypted Yjs updates.

create table public.documents (
  id uuid primary key,
  space_id uuid not null references public.spaces (id) on delete cascade,
  kind text not null check (kind in ('needs_and_fears', 'check_in', 'space')),
  generation integer not null default 0 check (generation >= 0),
  title_sealed text check (private.is_envelope(title_sealed, 8000)),
  created_by uuid default auth.uid() references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_by uuid default auth.uid() references auth.users (id) on delete set null
);

create index documents_space on public.documents (space_id);
create index documents_created_by on public.documents (created_by);
create index documents_changed_by on public.documents (changed_by);
create unique index documents_one_of_the_space on public.documents (space_id) where kind = 'space';

create table public.document_updates (
  seq bigint generated always as identity primary key,
  document_id uuid not null references public.documents (id) on delete cascade,
  generation integer not null check (generation >= 0),
  author_id uuid default auth.uid() references auth.users (id) on delete set null,
  body text not null check (private.is_base64url(body, 2, 4200000)),
  at timestamptz not null default now()
);

create index document_updates_in_order on public.document_updates (document_id, generation, seq);
create index document_updates_author on public.document_updates (author_id);

alter table public.documents enable row level security;
alter table public.document_updates enable row level security;

create policy "members read the documents of their space" on public.documents
  for select to authenticated using (space_id in (select private.readable_spaces()));
create policy "members begin documents" on public.documents
  for insert to authenticated
  with check (
    space_id in (select private.writable_spaces())
    and kind = 'needs_and_fears'
    and generation = 0
    and created_by = (select auth.uid())
    and changed_by = (select auth.uid())
  );
create policy "members rename and archive documents" on public.documents
  for update to authenticated
  using (space_id in (select private.writable_spaces())) with check (space_id in (select private.writable_spaces()));

-- The inner select is itself bound by the policy of documents.
create policy "members read the updates of their documents" on public.document_updates
  for select to authenticated using (document_id in (select d.id from public.documents d));
create policy "members append their own updates" on public.document_updates
  for insert to authenticated
  with check (
    author_id = (select auth.uid())
    and exists (
      select
      from public.documents d
      where d.id = document_updates.document_id
        and d.generation = document_updates.generation
        and d.space_id in (select private.writable_spaces())
    )
  );

create trigger a_columns before update on public.documents
  for each row execute function private.refuse_other_columns('title_sealed', 'archived_at');

-- The server's clock, not the sender's, says when something was begun or written.
create function private.stamp_document() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  new.created_at := now();
  new.changed_at := now();
  new.archived_at := null;
  return new;
end
$$;

create trigger b_stamp before insert on public.documents
  for each row execute function private.stamp_document();

create function private.stamp_update() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  new.at := now();
  return new;
end
$$;

create trigger b_stamp before insert on public.document_updates
  for each row execute function private.stamp_update();

-- "Changed two hours ago, by your partner". The document of the space carries only signals between open pages: no news.
create function private.note_change() returns trigger
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  update public.documents d
  set changed_at = latest.at, changed_by = latest.author_id
  from (
    select distinct on (a.document_id) a.document_id, a.at, a.author_id
    from appended a
    order by a.document_id, a.seq desc
  ) latest
  where d.id = latest.document_id and d.kind <> 'space';
  return null;
end
$$;

create trigger note_change after insert on public.document_updates
  referencing new table as appended
  for each statement execute function private.note_change();

-- Puts one merged update in the place of those that it contains. The caller names exactly which: an update that was still being
-- written when the caller loaded is never thrown away.
create function public.compact_updates(document_id uuid, generation integer, seqs bigint[], body text) returns bigint
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  document public.documents;
  merged bigint;
begin
  if coalesce(cardinality(compact_updates.seqs), 0) not between 1 and 10000 then
    perform private.fail('not_allowed');
  end if;
  select d.* into document
  from public.documents d
  where d.id = compact_updates.document_id and d.space_id in (select private.writable_spaces())
  for no key update;
  if not found then
    perform private.fail('not_found');
  end if;

  delete from public.document_updates u
  where u.document_id = document.id
    and u.generation = compact_updates.generation
    and u.seq = any (compact_updates.seqs);
  if not found then
    return null;
  end if;
  insert into public.document_updates (document_id, generation, author_id, body)
  values (document.id, compact_updates.generation, null, compact_updates.body)
  returning seq into merged;
  -- Merging is housekeeping, not a change by anybody.
  update public.documents d
  set changed_at = document.changed_at, changed_by = document.changed_by
  where d.id = document.id;
  return merged;
end
$$;
