-- Documents move from one generation to the next: a new outer Yjs document under a new key, begun when the old one carries too much that is
-- gone, and whenever the space's key has a new epoch. What the earlier generations hold stays, unchanged, until every member has said
-- that the present one holds all of it.

-- The epoch of the space key that the present generation is sealed with.
alter table public.documents add column epoch integer not null default 0 check (epoch >= 0);
update public.documents d set epoch = s.epoch from public.spaces s where s.id = d.space_id and s.epoch > 0;

-- As before, and begun under the epoch of the day. Whoever cannot see the space is refused by the policy.
create or replace function private.stamp_document() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  new.created_at := now();
  new.changed_at := now();
  new.archived_at := null;
  new.epoch := coalesce((select s.epoch from public.spaces s where s.id = new.space_id), 0);
  return new;
end
$$;

-- An update is of the present generation, and of a document that has followed the space key, at the moment at which it is stored. The
-- policy alone looks at what was so when the statement began; the row is held so that nobody moves the document on meanwhile.
create function private.hold_generation() returns trigger
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  perform
  from public.documents d
  join public.spaces s on s.id = d.space_id
  where d.id = new.document_id
    and d.generation = new.generation
    and d.epoch >= s.epoch
    and d.space_id in (select private.writable_spaces())
  for no key update of d;
  if not found then
    raise exception using errcode = '42501', message = 'not_allowed';
  end if;
  return new;
end
$$;

create trigger c_hold_generation before insert on public.document_updates
  for each row when (current_user in ('anon', 'authenticated')) execute function private.hold_generation();

-- As before, and for the present generation only: what was left behind stays as it was written.
create or replace function public.compact_updates(document_id uuid, generation integer, seqs bigint[], body text) returns bigint
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
  where d.id = compact_updates.document_id
    and d.generation = compact_updates.generation
    and d.space_id in (select private.writable_spaces())
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

-- Moves a document past a generation, unless it is past it already: of two devices that ask at once, both get the same answer. The number
-- may be ahead of the document's, when a device has seen later ones than the server remembers. It never goes back, and not far ahead,
-- so that nobody can use the numbers up.
create function public.next_generation(document_id uuid, after integer) returns integer
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  document public.documents;
begin
  select d.* into document
  from public.documents d
  where d.id = next_generation.document_id and d.space_id in (select private.writable_spaces())
  for update;
  if not found then
    perform private.fail('not_found');
  end if;
  if next_generation.after is null or next_generation.after not between 0 and document.generation + 64 then
    perform private.fail('not_allowed');
  end if;
  if document.generation <= next_generation.after then
    -- Moving is housekeeping, not a change by anybody.
    update public.documents d
    set
      -- Not a number under which something is still kept, should the row ever have been put back.
      generation = greatest(
        next_generation.after, (select max(u.generation) from public.document_updates u where u.document_id = d.id)
      ) + 1,
      epoch = greatest(d.epoch, (select s.epoch from public.spaces s where s.id = d.space_id))
    where d.id = document.id
    returning d.* into document;
  end if;
  return document.generation;
end
$$;

-- Up to which generation each member's devices have found everything again, see confirm_generation. The API does not know this table.
create table private.confirmed_generations (
  document_id uuid not null references public.documents (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  generation integer not null check (generation >= 0),
  primary key (document_id, user_id)
);

create index confirmed_generations_user on private.confirmed_generations (user_id);

alter table private.confirmed_generations enable row level security;

-- A member says that the present generation holds everything of the earlier ones: their device has read both and compared. The server cannot
-- look inside, so nobody's word is enough for two: what is left behind goes when all members of the space have said so.
create function public.confirm_generation(document_id uuid, generation integer) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  document public.documents;
begin
  select d.* into document
  from public.documents d
  where d.id = confirm_generation.document_id and d.space_id in (select private.writable_spaces())
  for no key update;
  if not found then
    perform private.fail('not_found');
  end if;
  -- It has moved on meanwhile: whoever confirmed looks again.
  if document.generation is distinct from confirm_generation.generation then
    return;
  end if;
  insert into private.confirmed_generations as c (document_id, user_id, generation)
  values (document.id, person, document.generation)
  on conflict on constraint confirmed_generations_pkey do update set generation = excluded.generation;
  delete from public.document_updates u
  where u.document_id = document.id
    and u.generation < (
      select min(coalesce(c.generation, 0))
      from public.members m
      left join private.confirmed_generations c on c.document_id = document.id and c.user_id = m.user_id
      where m.space_id = document.space_id and m.left_at is null and m.user_id is not null
    );
end
$$;

create function private.grants_of_generations() returns void
  language plpgsql
  set search_path = ''
as $$
begin
  grant execute on function public.next_generation(uuid, integer) to authenticated;
  grant execute on function public.confirm_generation(uuid, integer) to authenticated;
end
$$;

select private.apply_grants();
