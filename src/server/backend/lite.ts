import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App, ConsoleEmailDriver, type Connection } from '@supabase/lite';
import { applyPendingMigrations } from '@supabase/lite/cli';
import { parse } from 'smol-toml';
import type { Secrets } from '../data-dir/secrets.ts';

export interface LiteOptions {
  /** Folder with `config.toml` and `migrations/`, named `supabase`, in the working directory. */
  readonly projectDir: string;
  readonly database: { readonly kind: 'pglite'; readonly dir: string } | { readonly kind: 'postgres'; readonly url: string };
  readonly secrets: Secrets;
  /** Address of the app, for links in mails. */
  readonly siteUrl: string;
}

async function connect(database: LiteOptions['database']): Promise<Connection> {
  if (database.kind === 'pglite') {
    const { createPgliteConnection } = await import('@supabase/lite/pglite');
    return createPgliteConnection({ url: database.dir });
  }
  const { createPostgresConnection } = await import('@supabase/lite/postgres');
  return createPostgresConnection({ url: database.url, postgresOptions: { max: 10 } });
}

/** At its first request lite grants whole tables to the API's roles; after that, the exact grants of the migrations are put back. */
async function restoreGrants(app: App, publishableKey: string): Promise<void> {
  const headers = { apikey: publishableKey };
  const first = await app.fetch(
    new Request('http://localhost/rest/v1/spaces?select=id&limit=1', { headers }),
    { peerAddress: null },
  );
  await first.arrayBuffer();
  await app.connection.exec('select private.apply_grants()');
}

/**
 * Opens the embedded Supabase API and applies pending migrations.
 * Admin mode stays off: it would serve a request without a key as `service_role`.
 */
export async function openLite(options: LiteOptions): Promise<App> {
  const config = parse(await readFile(join(options.projectDir, 'config.toml'), 'utf8'));
  const auth = typeof config['auth'] === 'object' ? config['auth'] : {};
  const connection = await connect(options.database);
  try {
    const app = new App({
      ...config,
      auth: {
        ...auth,
        enabled: true,
        jwt_secret: options.secrets.jwtSecret,
        publishable_key: options.secrets.publishableKey,
        secret_key: options.secrets.secretKey,
        site_url: options.siteUrl,
      },
      connection,
      options: {
        server: { admin: false },
        // A mail names an address and carries a link that signs in: neither belongs in a log.
        drivers: { email: new ConsoleEmailDriver({ silent: true }) },
      },
    });
    await app.init();
    await applyPendingMigrations(app);
    await restoreGrants(app, options.secrets.publishableKey);
    return app;
  } catch (error) {
    await connection.close();
    throw error;
  }
}
