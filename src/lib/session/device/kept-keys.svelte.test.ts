import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  createKeyring,
  newKdf,
  passwordKeys,
  unlockShared,
  type SharedBranch,
} from '../../crypto/keys/index.ts';
import { stretchPassword } from '../../crypto/keys/stretch.ts';
import type { Client } from '../../data/client.ts';
import { forgetDevice } from '../../data/device-store.ts';
import type { StoredKeyring } from '../../data/keyrings.ts';
import { createLocalKeys } from '../../data/local-keys.ts';
import type { KeyWork } from '../account/fetch-key-work.ts';
import { KeptKeys } from './kept-keys.ts';

const account = { id: '11111111-1111-4111-8111-111111111111', email: 'ada@example.org' };
const client = {} as Client;
let keyring: StoredKeyring;
let shared: SharedBranch;

beforeAll(async () => {
  const kdf = { ...newKdf(), memoryKib: 19 * 1024, iterations: 2, parallelism: 1 };
  const { passwordKey } = await passwordKeys(await stretchPassword('tangle lantern', kdf));
  const made = await createKeyring({ userId: account.id, passwordKey, kdf });
  keyring = { ...made.keyring, codeKept: true, pending: null, formerCount: 0 };
  ({ shared } = made.unlocked);
});
afterEach(() => forgetDevice());

/** A server that answers when it is told to. */
function slowServer() {
  const { promise, resolve } = Promise.withResolvers<StoredKeyring>();
  const work = { unlockShared, createKeyrings: () => ({ load: () => promise }) };
  return { work: work as unknown as KeyWork, answer: () => resolve(keyring) };
}

describe('keys that this device keeps', () => {
  test('open, and are kept as the server has them now', async () => {
    const kept = new KeptKeys();
    await kept.save(account.id, shared, null);
    const { work, answer } = slowServer();
    const opening = kept.open(work, client, account);
    answer();
    expect((await opening)?.identity.publicKey).toBe(keyring.publicKey);
    expect((await createLocalKeys().load(account.id))?.half?.publicKey).toBe(keyring.publicKey);
  });

  test('stay forgotten when somebody locks or signs out while they are being opened', async () => {
    const kept = new KeptKeys();
    await kept.save(account.id, shared, keyring);
    const { work, answer } = slowServer();
    const opening = kept.open(work, client, account);
    // The opening has read them by now, and waits for the server.
    await createLocalKeys().load(account.id);
    await kept.forget(account.id);
    answer();
    await opening;
    expect(await createLocalKeys().load(account.id)).toBeNull();
  });
});
