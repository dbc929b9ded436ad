-- What must hold for every table, column and function, also for those that nobody has thought of yet.
-- (That each of them is named in a test is checked by the runner, which can read files.)
begin;
set local search_path = public, extensions;
select no_plan();

create temporary view our_tables as
  select c.oid, c.relname::text as name, c.relrowsecurity as secured
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p');

create temporary view our_functions as
  select p.oid, n.nspname::text as schema, p.proname::text as name, p.prosecdef as definer, p.proconfig as settings, p.prorettype
  from pg_proc p
  join pg_namespace n on n.oid = p.pronamespace
  where n.nspname in ('public', 'private')
    and not exists (
      select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
    );

select cmp_ok((select count(*)::int from our_tables), '>=', 13, 'the tables are there');
select is(
  array(select name from our_tables where not secured order by 1), '{}'::text[], 'every table has row-level security'
);
select is(
  array(select name from our_tables t where not exists (select from pg_policy p where p.polrelid = t.oid) order by 1),
  '{}'::text[], 'every table has a policy'
);
select is(
  array(
    select t.name from our_tables t
    where not exists (select from pg_policy p where p.polrelid = t.oid and p.polcmd = 'r')
    order by 1
  ),
  '{}'::text[], 'every table says who may read it'
);
select is(
  array(
    select c.relname::text from pg_class c
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('v', 'm', 'f')
    order by 1
  ),
  '{}'::text[], 'there are no views, which would read with the rights of their owner, past every policy'
);
select is(
  array(
    select p.polname::text
    from pg_policy p
    join our_tables t on t.oid = p.polrelid
    cross join lateral (values
      (p.polcmd in ('r', 'w', 'd'), pg_get_expr(p.polqual, p.polrelid)),
      (p.polcmd in ('a', 'w'), pg_get_expr(p.polwithcheck, p.polrelid))
    ) as sides (wanted, expression)
    where wanted and p.polpermissive and coalesce(expression, 'true') !~ 'auth\.uid\(\)|private\.(readable|writable)_spaces\(\)|FROM (documents|check_ins) '
    order by 1
  ),
  '{}'::text[], 'every side of every policy asks who it is, or follows a policy that does'
);
select is(
  array(
    select f.name from our_functions f
    join pg_proc p on p.oid = f.oid
    where f.schema = 'public' and f.definer and f.name not in ('prelogin', 'was_signed_out') and p.prosrc !~ 'private\.(me|lock_check_in)\('
    order by 1
  ),
  '{}'::text[], 'every function that acts with more rights asks first who it is'
);
select is(
  array(select polname::text from pg_policy where polcmd = '*' and polpermissive order by 1),
  '{}'::text[], 'every policy that gives is for one verb'
);
select is(
  array(
    select t.name from our_tables t
    where not exists (
      select from pg_policy p
      where p.polrelid = t.oid and not p.polpermissive and p.polcmd = '*'
        and pg_get_expr(p.polqual, p.polrelid) ~ 'private\.visit_lasts\(\)'
        and pg_get_expr(p.polwithcheck, p.polrelid) ~ 'private\.visit_lasts\(\)'
    )
    order by 1
  ),
  '{}'::text[], 'every table asks whether the visit still lasts'
);
select is(
  array(
    select p.polname::text from pg_policy p
    join our_tables t on t.oid = p.polrelid
    where p.polroles <> array['authenticated'::regrole::oid]
    order by 1
  ),
  '{}'::text[], 'every policy is for people who are signed in'
);
select is(
  array(
    select p.polname::text
    from pg_policy p
    where concat_ws(' ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
      ~ '(?<!SELECT )(auth\.uid\(\)|private\.[a-z_]+\()'
    order by 1
  ),
  '{}'::text[], 'every call in a policy is wrapped in a select, so that it runs once and not for each row'
);
select is(
  array(
    select t.name || '.' || a.attname
    from our_tables t
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    where (a.attname like '%\_sealed' or (t.name = 'keyrings' and a.atttypid = 'text'::regtype and a.attname <> 'state')
      or (t.name = 'space_keys' and a.atttypid = 'text'::regtype))
      and not exists (
        select from pg_constraint k
        where k.conrelid = t.oid and k.contype = 'c' and a.attnum = any (k.conkey)
          and pg_get_constraintdef(k.oid) like '%private.is_envelope(' || a.attname || ',%'
      )
    order by 1
  ),
  '{}'::text[], 'every sealed column refuses what is no envelope'
);
select is(
  array(
    select t.name || '.' || a.attname
    from our_tables t
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    where a.atttypid in ('text'::regtype, 'jsonb'::regtype, 'json'::regtype, 'varchar'::regtype, 'bytea'::regtype)
      and not exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'c' and a.attnum = any (k.conkey))
    order by 1
  ),
  '{}'::text[], 'every text has a limit'
);
select is(
  array(
    select t.name || ': ' || k.conname
    from our_tables t
    join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
    where not exists (
      select from pg_index i
      where i.indrelid = t.oid and i.indpred is null and (i.indkey::int2[])[0:0] = (k.conkey)[1:1]
    )
    order by 1
  ),
  '{}'::text[], 'every reference has an index, so that deleting an account or a space does not read whole tables'
);
select is(
  array(
    select t.name || '.' || k.conname
    from our_tables t
    join pg_constraint k on k.conrelid = t.oid and k.contype = 'f' and k.confdeltype not in ('c', 'n')
    order by 1
  ),
  '{}'::text[], 'no reference stands in the way of deleting an account or a space'
);

