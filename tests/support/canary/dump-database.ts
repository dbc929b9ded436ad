import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

/** Every row of every table, those of Auth included, as JSON: what a thief of the database has. The server must be down. */
export async function dumpRows(databaseDir: string): Promise<string> {
  const database = await PGlite.create(databaseDir);
  try {
    const { rows: tables } = await database.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    let dump = '';
    for (const { name } of tables) {
      const { rows } = await database.query(`select * from ${name}`);
      dump += rows.map((row) => `${name} ${JSON.stringify(row)}\n`).join('');
    }
    return dump;
  } finally {
    await database.close();
  }
}

/** Every byte of every file below a folder: what a thief of the disk has, write-ahead log and deleted rows included. */
export function readFolder(folder: string): Uint8Array {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Buffer.concat(
    files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(join(file.parentPath, file.name))),
  );
}
