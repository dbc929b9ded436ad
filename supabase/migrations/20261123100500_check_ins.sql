-- Check-ins: drafts that only their author can open, seals, and answers that both open at the same moment or not at all.

create table public.check_ins (
  id uuid primary key,
  space_id uuid not null references public.spaces (id) on delete cascade,
  status text not null default 'writing' check (status in ('writing', 'revealed', 'closed')),
  document_id uuid not null unique references public.documents (id) on delete cascade,
  started_by uuid references auth.users (id) on delete set null,
  started_at timestamptz not null default now(),
  revealed_at timestamptz,
  closed_at timestamptz,
  check ((status = 'writing') = (revealed_at is null)),
  check ((status = 'closed') = (closed_at is not null))
);

create unique index check_ins_one_open on public.check_ins (space_id) where status <> 'closed';
create index check_ins_space on public.check_ins (space_id, started_at);
create index check_ins_started_by on public.check_ins (started_by);

create table public.check_in_drafts (
  check_in_id uuid not null references public.check_ins (id) on delete cascade,
  author_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  draft_sealed text not null check (private.is_envelope(draft_sealed, 1000000)),
  updated_at timestamptz not null default now(),
  primary key (check_in_id, author_id)
);

create index check_in_drafts_author on public.check_in_drafts (author_id);

-- Shared rows name the slot besides the person: what was shared stays readable, and in its place, when an account is deleted.
create table public.check_in_seals (
  check_in_id uuid not null references public.check_ins (id) on delete cascade,
  slot smallint not null check (slot in (1, 2)),
  author_id uuid references auth.users (id) on delete set null,
  sealed_at timestamptz not null default now(),
  primary key (check_in_id, slot)
);

create index check_in_seals_author on public.check_in_seals (author_id);

create table public.check_in_answers (
  check_in_id uuid not null references public.check_ins (id) on delete cascade,
  slot smallint not null check (slot in (1, 2)),
  prompt text not null check (prompt ~ '^[a-z0-9][a-z0-9_.-]{0,63}$'),
  author_id uuid references auth.users (id) on delete set null,
  answer_sealed text not null check (private.is_envelope(answer_sealed, 200000)),
  primary key (check_in_id, slot, prompt)
);

create index check_in_answers_author on public.check_in_answers (author_id);

alter table public.check_ins enable row level security;
alter table public.check_in_drafts enable row level security;
alter table public.check_in_seals enable row level security;
alter table public.check_in_answers enable row level security;

create policy "members see the check-ins of their space" on public.check_ins
  for select to authenticated using (space_id in (select private.readable_spaces()));

create policy "an author reads their own draft" on public.check_in_drafts
  for select to authenticated using (author_id = (select auth.uid()));
create policy "an author keeps their own draft" on public.check_in_drafts
  for insert to authenticated with check (author_id = (select auth.uid()));
create policy "an author goes on with their own draft" on public.check_in_drafts
  for update to authenticated using (author_id = (select auth.uid())) with check (author_id = (select auth.uid()));
create policy "an author throws their own draft away" on public.check_in_drafts
  for delete to authenticated using (author_id = (select auth.uid()));

-- The inner selects are themselves bound by the policy of check_ins.
create policy "members see who has sealed" on public.check_in_seals
  for select to authenticated using (check_in_id in (select c.id from public.check_ins c));

create policy "answers open to both when both have sealed" on public.check_in_answers
  for select to authenticated
  using (
    author_id = (select auth.uid())
    or check_in_id in (select c.id from public.check_ins c where c.revealed_at is not null)
  );

create trigger a_columns before update on public.check_in_drafts
  for each row execute function private.refuse_other_columns('draft_sealed');

create function private.stamp_draft() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  new.updated_at := clock_timestamp();
  return new;
end
$$;

create trigger b_stamp before insert or update on public.check_in_drafts
  for each row execute function private.stamp_draft();

-- While an author's answers are sealed their draft stays as it is: what they sealed is what they would take back.
create function private.keep_draft_of_sealed() returns trigger
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  if exists (
    select from public.check_in_seals s where s.check_in_id = new.check_in_id and s.author_id = new.author_id
  ) then
    perform private.fail('check_in_sealed');
  end if;
  return new;
end
$$;

create trigger c_sealed before insert or update on public.check_in_drafts
  for each row execute function private.keep_draft_of_sealed();

