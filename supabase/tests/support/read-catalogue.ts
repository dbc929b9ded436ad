import type { PGlite } from '@electric-sql/pglite';

export interface Column {
  readonly name: string;
  /** Name of the type in pg_type; arrays begin with an underscore. */
  readonly type: string;
  readonly nullable: boolean;
  readonly hasDefault: boolean;
  /** Always made by the database. */
  readonly generated: boolean;
}

export interface Relationship {
  readonly foreignKeyName: string;
  readonly columns: readonly string[];
  readonly isOneToOne: boolean;
  readonly referencedRelation: string;
  readonly referencedColumns: readonly string[];
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly relationships: readonly Relationship[];
}

export interface ApiFunction {
  readonly name: string;
  readonly args: readonly {
    readonly name: string;
    readonly type: string;
    readonly optional: boolean;
  }[];
  readonly returns: string;
}

export interface Catalogue {
  readonly tables: readonly Table[];
  readonly functions: readonly ApiFunction[];
}

const tablesSql = `
  select c.relname as name,
    (
      select json_agg(json_build_object(
        'name', a.attname,
        'type', t.typname,
        'nullable', not a.attnotnull,
        'hasDefault', a.atthasdef,
        'generated', a.attidentity = 'a' or a.attgenerated <> ''
      ) order by a.attname)
      from pg_attribute a
      join pg_type t on t.oid = a.atttypid
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    ) as columns,
    coalesce((
      select json_agg(json_build_object(
        'foreignKeyName', f.conname,
        'columns', f.columns,
        'isOneToOne', exists (
          select from pg_index i
          where i.indrelid = c.oid and i.indisunique and i.indpred is null
            and (select array_agg(k order by k) from unnest(i.indkey::int2[]) k)
              = (select array_agg(k order by k) from unnest(f.conkey) k)
        ),
        'referencedRelation', f.referenced,
        'referencedColumns', f.referenced_columns
      ) order by f.conname)
      from (
        select k.conname, k.conkey, r.relname as referenced,
          (select json_agg(a.attname order by p.n)
            from unnest(k.conkey) with ordinality p(attnum, n)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.attnum) as columns,
          (select json_agg(a.attname order by p.n)
            from unnest(k.confkey) with ordinality p(attnum, n)
            join pg_attribute a on a.attrelid = k.confrelid and a.attnum = p.attnum) as referenced_columns
        from pg_constraint k
        join pg_class r on r.oid = k.confrelid and r.relnamespace = 'public'::regnamespace
        where k.conrelid = c.oid and k.contype = 'f'
      ) f
    ), '[]') as relationships
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
  order by c.relname`;

const functionsSql = `
  select p.proname as name, rt.typname as returns,
    coalesce((
      select json_agg(json_build_object(
        'name', p.proargnames[a.n],
        'type', t.typname,
        'optional', a.n > p.pronargs - p.pronargdefaults
      ) order by p.proargnames[a.n])
      from unnest(p.proargtypes::oid[]) with ordinality a(type, n)
      join pg_type t on t.oid = a.type
    ), '[]') as args
  from pg_proc p
  join pg_type rt on rt.oid = p.prorettype
  where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' and rt.typname <> 'trigger'
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  order by p.proname`;

/** What the API shows: tables and functions of the schema `public`, those of extensions left out. */
export async function readCatalogue(postgres: Pick<PGlite, 'query'>): Promise<Catalogue> {
  const tables = await postgres.query<Table>(tablesSql);
  const functions = await postgres.query<ApiFunction>(functionsSql);
  return { tables: tables.rows, functions: functions.rows };
}
