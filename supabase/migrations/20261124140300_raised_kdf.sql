-- Accounts whose passwords are stretched in different ways: an older account until its next sign-in, an account that was made on a slow
-- phone. What `prelogin` answers about an address that nobody has must not differ from that.

-- How many accounts are stretched at which cost (the parameters without the seed). No row-level security: nobody but the owner has any
-- right to it.
create table private.kdf_costs (
  cost jsonb primary key,
  accounts bigint not null check (accounts >= 0)
);

-- The cost in these parameters, or null where they are none that a browser would use (src/lib/domain/account/kdf.ts).
create function private.kdf_cost(kdf jsonb) returns jsonb
  language sql
  immutable
  set search_path = ''
as $$
  select case
    when kdf ->> 'algorithm' = 'argon2id'
      and (select array_agg(k order by k) from jsonb_object_keys(kdf) k)
        = array['algorithm', 'iterations', 'memoryKib', 'parallelism', 'seed']
      and kdf ->> 'memoryKib' ~ '^[0-9]{1,6}$' and kdf ->> 'iterations' ~ '^[0-9]{1,2}$' and kdf ->> 'parallelism' ~ '^[0-9]$'
    then case
      when (kdf ->> 'memoryKib')::int between 19456 and 262144
        and (kdf ->> 'iterations')::int between 2 and 10
        and (kdf ->> 'parallelism')::int between 1 and 4
      then kdf - 'seed'
    end
  end
$$;

create function private.count_kdf_cost(kdf jsonb, change integer) returns void
  language plpgsql
  set search_path = ''
as $$
declare
  counted jsonb := private.kdf_cost(kdf);
begin
  if counted is null then
    return;
  end if;
  if change > 0 then
    insert into private.kdf_costs (cost, accounts) values (counted, 1)
    on conflict (cost) do update set accounts = kdf_costs.accounts + 1;
  else
    update private.kdf_costs c set accounts = c.accounts - 1 where c.cost = counted and c.accounts > 0;
  end if;
end
$$;

create function private.follow_kdf_costs() returns trigger
  language plpgsql
  security definer
  set search_path = ''
as $$
begin
  if tg_op <> 'INSERT' and old.state = 'active' then
    perform private.count_kdf_cost(old.kdf, -1);
  end if;
  if tg_op <> 'DELETE' and new.state = 'active' then
    perform private.count_kdf_cost(new.kdf, 1);
  end if;
  return null;
end
$$;

create trigger d_kdf_costs after insert or update of kdf, state or delete on public.keyrings
  for each row execute function private.follow_kdf_costs();

insert into private.kdf_costs (cost, accounts)
select private.kdf_cost(k.kdf), count(*)
from public.keyrings k
where k.state = 'active' and private.kdf_cost(k.kdf) is not null
group by 1;

-- As before, and an address that nobody has gets a cost, too: each with the chance that it has among the accounts there are. The address
-- decides, so that it gets the same one each time; where the shares have moved past it, the seed changes along, as if the password of
-- an account had been changed.
create or replace function public.prelogin(email text) returns jsonb
  language plpgsql
  stable
  security definer
  set search_path = ''
as $$
declare
  address text := lower(trim(prelogin.email));
  known jsonb;
  usual jsonb;
  cost jsonb;
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
  usual := private.default_kdf(digest);

  -- 32 bits of another digest place the address somewhere along all accounts.
  select c.cost into cost
  from (
    select k.cost, sum(k.accounts) over (order by k.cost) as upto, sum(k.accounts) over () as everybody
    from private.kdf_costs k
    where k.accounts > 0
  ) c
  where c.upto > c.everybody * (('x' || left(encode(sha256(digest || 'cost'::bytea), 'hex'), 8))::bit(32)::bigint / 4294967296.0)
  order by c.upto
  limit 1;
  if cost is null or cost = usual - 'seed' then
    return usual;
  end if;
  return cost || jsonb_build_object(
    'seed', private.default_kdf(sha256(digest || convert_to(cost::text, 'UTF8'))) -> 'seed'
  );
end
$$;

-- Stores the wrap for the same password under other parameters. Two devices may find at the same moment that they are outdated; the second
-- one leaves it to the first. What was left behind by a device that stopped is taken over after an hour: by then nobody can finish it, since
-- the password is changed by a session that was opened within the last quarter of an hour, and by no other.
create function public.prepare_raise(kdf jsonb, account_key_by_password text) returns void
  language plpgsql
  security definer
  set search_path = ''
as $$
declare
  person uuid := private.me();
begin
  perform from public.keyrings k where k.user_id = person and k.state = 'active' for update;
  perform private.settle_password(person);
  perform from public.keyrings p
  where p.user_id = person and p.state = 'pending' and p.created_at > now() - interval '1 hour';
  if found then
    perform private.fail('changed_elsewhere');
  end if;
  perform private.prepare_wrap(person, prepare_raise.kdf, prepare_raise.account_key_by_password);
end
$$;

create function private.grants_of_raised_kdf() returns void
  language plpgsql
  set search_path = ''
as $$
begin
  grant execute on function public.prepare_raise(jsonb, text) to authenticated;
end
$$;

select private.apply_grants();
