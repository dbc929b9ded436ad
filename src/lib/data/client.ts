import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { Database } from './database.types.ts';
import { fetchWithoutKey } from './fetch-without-key.ts';

export type Client = SupabaseClient<Database>;

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
}

/**
 * The client of the app's own API. It holds no API key: the server adds that. A token that comes in an address is not looked at, and
 * nothing is tried again behind the caller's back.
 */
export function createSupabase({ origin, storage, fetch }: ClientOptions): Client {
  const client = createClient<Database>(origin, withoutKey, {
    auth: {
      storage,
      storageKey: tokenKey,
      persistSession: true,
      autoRefreshToken: true,
      detectSessionInUrl: false,
    },
    db: { retry: false },
    global: { fetch: fetchWithoutKey(fetch ?? globalThis.fetch.bind(globalThis), withoutKey) },
  });
  stores.set(client, storage);
  return client;
}

/** Which store belongs to which client; the store itself belongs to whoever passed it. */
const stores = new WeakMap<Client, TokenStore>();

/** The sign-in token of this client as it is stored, read without asking the server. */
export async function storedToken(client: Client): Promise<string | null> {
  return (await stores.get(client)?.getItem(tokenKey)) ?? null;
}

/** The library wants some text in the place of a key. It never leaves the browser. */
const withoutKey = 'none';