-- Starts a check-in together with the document in which both will write what they heard. Sent twice it is started once.
create function public.start_check_in(space_id uuid, check_in_id uuid, document_id uuid) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
begin
  if start_check_in.space_id not in (select private.writable_spaces()) then
    perform private.fail('space_closed');
  end if;
  perform from public.spaces s where s.id = start_check_in.space_id for update;
  if exists (
    select from public.check_ins c where c.id = start_check_in.check_in_id and c.space_id = start_check_in.space_id
  ) then
    return;
  end if;
  if exists (
    select from public.check_ins c where c.space_id = start_check_in.space_id and c.status <> 'closed'
  ) then
    perform private.fail('check_in_already_open');
  end if;

  insert into public.documents (id, space_id, kind, created_by)
  values (start_check_in.document_id, start_check_in.space_id, 'check_in', person);
  insert into public.check_ins (id, space_id, document_id, started_by)
  values (start_check_in.check_in_id, start_check_in.space_id, start_check_in.document_id, person);
end
$$;

-- The check-in, locked for the rest of the transaction, for a member who may write in its space.
create function private.lock_check_in(check_in_id uuid) returns public.check_ins
  language plpgsql
  set search_path = ''
as $$
declare
  check_in public.check_ins;
begin
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

create function private.my_slot(space_id uuid, person uuid) returns smallint
  language sql
  stable
  set search_path = ''
as $$
  select m.slot from public.members m where m.space_id = my_slot.space_id and m.user_id = my_slot.person
$$;

-- Stores one partner's answers, [{"prompt": …, "answer_sealed": …}], and seals them; the second seal reveals both sets in the same
-- statement. Sealing the very same answers again changes nothing; other answers are refused. Returns the status afterwards.
create function public.seal_answers(check_in_id uuid, answers jsonb) returns text
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  check_in public.check_ins := private.lock_check_in(seal_answers.check_in_id);
  my_slot smallint := private.my_slot(check_in.space_id, person);
  status_after text;
begin
  if jsonb_typeof(seal_answers.answers) is distinct from 'array'
    or jsonb_array_length(seal_answers.answers) not between 1 and 24
  then
    perform private.fail('not_allowed');
  end if;

  if exists (select from public.check_in_seals s where s.check_in_id = check_in.id and s.slot = my_slot) then
    if exists (
      select
      from (
        select a.prompt, a.answer_sealed
        from public.check_in_answers a
        where a.check_in_id = check_in.id and a.slot = my_slot
      ) stored
      full join jsonb_to_recordset(seal_answers.answers) as sent (prompt text, answer_sealed text)
        on sent.prompt = stored.prompt and sent.answer_sealed = stored.answer_sealed
      where sent.prompt is null or stored.prompt is null
    ) then
      perform private.fail('check_in_sealed');
    end if;
    return check_in.status;
  end if;
  if check_in.status <> 'writing' then
    perform private.fail('check_in_closed');
  end if;

  insert into public.check_in_answers (check_in_id, slot, prompt, author_id, answer_sealed)
  select check_in.id, my_slot, sent.prompt, person, sent.answer_sealed
  from jsonb_to_recordset(seal_answers.answers) as sent (prompt text, answer_sealed text);
  insert into public.check_in_seals (check_in_id, slot, author_id) values (check_in.id, my_slot, person);

  update public.check_ins c
  set status = 'revealed', revealed_at = now()
  where c.id = check_in.id
    and (select count(*) from public.check_in_seals s where s.check_in_id = c.id) = 2;
  select c.status into status_after from public.check_ins c where c.id = check_in.id;
  return status_after;
end
$$;

-- Takes one's own seal and answers back, as long as nothing has been revealed. The draft is still there to go on with.
create function public.withdraw_seal(check_in_id uuid) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  check_in public.check_ins := private.lock_check_in(withdraw_seal.check_in_id);
  my_slot smallint := private.my_slot(check_in.space_id, person);
begin
  if check_in.status <> 'writing' then
    perform private.fail('check_in_sealed');
  end if;
  delete from public.check_in_answers a where a.check_in_id = check_in.id and a.slot = my_slot;
  delete from public.check_in_seals s where s.check_in_id = check_in.id and s.slot = my_slot;
end
$$;

-- Closes a check-in after its reveal. Closing it twice changes nothing.
create function public.close_check_in(check_in_id uuid) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  check_in public.check_ins := private.lock_check_in(close_check_in.check_in_id);
begin
  if check_in.status = 'writing' then
    perform private.fail('check_in_not_revealed');
  end if;
  update public.check_ins c
  set status = 'closed', closed_at = now()
  where c.id = check_in.id and c.status = 'revealed';
end
$$;
