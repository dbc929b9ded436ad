-- The private log. Nothing here knows of a space or a partner, and no column says what an entry is about.

create table public.private_entries (
  id uuid primary key,
  author_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  body_sealed text not null check (private.is_envelope(body_sealed, 1700000)),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Counts the writings of this entry, so that two tabs do not overwrite each other unseen.
  revision integer not null default 1,
  deleted_at timestamptz
);

create index private_entries_author on public.private_entries (author_id, created_at);

alter table public.private_entries enable row level security;

create policy "an author reads their own entries" on public.private_entries
  for select to authenticated using (author_id = (select auth.uid()));
create policy "an author writes their own entries" on public.private_entries
  for insert to authenticated with check (author_id = (select auth.uid()));
create policy "an author edits their own entries" on public.private_entries
  for update to authenticated using (author_id = (select auth.uid())) with check (author_id = (select auth.uid()));
create policy "an author deletes their own entries for good" on public.private_entries
  for delete to authenticated using (author_id = (select auth.uid()));

create trigger a_columns before update on public.private_entries
  for each row execute function private.refuse_other_columns('body_sealed', 'deleted_at');

create function private.stamp_entry() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  new.updated_at := now();
  if tg_op = 'INSERT' then
    new.created_at := now();
    new.revision := 1;
  elsif new.body_sealed is distinct from old.body_sealed then
    new.revision := old.revision + 1;
  end if;
  return new;
end
$$;

create trigger b_stamp before insert or update on public.private_entries
  for each row execute function private.stamp_entry();
