-- Installs what the other tests lean on, for good: run on a database that is thrown away afterwards (or by `supabase test db`).
-- The world of the tests: ada and noor share a space with one of everything in it; sam is alone in a space of his own.

begin;
create schema if not exists extensions;
create extension if not exists pgtap with schema extensions;
grant usage on schema extensions to public;
set search_path = public, extensions;

create schema if not exists tests;
grant usage on schema tests to public;

-- The same name always has the same id.
create or replace function tests.id(name text) returns uuid
  language sql immutable as $$ select md5(name)::uuid $$;

-- Whoever asks at the moment.
create or replace function tests.me() returns uuid
  language sql stable as $$ select nullif(current_setting('request.jwt.claim.sub', true), '')::uuid $$;

-- Something that has the shape of an envelope.
create or replace function tests.envelope(seed text default 'x') returns text
  language sql immutable as $$ select 'AQIA' || rpad(md5(seed), 384, md5(seed)) $$;

-- Something that has the shape of a public key.
create or replace function tests.key(seed text) returns text
  language sql immutable as $$ select rpad(md5(seed), 43, 'k') $$;

-- How a password is stretched, as far as the database looks at it.
create or replace function tests.kdf(seed text) returns jsonb
  language sql immutable as $$ select jsonb_build_object('algorithm', 'argon2id', 'seed', tests.key('kdf ' || seed)) $$;

create or replace function tests.answers(seed text default 'a', prompts integer default 6) returns jsonb
  language sql immutable as $$
    select jsonb_agg(jsonb_build_object('prompt', 'p' || n, 'answer_sealed', tests.envelope(seed || n)))
    from generate_series(1, prompts) n
  $$;

create or replace function tests.sign_up(name text) returns void
  language sql as $$
    insert into auth.users (id, email, raw_user_meta_data)
    values (
      tests.id(name),
      name || '@example.org',
      jsonb_build_object('kdf', tests.kdf(name))
    );
    insert into public.keyrings
      (user_id, kdf, account_key_by_password, account_key_by_code, private_log_key, private_key, pins)
    values (
      tests.id(name), '{}', tests.envelope('a'), tests.envelope('b'), tests.envelope('c'), tests.envelope('d'), tests.envelope('e')
    );
    insert into public.profiles (user_id, public_key) values (tests.id(name), tests.key(name));
  $$;

create or replace function tests.make_world() returns void
  language plpgsql as $$
declare
  name text;
begin
  foreach name in array array['ada', 'noor', 'sam', 'kim'] loop
    perform tests.sign_up(name);
  end loop;

  insert into public.spaces (id, name_sealed)
  values (tests.id('space'), tests.envelope('home')), (tests.id('sams space'), tests.envelope('sams'));
  insert into public.members (space_id, user_id, slot, name_sealed)
  values
    (tests.id('space'), tests.id('ada'), 1, tests.envelope('ada')),
    (tests.id('space'), tests.id('noor'), 2, tests.envelope('noor')),
    (tests.id('sams space'), tests.id('sam'), 1, tests.envelope('sam'));
  insert into public.space_keys (space_id, user_id, epoch, wrapped)
  values
    (tests.id('space'), tests.id('ada'), 0, tests.envelope('ada')),
    (tests.id('space'), tests.id('noor'), 0, tests.envelope('noor')),
    (tests.id('sams space'), tests.id('sam'), 0, tests.envelope('sam'));
  insert into public.invites
    (id, space_id, created_by, state, inviter_public_key, inviter_mac, secret_sealed)
  values (
    tests.id('invite'), tests.id('space'), tests.id('ada'), 'offered', tests.key('ada'), tests.key('mac'), tests.envelope('secret')
  ), (
    tests.id('sams invite'), tests.id('sams space'), tests.id('sam'), 'offered', tests.key('sam'), tests.key('mac'), tests.envelope('secret')
  );

  insert into public.documents (id, space_id, kind, title_sealed, created_by, changed_by)
  values
    (tests.id('space document'), tests.id('space'), 'space', null, tests.id('ada'), null),
    (tests.id('document'), tests.id('space'), 'needs_and_fears', tests.envelope('title'), tests.id('ada'), tests.id('ada')),
    (tests.id('check-in document'), tests.id('space'), 'check_in', null, tests.id('ada'), null);
  insert into public.document_updates (document_id, generation, author_id, body)
  values
    (tests.id('document'), 0, tests.id('ada'), 'AAAA'),
    (tests.id('document'), 0, tests.id('noor'), 'AAAB');

  insert into public.check_ins (id, space_id, document_id, started_by)
  values (tests.id('check-in'), tests.id('space'), tests.id('check-in document'), tests.id('ada'));
  insert into public.check_in_drafts (check_in_id, author_id, draft_sealed)
  values
    (tests.id('check-in'), tests.id('ada'), tests.envelope('draft')),
    (tests.id('check-in'), tests.id('noor'), tests.envelope('draft'));
  insert into public.check_in_answers (check_in_id, slot, prompt, author_id, answer_sealed)
  select tests.id('check-in'), 1, sent.prompt, tests.id('ada'), sent.answer_sealed
  from jsonb_to_recordset(tests.answers()) as sent (prompt text, answer_sealed text);
  insert into public.check_in_seals (check_in_id, slot, author_id)
  values (tests.id('check-in'), 1, tests.id('ada'));

  insert into public.private_entries (id, author_id, body_sealed)
  values
    (tests.id('adas entry'), tests.id('ada'), tests.envelope('entry')),
    (tests.id('noors entry'), tests.id('noor'), tests.envelope('entry'));
