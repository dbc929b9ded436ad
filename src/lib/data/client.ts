import { AuthClient } from '@supabase/auth-js';
import { PostgrestClient } from '@supabase/postgrest-js';
import type { Database } from './database.types.ts';
import { fetchWithDelay } from './fetch-with-delay.ts';

type Auth = InstanceType<typeof AuthClient>;

/** Sign-in, rows and functions: the two parts of supabase-js that Holdfast uses. */
export type Client = PostgrestClient<Database> & { readonly auth: Auth };

/** The part of Web Storage that the sign-in token needs; may answer later. */
export interface TokenStore {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): void | Promise<void>;
  removeItem(key: string): void | Promise<void>;
}

/** Name under which the sign-in token is stored. */
export const tokenKey = 'holdfast.auth';

export interface ClientOptions {
  /** Where the app is served from; its API has the same origin. */
  readonly origin: string;
  readonly storage: TokenStore;
  /** Another way to reach the API; the browser's own when left out. */
  readonly fetch?: typeof globalThis.fetch;
  /** The server says of a person's request that their visit is over, although their token has not ended: it was signed out elsewhere. */
  readonly onVisitOver?: () => void;
  /** Stands before the way to the rows, for instance a memory of what they were last. */
  readonly beforeRows?: (ask: typeof globalThis.fetch) => typeof globalThis.fetch;
}

/**
 * The client of the app's own API. It holds no API key: the server adds that. A token that comes in an address is not looked at, and
 * nothing is tried again behind the caller's back.
 *
 * It is put together from the parts that supabase-js itself puts together; its other parts (realtime, storage, functions) would add
 * 27 kB to every page and are never used.
 */
export function createSupabase({
  origin,
  storage,
  fetch,
  onVisitOver = () => undefined,
  beforeRows = (ask) => ask,
}: ClientOptions): Client {
  const ask = fetchWithDelay(fetch ?? globalThis.fetch.bind(globalThis));
  const auth = new AuthClient({
    url: `${origin}/auth/v1`,
    fetch: ask,
    storage,
    storageKey: tokenKey,
    persistSession: true,
    autoRefreshToken: true,
    detectSessionInUrl: false,
  });
  const rest = new PostgrestClient<Database>(`${origin}/rest/v1`, {
    fetch: beforeRows(asPerson(auth, ask, onVisitOver)),
    retry: false,
  });
  const client = Object.assign(rest, { auth });
  stores.set(client, storage);
  return client;
}

/** A `fetch` that carries the token of whoever is signed in at that moment. */
function asPerson(
  auth: Auth,
  fetch: typeof globalThis.fetch,
  onVisitOver: () => void,
): typeof globalThis.fetch {
  return async (input, init) => {
    const { data } = await auth.getSession();
    const headers = new Headers(init?.headers);
    if (data.session) headers.set('authorization', `Bearer ${data.session.access_token}`);
    const response = await fetch(input, { ...init, headers });
    if (data.session && (await saysVisitIsOver(response))) {
      // The password may have been proved meanwhile, which opens another visit in the place of this one.
      const { data: now } = await auth.getSession();
      if (now.session?.access_token === data.session.access_token) onVisitOver();
    }
    return response;
  };
}

/** The database's own word for it (private.visit_lasts); a 401 alone may come from anything that stands between. */
async function saysVisitIsOver(response: Response): Promise<boolean> {
  if (response.status !== 401) return false;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return typeof body === 'object' && body !== null && 'code' in body && body.code === 'PT401';
}

/** Which store belongs to which client; the store itself belongs to whoever passed it. */
const stores = new WeakMap<Client, TokenStore>();

/** The sign-in token of this client as it is stored, read without asking the server. */
export async function storedToken(client: Client): Promise<string | null> {
  return (await stores.get(client)?.getItem(tokenKey)) ?? null;
}
