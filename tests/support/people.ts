import { randomUUID } from 'node:crypto';
import { createKeyring, newKdf, passwordKeys } from '../../src/lib/crypto/keys/index.ts';
import type { UnlockedAccount } from '../../src/lib/crypto/keys/index.ts';
import { stretchPassword } from '../../src/lib/crypto/keys/stretch.ts';
import { kdfFloor, type KdfCost } from '../../src/lib/domain/account/kdf.ts';
import { createAccounts } from '../../src/lib/data/accounts.ts';
import { createSupabase, type Client } from '../../src/lib/data/client.ts';
import { createInvites } from '../../src/lib/data/invites.ts';
import { createKeyrings } from '../../src/lib/data/keyrings.ts';
import { createSpaces } from '../../src/lib/data/spaces.ts';

/** What a person types to sign in. */
export interface Account {
  readonly email: string;
  readonly password: string;
  readonly name: string;
}

/** An account made through Holdfast's own rooms, as a browser would have made it, with its keys open. */
export interface OpenedAccount extends Account {
  readonly id: string;
  readonly client: Client;
  readonly unlocked: UnlockedAccount;
  readonly recoveryCode: string;
}

/** An address and a password that nobody else has. */
export function newAccount(name: string): Account {
  const word = randomUUID().slice(0, 8);
  return {
    email: `${name.toLowerCase().replace(/[^a-z]/g, '') || 'someone'}-${word}@example.org`,
    password: `tangle ${word} lantern orchard`,
    name,
  };
}

/** Storage of a browser that never existed. */
export function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

/**
 * Signs a new person up at a running server.
 * @param cost of stretching the password, which is what makes a test wait; when left out the least that a browser accepts, as on a slow phone
 */
export async function openAccount(
  url: string,
  name: string,
  cost: Partial<KdfCost> = kdfFloor,
): Promise<OpenedAccount> {
  const account = newAccount(name);
  const client = createSupabase({ origin: url, storage: memory() });
  const kdf = { ...newKdf(), ...cost };
  const keys = await passwordKeys(await stretchPassword(account.password, kdf));
  const { email } = account;
  const { id } = await createAccounts(client).signUp({ email, authSecret: keys.authSecret, kdf });
  const made = await createKeyring({ userId: id, passwordKey: keys.passwordKey, kdf });
  await createKeyrings(client).create(made.keyring);
  await createKeyrings(client).markCodeKept(id);
  return { ...account, id, client, unlocked: made.unlocked, recoveryCode: made.recoveryCode };
}

/** Two new people, paired in a new space. */
export async function openCouple(
  url: string,
  names: readonly [string, string] = ['Ada', 'Noor'],
): Promise<{ first: OpenedAccount; second: OpenedAccount; spaceId: string }> {
  const [first, second] = [await openAccount(url, names[0]), await openAccount(url, names[1])];
  const { shared, identity } = first.unlocked;
  const spaces = createSpaces(first.client, { userId: first.id, shared, pins: () => ({}) });
  const opened = await spaces.create({ id: randomUUID(), name: 'Us', myName: first.name });
  const inviter = createInvites(first.client, { me: first.id, shared, identity });
  const joiner = createInvites(second.client, {
    me: second.id,
    shared: second.unlocked.shared,
    identity: second.unlocked.identity,
  });
  const { fragment } = await inviter.offer(opened);
  await joiner.request(fragment, second.name);
  const waiting = await inviter.mine(opened.space.id);
  if (!waiting) throw new Error('nobody waits');
  await inviter.admit(waiting, opened);
  const received = await joiner.receive(fragment);
  if (received.state !== 'arrived') throw new Error('not let in');
  await Promise.all([first, second].map(({ client }) => createAccounts(client).stop()));
  return { first, second, spaceId: opened.space.id };
}
