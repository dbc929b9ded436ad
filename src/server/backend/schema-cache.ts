import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What lite keeps its knowledge of the database's tables in. */
export interface SchemaCache {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Names everything that the tables depend on: the migrations, and the version of lite that reads them. */
async function fingerprint(migrationsDir: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(migrationsDir)).sort()) {
    hash.update(`${name}\0`).update(await readFile(join(migrationsDir, name)));
  }
  hash.update(await readFile(new URL('../package.json', import.meta.resolve('@supabase/lite'))));
  return hash.digest('hex').slice(0, 32);
}

/**
 * A schema cache in a folder, so that a start does not ask the database again what its tables are: that takes about a third
 * of a start. Migrations alone change tables, so a cache of other migrations is never read.
 */
export async function openSchemaCache(dir: string, migrationsDir: string): Promise<SchemaCache> {
  const path = join(dir, `${await fingerprint(migrationsDir)}.json`);
  return {
    get: () => readFile(path, 'utf8').catch(() => undefined),
    async set(_key, value) {
      await rm(dir, { recursive: true, force: true });
      await mkdir(dir, { recursive: true, mode: 0o700 });
      await writeFile(`${path}.new`, value, { mode: 0o600 });
      await rename(`${path}.new`, path);
    },
    // Lite empties its cache whenever it closes; what is out of date is told apart by its name instead.
    delete: () => Promise.resolve(),
  };
}
