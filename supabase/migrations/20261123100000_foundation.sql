-- What every later table leans on: a schema that the API never exposes, and the checks that keep plaintext out.

-- Hosted Supabase has these roles; a plain Postgres does not.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['anon', 'authenticated', 'service_role'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
      execute format('create role %I nologin', wanted);
    end if;
  end loop;
end
$$;

-- Nobody gets usage of this schema. Policies and checks find its functions without it, and a request cannot name them.
create schema private;
revoke all on schema private from public;

-- An envelope, version 1, as base64url: its first byte is 1 (so it starts with A, then one of Q..Z and a..f for the two low bits of
-- the version and the four high bits of the suite). 19 bytes of header, a padded text of at least 256 bytes and a tag of 16 make 388
-- characters at least: nobody's plaintext gets in by mistake.
create function private.is_envelope(value text, max_characters integer) returns boolean
  language sql
  immutable
  parallel safe
  set search_path = ''
as $$
  select length(value) between 388 and max_characters and value ~ '^A[Q-Za-f][A-Za-z0-9_-]+$'
$$;

create function private.is_base64url(value text, min_characters integer, max_characters integer) returns boolean
  language sql
  immutable
  parallel safe
  set search_path = ''
as $$
  select length(value) between min_characters and max_characters and value ~ '^[A-Za-z0-9_-]+$'
$$;

-- Refuses an UPDATE by a person that touches a column other than those named. Column grants say the same, but the embedded API
-- grants whole tables to its roles each time it starts; a trigger holds in every way of running Holdfast.
create function private.refuse_other_columns() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  if current_user in ('anon', 'authenticated')
    and (to_jsonb(new) - tg_argv::text[]) is distinct from (to_jsonb(old) - tg_argv::text[])
  then
    raise exception using errcode = '42501', message = 'not_allowed';
  end if;
  return new;
end
$$;

-- Ends a function with one of the client's failure codes as its message. The API answers SQLSTATE PTxyz with status xyz.
create function private.fail(code text) returns void
  language plpgsql
  set search_path = ''
as $$
begin
  raise exception using
    message = code,
    errcode = case code
      when 'address_invalid' then 'PT400'
      when 'signed_out' then 'PT401'
      when 'not_allowed' then 'PT403'
      when 'not_found' then 'PT404'
      else 'PT409'
    end;
end
$$;

-- The person who asks, or a failure: every function of the API begins with it.
create function private.me() returns uuid
  language plpgsql
  stable
  set search_path = ''
as $$
declare
  person uuid := auth.uid();
begin
  if person is null then
    perform private.fail('signed_out');
  end if;
  return person;
end
$$;
