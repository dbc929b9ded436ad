import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { inject } from 'vitest';
import { kdfFloor, type KdfParameters } from '../../../src/lib/domain/account/kdf.ts';
import type { OfferedInvite } from '../../../src/lib/domain/space/invite.ts';
import {
  createKeyring,
  newKdf,
  passwordKeys,
  type Pins,
  type UnlockedAccount,
} from '../../../src/lib/crypto/keys/index.ts';
import { stretchPassword } from '../../../src/lib/crypto/keys/stretch.ts';
import { createAccounts, type Accounts } from '../../../src/lib/data/accounts.ts';
import { createSupabase, tokenKey, type Client } from '../../../src/lib/data/client.ts';
import { createInvites, type Invites } from '../../../src/lib/data/invites.ts';
import { createKeyrings, type Keyrings } from '../../../src/lib/data/keyrings.ts';
import type { OpenedSpace } from '../../../src/lib/data/space-keys.ts';
import { createSpaces, type Spaces } from '../../../src/lib/data/spaces.ts';
import type { openBackend } from '../../../src/server/backend/open-backend.ts';
import { freshDataDir } from '../../support/template.ts';
import { openTestBackend } from '../support/shared-backend.ts';

export interface Someone {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly client: Client;
  readonly unlocked: UnlockedAccount;
  readonly accounts: Accounts;
  readonly keyrings: Keyrings;
  readonly spaces: Spaces;
  readonly invites: Invites;
  pins: Pins;
  /** Makes the stored token an old one. */
  readonly expireToken: () => void;
}

export interface Couple {
  readonly first: Someone;
  readonly second: Someone;
  readonly ofFirst: OpenedSpace;
  readonly ofSecond: OpenedSpace;
}

export interface Rewrite {
  readonly path: string;
  readonly body: (answer: never) => unknown;
}

export interface World {
  /** A client without anybody signed in, as a page just opened; reaches the API the way the gateway does. */
  readonly stranger: () => Client;
  readonly someone: () => Promise<Someone>;
  readonly couple: () => Promise<Couple>;
  /** Whether requests get anywhere. */
  readonly cutOff: (off: boolean) => void;
  /** A hostile server: changes what it answers to requests whose address contains the text, until called with null. */
  readonly rewrite: (change: Rewrite | null) => void;
  readonly close: () => Promise<void>;
}

interface Api {
  /** Answers a request as the gateway would send it on. */
  readonly fetch: (request: Request) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/** The API that all test files share. */
function sharedApi(): Api {
  const origin = inject('sharedBackend');
  return {
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      const { method, headers } = request;
      const body = method === 'GET' || method === 'HEAD' ? null : await request.arrayBuffer();
      return fetch(`${origin}${pathname}${search}`, { method, headers, body });
    },
    close: () => Promise.resolve(),
  };
}

async function ownApi(open: typeof openBackend): Promise<Api> {
  const dataDir = await freshDataDir();
  const { backend, publishableKey } = await openTestBackend(dataDir, open);
  return {
    fetch: (request) => {
      request.headers.set('apikey', publishableKey);
      return backend.fetch(request);
    },
    close: async () => {
      await backend.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * The real API, with people who have real keys.
 * @param open for tests that need a database of their own
 */
export async function openWorld(open?: typeof openBackend): Promise<World> {
  const api = open === undefined ? sharedApi() : await ownApi(open);
  const clients: Accounts[] = [];
  let cut = false;
  let hostile: Rewrite | null = null;

  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (cut) throw new TypeError('fetch failed');
    const request = new Request(input, init);
    const response = await api.fetch(request);
    if (!hostile || !request.url.includes(hostile.path)) return response;
    const answer = (await response.json()) as never;
    return Response.json(hostile.body(answer), { status: response.status });
  };

  function stranger(kept = new Map<string, string>()): Client {
    const client = createSupabase({
      origin: 'http://localhost',
      fetch,
      storage: {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
        removeItem: (key) => void kept.delete(key),
      },
    });
    clients.push(createAccounts(client));
    return client;
  }

  async function someone(): Promise<Someone> {
    const email = `someone-${randomUUID()}@example.org`;
    const password = `tangle ${randomUUID()} lantern`;
    const kept = new Map<string, string>();
    const client = stranger(kept);
    const accounts = createAccounts(client);
    const keyrings = createKeyrings(client);
    // The weakest that is allowed: these tests are not about guessing.
    const kdf: KdfParameters = { ...newKdf(), ...kdfFloor };
    const keys = await passwordKeys(await stretchPassword(password, kdf));
    const { id } = await accounts.signUp({ email, authSecret: keys.authSecret, kdf });
    const made = await createKeyring({ userId: id, passwordKey: keys.passwordKey, kdf });
    await keyrings.create(made.keyring);
    const { shared, identity } = made.unlocked;
    const person: Someone = {
      id,
      email,
      password,
      client,
      unlocked: made.unlocked,
      accounts,
      keyrings,
      spaces: createSpaces(client, { userId: id, shared, pins: () => person.pins }),
      invites: createInvites(client, { me: id, shared, identity }),
      pins: {},
      expireToken: () => {
        const token = JSON.parse(kept.get(tokenKey) ?? '{}') as object;
        kept.set(tokenKey, JSON.stringify({ ...token, expires_at: 1, expires_in: 0 }));
      },
    };
    return person;
  }

  async function couple(): Promise<Couple> {
    const [first, second] = [await someone(), await someone()];
    const opened = await first.spaces.create({ id: randomUUID(), name: 'Us two', myName: 'Ada' });
    const { fragment } = await first.invites.offer(opened);
    await second.invites.request(fragment, 'Noor');
    first.pins = await first.invites.admit(await waitingOf(first, opened), opened);
    const received = await second.invites.receive(fragment);
    if (received.state !== 'arrived') throw new Error('not let in');
    second.pins = received.pins;
    const [ofFirst, ofSecond] = [await first.spaces.current(), await second.spaces.current()];
    if (!ofFirst || !ofSecond) throw new Error('no space');
    return { first, second, ofFirst, ofSecond };
  }

  return {
    stranger: () => stranger(),
    someone,
    couple,
    cutOff: (off) => {
      cut = off;
    },
    rewrite: (change) => {
      hostile = change;
    },
    close: async () => {
      await Promise.all(clients.map((accounts) => accounts.stop()));
      await api.close();
    },
  };
}

export async function waitingOf(inviter: Someone, opened: OpenedSpace): Promise<OfferedInvite> {
  const invite = await inviter.invites.mine(opened.space.id);
  if (!invite) throw new Error('no invitation');
  return invite;
}

/** The code of the failure that a promise ends with. */
export async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? String(thrown);
  }
  return 'none';
}