end
$$;

-- The visit that this person asks in: the same name always has the same.
create or replace function tests.visit(person text) returns uuid
  language sql immutable as $$ select tests.id('visit of ' || person) $$;

-- People who ask with a token whose visit is over: `set local tests.signed_out = 'ada'`.
create or replace function tests.signed_out(person text) returns boolean
  language sql stable as $$ select person = any (string_to_array(coalesce(current_setting('tests.signed_out', true), ''), ',')) $$;

-- Signs a person in, as Auth did an hour ago, unless they have no account or are signed in already.
create or replace function tests.open_visit(person text) returns void
  language sql security definer set search_path = '' as $$
    insert into auth.sessions (id, user_id, created_at)
    select tests.visit(person), u.id, now() - interval '1 hour' from auth.users u where u.id = tests.id(person)
    on conflict (id) do nothing
  $$;

-- From here on the session asks the way a request of this person does; 'anonymous' has no account.
create or replace function tests.become(person text) returns void
  language plpgsql as $$
declare
  role text := case when person = 'anonymous' then 'anon' else 'authenticated' end;
  sub text := case when person = 'anonymous' then '' else tests.id(person)::text end;
begin
  if not tests.signed_out(person) then
    perform tests.open_visit(person);
  end if;
  perform set_config('request.jwt.claim.sub', sub, true);
  perform set_config('request.jwt.claim.role', role, true);
  perform set_config(
    'request.jwt.claims',
    case when sub = '' then '{"role":"anon"}' else jsonb_build_object('sub', sub, 'role', role, 'session_id', tests.visit(person))::text end,
    true
  );
  perform set_config('role', role, true);
end
$$;

create or replace function tests.stop() returns void
  language sql as $$
    select set_config('request.jwt.claim.sub', '', true), set_config('request.jwt.claims', '', true), set_config('role', 'none', true);
  $$;

-- What a statement comes to when this person sends it: the number of rows, or the SQLSTATE (with the failure's name when it is one of
-- ours). Whatever it changed is undone, and so is what `before` (run with every right) changed.
create or replace function tests.outcome(person text, statement text, before text default 'select 1') returns text
  language plpgsql as $$
declare
  touched bigint;
begin
  begin
    execute before;
    perform tests.become(person);
    execute statement;
    get diagnostics touched = row_count;
    raise exception using errcode = 'UNDO1', message = touched::text;
  exception when others then
    return case
      when sqlstate = 'UNDO1' then sqlerrm
      when sqlstate like 'PT%' then sqlerrm
      else sqlstate
    end;
  end;
end
$$;

-- The same statement from everybody. ada is its owner (or wrote it first); the ex-partner is noor after leaving, once while the space is
-- still open and once when it is closed; sam is a stranger with a space of his own.
create or replace function tests.matrix(
  what text,
  statement text,
  owner text,
  partner text,
  ex_partner text,
  stranger text,
  anonymous text,
  ex_partner_of_closed text default null
) returns setof text
  language plpgsql as $$
declare
  leave text := format('update public.members set left_at = now() where user_id = %L', tests.id('noor'));
  close text := format($c$ with closed as (update public.spaces set status = 'closed' where id = %L)
    update public.members set left_at = now() where user_id = %L $c$, tests.id('space'), tests.id('noor'));
begin
  return next extensions.is(tests.outcome('ada', statement), owner, what || ', as the owner');
  return next extensions.is(tests.outcome('noor', statement), partner, what || ', as the partner');
  return next extensions.is(tests.outcome('noor', statement, leave), ex_partner, what || ', as an ex-partner');
  return next extensions.is(
    tests.outcome('noor', statement, close),
    coalesce(ex_partner_of_closed, ex_partner),
    what || ', as an ex-partner of a closed space'
  );
  return next extensions.is(tests.outcome('sam', statement), stranger, what || ', as a stranger');
  return next extensions.is(tests.outcome('anonymous', statement), anonymous, what || ', as nobody');
end
$$;

commit;

begin;
select plan(1);
select pass('the helpers are there');
select * from finish();
rollback;