select is(
  array(select name from our_functions where has_function_privilege('anon', oid, 'execute') order by 1),
  array['prelogin', 'was_signed_out'], 'without an account, nobody runs anything but what is asked before signing in'
);
select is(
  array(
    select f.name from our_functions f
    join pg_proc p on p.oid = f.oid
    where p.proacl is null or exists (select from aclexplode(p.proacl) a where a.grantee = 0)
    order by 1
  ),
  '{}'::text[], 'no function is open to everybody'
);
select is(
  array(
    select name from our_functions
    where not coalesce(array_to_string(settings, ' ') ~ 'search_path=""', false)
    order by 1
  ),
  '{}'::text[], 'every function has a fixed, empty search_path'
);
select is(
  array(
    select name from our_functions
    where schema = 'private' and has_function_privilege('authenticated', oid, 'execute')
      and name not in ('is_envelope', 'is_base64url', 'readable_spaces', 'writable_spaces', 'partners', 'visit_lasts')
    order by 1
  ),
  '{}'::text[], 'people run no inner function but those that policies and checks call'
);
select is(
  array(
    select s.nspname || ' ' || r.rolname
    from pg_namespace s, pg_roles r
    where s.nspname = 'private' and r.rolname in ('anon', 'authenticated')
      and has_schema_privilege(r.oid, s.oid, 'usage')
  ),
  '{}'::text[], 'nobody can name what is in the inner schema'
);
select is(
  array(
    select t.name from our_tables t
    where has_any_column_privilege('anon', t.oid, 'select, insert, update, references')
      or has_table_privilege('anon', t.oid, 'delete, truncate, trigger')
    order by 1
  ),
  '{}'::text[], 'without an account, nobody has any right to any table'
);
select is(
  array(
    select t.name from our_tables t
    where has_table_privilege('authenticated', t.oid, 'update')
      or has_table_privilege('authenticated', t.oid, 'truncate, references, trigger')
    order by 1
  ),
  '{}'::text[], 'updates are granted by column only'
);
select is(
  array(
    select t.name
    from our_tables t
    join pg_policy p on p.polrelid = t.oid and p.polcmd = 'w'
    where not exists (
      select from pg_trigger g
      where g.tgrelid = t.oid and g.tgfoid = 'private.refuse_other_columns'::regproc and g.tgenabled = 'O'
    )
    order by 1
  ),
  '{}'::text[], 'every table that people update has the trigger that guards its other columns'
);
select is(
  array(
    select t.name from our_tables t
    where t.name in ('document_updates', 'document_versions', 'check_in_seals', 'check_in_answers')
      and exists (select from pg_policy p where p.polrelid = t.oid and p.polcmd in ('w', 'd'))
  ),
  '{}'::text[], 'what is only ever appended has no policy for changing or deleting it'
);

-- What an envelope is.
select ok(private.is_envelope(tests.envelope(), 400), 'an envelope is one');
select ok(not private.is_envelope(value, 1000), 'not an envelope: ' || why)
from (values
  ('', 'nothing'),
  (rpad('AQ', 387, 'x'), 'too short'),
  (rpad('AQ', 1001, 'x'), 'too long'),
  (rpad('Ag', 400, 'x'), 'another version'),
  (rpad('AP', 400, 'x'), 'version nought'),
  (rpad('Dear Noor, ', 400, 'I am afraid '), 'plain words'),
  (rpad('AQ', 400, 'é'), 'letters outside of base64url'),
  (rpad('AQ', 400, '+'), 'base64 of the other kind'),
  (rpad('AQ', 400, 'x') || E'\n', 'a line break at the end')
) as cases (value, why);

select * from finish();
rollback;
