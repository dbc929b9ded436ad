-- Spaces, their two members, and the space key as each member keeps it.

create table public.spaces (
  id uuid primary key,
  status text not null default 'open' check (status in ('open', 'paused', 'closed')),
  paused_until timestamptz,
  epoch integer not null default 0 check (epoch >= 0),
  name_sealed text check (private.is_envelope(name_sealed, 4000)),
  settings_sealed text check (private.is_envelope(settings_sealed, 60000)),
  created_at timestamptz not null default now(),
  check ((status = 'paused') = (paused_until is not null))
);

-- A place in a space is held once and for ever: two slots make two members at most. A deleted account leaves its slot without a person.
create table public.members (
  space_id uuid not null references public.spaces (id) on delete cascade,
  user_id uuid references auth.users (id) on delete set null,
  slot smallint not null check (slot in (1, 2)),
  name_sealed text check (private.is_envelope(name_sealed, 4000)),
  joined_at timestamptz not null default now(),
  left_at timestamptz,
  primary key (space_id, slot),
  unique (space_id, user_id)
);

create index members_user on public.members (user_id);
create unique index members_one_space_each on public.members (user_id) where left_at is null;

-- The space key of one epoch for one member: delivered by the partner (HPKE), then wrapped by the member under their own keys.
create table public.space_keys (
  space_id uuid not null references public.spaces (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  epoch integer not null check (epoch >= 0),
  delivered text check (private.is_envelope(delivered, 4000)),
  delivered_by uuid references auth.users (id) on delete set null,
  wrapped text check (private.is_envelope(wrapped, 4000)),
  created_at timestamptz not null default now(),
  primary key (space_id, user_id, epoch),
  check (delivered is not null or wrapped is not null)
);

create index space_keys_user on public.space_keys (user_id);
create index space_keys_delivered_by on public.space_keys (delivered_by);

-- Where the person may read: the space they are in, and a closed one that they were in when it closed.
create function private.readable_spaces() returns setof uuid
  language sql
  stable
  security definer
  set search_path = ''
as $$
  select m.space_id
  from public.members m
  join public.spaces s on s.id = m.space_id
  where m.user_id = auth.uid() and (m.left_at is null or s.status = 'closed')
$$;

-- Where the person may write: the space they are in, unless it is paused or closed.
create function private.writable_spaces() returns setof uuid
  language sql
  stable
  security definer
  set search_path = ''
as $$
  select m.space_id
  from public.members m
  join public.spaces s on s.id = m.space_id
  where m.user_id = auth.uid()
    and m.left_at is null
    and (s.status = 'open' or (s.status = 'paused' and s.paused_until <= now()))
$$;

-- The other member of the person's space, while both are in it.
create function private.partners() returns setof uuid
  language sql
  stable
  security definer
  set search_path = ''
as $$
  select other.user_id
  from public.members mine
  join public.members other on other.space_id = mine.space_id and other.slot <> mine.slot
  where mine.user_id = auth.uid() and mine.left_at is null and other.left_at is null and other.user_id is not null
$$;

alter table public.spaces enable row level security;
alter table public.members enable row level security;
alter table public.space_keys enable row level security;

create policy "members read their space" on public.spaces
  for select to authenticated using (id in (select private.readable_spaces()));
create policy "members rename and furnish their space" on public.spaces
  for update to authenticated
  using (id in (select private.writable_spaces())) with check (id in (select private.writable_spaces()));

create policy "members see who is in their space" on public.members
  for select to authenticated using (space_id in (select private.readable_spaces()));
create policy "a member renames themselves" on public.members
  for update to authenticated
  using (user_id = (select auth.uid()) and space_id in (select private.writable_spaces()))
  with check (user_id = (select auth.uid()) and space_id in (select private.writable_spaces()));

create policy "a member reads their own space keys" on public.space_keys
  for select to authenticated using (user_id = (select auth.uid()));
create policy "a member wraps their own space keys" on public.space_keys
  for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create policy "a person and their partner read a public key" on public.profiles
  for select to authenticated
  using (user_id = (select auth.uid()) or user_id in (select private.partners()));

create trigger a_columns before update on public.spaces
  for each row execute function private.refuse_other_columns('name_sealed', 'settings_sealed');
create trigger a_columns before update on public.members
  for each row execute function private.refuse_other_columns('name_sealed');
create trigger a_columns before update on public.space_keys
  for each row execute function private.refuse_other_columns('wrapped');

-- A deleted account takes its name along, closes the space for writing, and takes the space along when nobody is left in it.
create function private.forget_member() returns trigger
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  update public.members m
  set left_at = coalesce(m.left_at, now()), name_sealed = null
  where m.space_id = new.space_id and m.slot = new.slot;
  update public.spaces s set status = 'closed', paused_until = null where s.id = new.space_id;
  delete from public.spaces s
  where s.id = new.space_id
    and not exists (select from public.members m where m.space_id = s.id and m.user_id is not null);
  return null;
end
$$;

create trigger forget_member after update of user_id on public.members
  for each row when (old.user_id is not null and new.user_id is null)
  execute function private.forget_member();

-- A space with its first member, that member's space key and the document of the space itself. Sent twice it is made once.
create function public.create_space(
  space_id uuid,
  document_id uuid,
  name_sealed text,
  member_name_sealed text,
  wrapped_key text
) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  current_space uuid;
begin
  select m.space_id into current_space from public.members m where m.user_id = person and m.left_at is null;
  if current_space = create_space.space_id then
    return;
  end if;
  if current_space is not null then
    perform private.fail('already_in_a_space');
  end if;

  insert into public.spaces (id, name_sealed) values (create_space.space_id, create_space.name_sealed);
  insert into public.members (space_id, user_id, slot, name_sealed)
  values (create_space.space_id, person, 1, create_space.member_name_sealed);
  insert into public.space_keys (space_id, user_id, epoch, wrapped)
  values (create_space.space_id, person, 0, create_space.wrapped_key);
  insert into public.documents (id, space_id, kind, created_by)
  values (create_space.document_id, create_space.space_id, 'space', person);
end
$$;
