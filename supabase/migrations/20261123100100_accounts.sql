-- Keyrings (wrapped keys of one person), profiles (public keys), and what a browser must know before it can sign in.

create table public.keyrings (
  user_id uuid not null references auth.users (id) on delete cascade,
  state text not null default 'active' check (state in ('active', 'pending')),
  kdf jsonb not null check (jsonb_typeof(kdf) = 'object' and length(kdf::text) <= 1000),
  account_key_by_password text not null check (private.is_envelope(account_key_by_password, 2000)),
  account_key_by_code text not null check (private.is_envelope(account_key_by_code, 2000)),
  private_log_key text not null check (private.is_envelope(private_log_key, 2000)),
  private_key text not null check (private.is_envelope(private_key, 2000)),
  pins text not null check (private.is_envelope(pins, 20000)),
  -- When the person showed that they have kept the recovery code; until then they are asked.
  code_kept_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (user_id, state)
);

alter table public.keyrings enable row level security;

create policy "a person reads their own keyring" on public.keyrings
  for select to authenticated using (user_id = (select auth.uid()));
create policy "a person stores their own keyring" on public.keyrings
  for insert to authenticated with check (user_id = (select auth.uid()));
create policy "a person renews their own pins and recovery code" on public.keyrings
  for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create trigger a_columns before update on public.keyrings
  for each row execute function private.refuse_other_columns('pins', 'account_key_by_code', 'code_kept_at');

create table public.profiles (
  user_id uuid primary key references auth.users (id) on delete cascade,
  public_key text not null check (private.is_base64url(public_key, 43, 43)),
  created_at timestamptz not null default now()
);

alter table public.profiles enable row level security;

create policy "a person publishes their own key" on public.profiles
  for insert to authenticated with check (user_id = (select auth.uid()));

-- Makes the answers about unknown addresses stable and unpredictable. No row-level security: nobody but the owner has any right to it.
create table private.peppers (
  name text primary key,
  value bytea not null
);

insert into private.peppers (name, value)
values (
  'prelogin',
  sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
);

-- The key derivation parameters of an address. An address that nobody has gets a seed of its own, always the same, so that the
-- answer tells nobody who has an account.
create function public.prelogin(email text) returns jsonb
  language plpgsql
  stable
  security definer
  set search_path = ''
as $$
declare
  address text := lower(trim(prelogin.email));
  known jsonb;
  digest bytea;
begin
  if address is null or length(address) not between 3 and 320 then
    perform private.fail('address_invalid');
  end if;

  select u.raw_user_meta_data -> 'kdf' into known
  from auth.users u
  where u.email = address
  limit 1;
  if jsonb_typeof(known) = 'object' and length(known::text) <= 1000 then
    return known;
  end if;

  select sha256(p.value || sha256(p.value || convert_to(address, 'UTF8'))) into digest
  from private.peppers p
  where p.name = 'prelogin';
  return private.default_kdf(digest);
end
$$;

-- What a browser of this version would have chosen for a new account (src/lib/domain/account/kdf.ts; a test compares the two).
create function private.default_kdf(seed bytea) returns jsonb
  language sql
  immutable
  set search_path = ''
as $$
  select jsonb_build_object(
    'algorithm', 'argon2id',
    'seed', rtrim(translate(encode(seed, 'base64'), '+/', '-_'), '='),
    'memoryKib', 65536,
    'iterations', 3,
    'parallelism', 1
  )
$$;

-- Stores the first keyring and the public key together. Sent twice it is stored once; a different second one is refused.
create function public.create_keyring(
  kdf jsonb,
  account_key_by_password text,
  account_key_by_code text,
  private_log_key text,
  private_key text,
  pins text,
  public_key text
) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
  stored text;
begin
  select k.account_key_by_password into stored
  from public.keyrings k
  where k.user_id = person and k.state = 'active';
  if stored = create_keyring.account_key_by_password then
    return;
  end if;
  if stored is not null then
    perform private.fail('changed_elsewhere');
  end if;

  insert into public.keyrings
    (user_id, kdf, account_key_by_password, account_key_by_code, private_log_key, private_key, pins)
  values (
    person,
    create_keyring.kdf,
    create_keyring.account_key_by_password,
    create_keyring.account_key_by_code,
    create_keyring.private_log_key,
    create_keyring.private_key,
    create_keyring.pins
  );
  insert into public.profiles (user_id, public_key) values (person, create_keyring.public_key);
end
$$;
