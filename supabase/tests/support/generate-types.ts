// Writes src/lib/data/database.types.ts from the migrated database: `npm run types:db`.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { openDatabase, type TestDatabase } from './open-database.ts';
import { readCatalogue, type Catalogue, type Column, type Table } from './read-catalogue.ts';

const typesPath = fileURLToPath(
  new URL('../../../src/lib/data/database.types.ts', import.meta.url),
);

const scalars: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  bytea: 'string',
  timestamptz: 'string',
  date: 'string',
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  jsonb: 'Json',
  json: 'Json',
  void: 'undefined',
};

function typeOf(name: string): string {
  if (name.startsWith('_')) return `${typeOf(name.slice(1))}[]`;
  const scalar = scalars[name];
  if (scalar === undefined) throw new Error(`No TypeScript type is known for the SQL type ${name}`);
  return scalar;
}

function columnType({ type, nullable }: Column): string {
  return nullable ? `${typeOf(type)} | null` : typeOf(type);
}

function members(columns: readonly Column[], line: (column: Column) => string | null): string {
  return columns.flatMap((column) => line(column) ?? []).join('\n');
}

function table({ name, columns, relationships }: Table): string {
  const row = members(columns, (column) => `${column.name}: ${columnType(column)}`);
  const insert = members(columns, (column) =>
    column.generated
      ? `${column.name}?: never`
      : `${column.name}${column.nullable || column.hasDefault ? '?' : ''}: ${columnType(column)}`,
  );
  const update = members(columns, (column) =>
    column.generated ? `${column.name}?: never` : `${column.name}?: ${columnType(column)}`,
  );
  const related = relationships.map((relationship) => JSON.stringify(relationship)).join(',\n');
  return `${name}: {
    Row: {\n${row}\n}
    Insert: {\n${insert}\n}
    Update: {\n${update}\n}
    Relationships: [\n${related}\n]
  }`;
}

function render({ tables, functions }: Catalogue): string {
  const rpcs = functions.map(({ name, args, returns }) => {
    const listed = args.map((arg) => `${arg.name}${arg.optional ? '?' : ''}: ${typeOf(arg.type)}`);
    const taken = listed.length === 0 ? 'Record<PropertyKey, never>' : `{\n${listed.join('\n')}\n}`;
    return `${name}: { Args: ${taken}; Returns: ${typeOf(returns)} }`;
  });
  const none = '{ [_ in never]: never }';
  return `// Generated from the migrations by \`npm run types:db\`. Do not edit.

  export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

  export type Database = {
    public: {
      Tables: {\n${tables.map(table).join('\n')}\n}
      Views: ${none}
      Functions: {\n${rpcs.join('\n')}\n}
      Enums: ${none}
      CompositeTypes: ${none}
    }
  }
  `;
}

/** The text that database.types.ts should have for this database. */
export async function generateTypes(database: TestDatabase): Promise<string> {
  const config = await resolveConfig(typesPath);
  const text = render(await readCatalogue(database.postgres));
  return format(text, { ...config, parser: 'typescript', filepath: typesPath });
}

/** What database.types.ts has; empty when there is none. */
export async function storedTypes(): Promise<string> {
  return readFile(typesPath, 'utf8').catch(() => '');
}

if (import.meta.main) {
  const database = await openDatabase();
  try {
    await writeFile(typesPath, await generateTypes(database));
  } finally {
    await database.close();
  }
}
