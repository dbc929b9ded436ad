import * as z from 'zod/mini';
import { isAbsolute, resolve } from 'node:path';

/** Where the rows live: in this process, on a Postgres server, or at hosted Supabase. */
export type DataSource =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'hosted'; readonly url: string; readonly publishableKey: string };

export interface Settings {
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  /** Interface to listen on; `localhost` keeps other machines out. */
  readonly host: string;
  /** Public address of the app when a proxy stands before it, else null. */
  readonly origin: string | null;
  /** Absolute path of the folder that holds secrets and, embedded, the database. */
  readonly dataDir: string;
  /** Absolute path of the built app. */
  readonly buildDir: string;
  readonly source: DataSource;
  /** Request header in which a trusted proxy names the client, else null: the socket's own address counts. */
  readonly addressHeader: string | null;
  /** The server that takes mails, and the address they come from; null when there is none. */
  readonly smtp: { readonly url: string; readonly from: string } | null;
  readonly attempts: {
    /** Of each from one network address in 15 minutes: sign-ins, sign-ups, look-ups, mails, joining, coming back. */
    readonly perAddress: number;
    /** The same of one account; look-ups three times as often. */
    readonly perAccount: number;
  };
}

/** Wrong configuration; the message is one sentence for the person who starts the server. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

type Environment = Readonly<Record<string, string | undefined>>;

const port = z.pipe(
  z.string().check(z.regex(/^\d{1,5}$/)),
  z.pipe(z.transform(Number), z.number().check(z.maximum(65535))),
);
const positive = z.pipe(z.string().check(z.regex(/^[1-9]\d{0,8}$/)), z.transform(Number));

/** A set, non-blank variable, or undefined: `PORT=` in a shell means "not set". */
function read(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? undefined : value;
}

function parse<T>(
  env: Environment,
  name: string,
  schema: z.ZodMiniType<T, string>,
  fallback: T,
  must: string,
): T {
  const value = read(env, name);
  if (value === undefined) return fallback;
  const result = z.safeParse(schema, value);
  if (!result.success) throw new ConfigurationError(`${name} must be ${must}.`);
  return result.data;
}

function parseUrl(value: string, name: string, protocols: readonly string[], must: string): URL {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !protocols.includes(url.protocol) || url.hostname === '') {
    throw new ConfigurationError(`${name} must be ${must}.`);
  }
  return url;
}

function parseSource(env: Environment): DataSource {
  const databaseUrl = read(env, 'DATABASE_URL');
  const supabaseUrl = read(env, 'SUPABASE_URL');
  const publishableKey = read(env, 'SUPABASE_PUBLISHABLE_KEY');
  if (databaseUrl !== undefined && (supabaseUrl !== undefined || publishableKey !== undefined)) {
    throw new ConfigurationError(
      'Set either DATABASE_URL or SUPABASE_URL with SUPABASE_PUBLISHABLE_KEY, not both.',
    );
  }
  if (supabaseUrl !== undefined && publishableKey === undefined) {
    throw new ConfigurationError(
      'SUPABASE_URL is set, so SUPABASE_PUBLISHABLE_KEY must be set too.',
    );
  }
  if (supabaseUrl === undefined && publishableKey !== undefined) {
    throw new ConfigurationError(
      'SUPABASE_PUBLISHABLE_KEY is set, so SUPABASE_URL must be set too.',
    );
  }
  if (supabaseUrl !== undefined && publishableKey !== undefined) {
    if (publishableKey.startsWith('sb_secret_')) {
      throw new ConfigurationError(
        'SUPABASE_PUBLISHABLE_KEY holds a secret key; use the publishable one, since Holdfast never acts with more rights than a person has.',
      );
    }
    const must = 'the https address of your Supabase project';
    const url = parseUrl(supabaseUrl, 'SUPABASE_URL', ['https:', 'http:'], must);
    return { kind: 'hosted', url: url.origin, publishableKey };
  }
  if (databaseUrl !== undefined) {
    const must = 'a Postgres address such as postgres://name:password@host:5432/database';
    parseUrl(databaseUrl, 'DATABASE_URL', ['postgres:', 'postgresql:'], must);
    return { kind: 'postgres', url: databaseUrl };
  }
  return { kind: 'embedded' };
}

function parseSmtp(env: Environment): Settings['smtp'] {
  const url = read(env, 'SMTP_URL');
  const from = read(env, 'MAIL_FROM');
  if (url === undefined && from === undefined) return null;
  if (url === undefined) {
    throw new ConfigurationError('MAIL_FROM is set, so SMTP_URL must be set too.');
  }
  if (from === undefined) {
    throw new ConfigurationError('SMTP_URL is set, so MAIL_FROM must be set too.');
  }
  const must = 'a mail server such as smtps://name:password@mail.example.org:465';
  parseUrl(url, 'SMTP_URL', ['smtp:', 'smtps:'], must);
  if (!z.safeParse(z.email(), from).success) {
    throw new ConfigurationError('MAIL_FROM must be the address that mails come from.');
  }
  return { url, from };
}

function parseOrigin(env: Environment): string | null {
  const value = read(env, 'ORIGIN');
  if (value === undefined) return null;
  const must = 'the public address of the app, such as https://holdfast.example';
  const url = parseUrl(value, 'ORIGIN', ['https:', 'http:'], must);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new ConfigurationError(`ORIGIN must be ${must}, without a path.`);
  }
  return url.origin;
}

function parseFolder(env: Environment, name: string, fallback: string, root: string): string {
  const value = read(env, name) ?? fallback;
  return isAbsolute(value) ? value : resolve(root, value);
}

/**
 * The server's settings from environment variables.
 * @param root folder that relative paths start from
 * @throws ConfigurationError with one sentence naming the variable to mend
 */
export function parseSettings(env: Environment, root: string = process.cwd()): Settings {
  const addressHeader = read(env, 'ADDRESS_HEADER')?.toLowerCase() ?? null;
  if (addressHeader !== null && !/^[a-z0-9-]+$/.test(addressHeader)) {
    throw new ConfigurationError('ADDRESS_HEADER must be the name of a request header.');
  }
  const wholeNumber = 'a whole number above zero';
  return {
    port: parse(env, 'PORT', port, 3000, 'a port number from 0 to 65535'),
    host: read(env, 'HOST') ?? 'localhost',
    origin: parseOrigin(env),
    dataDir: parseFolder(env, 'DATA_DIR', 'data', root),
    buildDir: parseFolder(env, 'BUILD_DIR', 'build', root),
    source: parseSource(env),
    addressHeader,
    smtp: parseSmtp(env),
    attempts: {
      perAddress: parse(env, 'ATTEMPTS_PER_ADDRESS', positive, 60, wholeNumber),
      perAccount: parse(env, 'ATTEMPTS_PER_ACCOUNT', positive, 10, wholeNumber),
    },
  };
}
