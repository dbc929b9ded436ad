import { fileURLToPath } from 'node:url';
import { pgtap } from '@electric-sql/pglite/pgtap';
import { App, ConsoleEmailDriver } from '@supabase/lite';
import { applyPendingMigrations } from '@supabase/lite/cli';
import { createPgliteConnection, type PgliteConnection } from '@supabase/lite/pglite';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface TestDatabase {
  readonly postgres: PgliteConnection['driver'];
  close(): Promise<void>;
}

/**
 * A Postgres in memory (PGlite), made ready by the embedded API itself: its `auth` schema and roles, then our migrations, as at the
 * server's start.
 */
export async function openDatabase(): Promise<TestDatabase> {
  process.env['LITE_TELEMETRY'] = '0';
  // The API looks for supabase/migrations in the working directory.
  process.chdir(root);
  const connection = await createPgliteConnection({ pgliteOptions: { extensions: { pgtap } } });
  const app = new App({
    connection,
    auth: { enabled: true, jwt_secret: crypto.randomUUID() + crypto.randomUUID() },
    options: {
      server: { admin: false },
      drivers: { email: new ConsoleEmailDriver({ silent: true }) },
    },
  });
  await app.init();
  await applyPendingMigrations(app);
  return { postgres: connection.driver, close: () => connection.close() };
}
