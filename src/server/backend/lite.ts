import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { App, type Connection } from '@supabase/lite';
import { applyPendingMigrations } from '@supabase/lite/cli';
import { parse } from 'smol-toml';
import * as z from 'zod/mini';
import type { Backend } from './backend.ts';
import { openSchemaCache } from './schema-cache.ts';
import { postgresJson } from './postgres-json.ts';
import type { Secrets } from '../data-dir/secrets.ts';
import type { Mail } from '../mail/mail.ts';

export interface LiteOptions {
  /** Folder with `config.toml` and `migrations/`, named `supabase`, in the working directory. */
  readonly projectDir: string;
  readonly database:
    | { readonly kind: 'pglite'; readonly dir: string }
    | { readonly kind: 'postgres'; readonly url: string };
  readonly secrets: Secrets;
  /** Address of the app, for links in mails. */
  readonly siteUrl: string;
}

/** The embedded API in this thread. */
export interface Lite extends Backend {
  /** For maintenance: the database itself, past every policy. */
  readonly connection: Connection;
}

/** Why Postgres cannot be used, by its own error codes. */
const postgresSentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'there is no Postgres server at that address',
  ENOTFOUND: 'its host is not known',
  CONNECT_TIMEOUT: 'it does not answer',
  '28P01': 'it does not accept the name and password',
  '28000': 'it does not accept the name and password',
  '3D000': 'it has no database of that name',
};

/** The database could not be opened; the message is one sentence for the person who starts the server. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

const templateSchema = z.object({ subject: z.string(), content_path: z.string() });
const authSchema = z.looseObject({
  email: z.looseObject({
    template: z.object({ recovery: templateSchema, email_change: templateSchema }),
    /** For hosted Supabase; lite does not know these notices, and the server sends the one that is needed. */
    notification: z.unknown(),
  }),
});

/** The words of the mails. Supabase's own tool counts their paths from the folder above the project's. */
function templatesOf({ email }: z.infer<typeof authSchema>, projectDir: string) {
  const found = ({ subject, content_path }: z.infer<typeof templateSchema>) => ({
    subject,
    content_path: resolve(dirname(projectDir), content_path),
  });
  const { recovery, email_change } = email.template;
  return { recovery: found(recovery), email_change: found(email_change) };
}

/** Hands mails on without waiting for them: how long a mail takes would tell whether there is an account, and hold everybody up. */
function mailDriver(sendMail: (mail: Mail) => void) {
  return {
    send: ({ to, subject, html }: { to: string; subject: string; html: string }) => {
      sendMail({ to, subject, html });
      return Promise.resolve();
    },
  };
}

async function connectPostgres(url: string): Promise<Connection> {
  const { createPostgresConnection } = await import('@supabase/lite/postgres');
  const connection = createPostgresConnection({
    url,
    postgresOptions: { onnotice: () => undefined, types: postgresJson },
  });
  try {
    await connection.driver.unsafe('select 1');
    return connection;
  } catch (error) {
    await connection.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = postgresSentences[code] ?? `connecting failed with code ${code || 'unknown'}`;
    throw new DatabaseError(`DATABASE_URL cannot be used: ${reason}.`);
  }
}

/** Types that Postgres gave their numbers when the database was made, and those made in it since (`transam.h`). */
const [firstOfCatalog, firstOfOurs] = [10_000, 16_384];

/**
 * PGlite copies all of its parsers for every query. Most are for arrays of the system catalog's own rows, which nothing here reads,
 * and without them a query takes half the time.
 */
function forgetCatalogParsers(database: { parsers: Record<string, unknown> }): void {
  const isOfCatalog = (type: number) => type >= firstOfCatalog && type < firstOfOurs;
  database.parsers = Object.fromEntries(
    Object.entries(database.parsers).filter(([type]) => !isOfCatalog(Number(type))),
  );
}

async function connectPglite(dir: string): Promise<Connection> {
  const { createPgliteConnection } = await import('@supabase/lite/pglite');
  const connection = await createPgliteConnection({ url: dir });
  try {
    await connection.driver.waitReady;
    forgetCatalogParsers(connection.driver);
    return connection;
  } catch {
    throw new DatabaseError(
      `The database in ${dir} cannot be opened; restore the folder from a backup, or set DATA_DIR to another one.`,
    );
  }
}

const connect = (database: LiteOptions['database']): Promise<Connection> =>
  database.kind === 'pglite' ? connectPglite(database.dir) : connectPostgres(database.url);

/** When it first acts as somebody, lite grants whole tables to the API's roles; after that, the exact grants of the migrations are put back. */
async function restoreGrants({ connection }: App): Promise<void> {
  await connection.withContext({ auth: { role: 'anon' } }, () => Promise.resolve());
  await connection.exec('select private.apply_grants()');
}

/**
 * PGlite is one connection, and lite sets the person's rights on it from BEGIN to COMMIT without keeping other requests out:
 * so one request is answered after the other, and nobody's statement can run with somebody else's rights. It computes one
 * at a time anyway. A Postgres server has a connection for each.
 */
function oneByOne(answer: Backend['fetch']): Backend['fetch'] {
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    const mine = last.then(() => answer(request));
    last = mine.catch(() => undefined);
    return mine;
  };
}

/** Answers with a body that is complete, so that nothing of a request is left to do when it is answered. */
async function answerOf(app: App, request: Request): Promise<Response> {
  const { status, headers, body } = await app.fetch(request, { peerAddress: null });
  return new Response(body === null ? null : await new Response(body).arrayBuffer(), {
    status,
    headers,
  });
}

/**
 * Opens the embedded Supabase API and applies pending migrations.
 * Admin mode stays off: it would serve a request without a key as `service_role`.
 */
export async function openLite(
  options: LiteOptions,
  sendMail: (mail: Mail) => void,
): Promise<Lite> {
  const config = parse(await readFile(join(options.projectDir, 'config.toml'), 'utf8'));
  const auth = authSchema.parse(config['auth']);
  const emails = Object.fromEntries(
    Object.entries(auth.email).filter(([name]) => name !== 'notification'),
  );
  const connection = await connect(options.database);
  try {
    if (options.database.kind === 'pglite') {
      const migrationsDir = join(options.projectDir, 'migrations');
      connection.config.schemaCache = await openSchemaCache(
        `${options.database.dir}-schema`,
        migrationsDir,
      );
    }
    const app = new App({
      ...config,
      auth: {
        ...auth,
        email: { ...emails, template: templatesOf(auth, options.projectDir) },
        enabled: true,
        jwt_secret: options.secrets.jwtSecret,
        publishable_key: options.secrets.publishableKey,
        secret_key: options.secrets.secretKey,
        site_url: options.siteUrl,
      },
      connection,
      options: {
        server: { admin: false },
        drivers: { email: mailDriver(sendMail) },
      },
    });
    await app.init();
    await applyPendingMigrations(app);
    await restoreGrants(app);
    const answer: Backend['fetch'] = (request) => answerOf(app, request);
    return {
      connection,
      fetch: options.database.kind === 'pglite' ? oneByOne(answer) : answer,
      close: () => connection.close(),
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}
