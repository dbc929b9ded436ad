import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { toBase64url } from '../../crypto/encoding/base64url.ts';
import {
  addPin,
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

  test('are renewed with the partner’s key that was confirmed meanwhile', async () => {
    const kept = new KeptKeys();
    await kept.save(account.id, shared, keyring);
    const opened = await open(kept);
    const known = keyring;
    const partner = { userId: '22222222-2222-4222-8222-222222222222', publicKey: known.publicKey };
    const { envelope } = await addPin(shared, account.id, {}, partner);
    keyring = { ...known, pins: envelope };
    expect((await renew(kept, opened))?.pins).toEqual({ [partner.userId]: partner.publicKey });
    keyring = known;
    expect((await createLocalKeys().load(account.id))?.half?.pins).toBe(envelope);
  });

  test('are renewed, and kept no more, where somebody does not stay signed in any longer', async () => {
    const kept = new KeptKeys();
    await kept.save(account.id, shared, keyring);
    const opened = { ...(await open(kept)), keyring: null };
    await kept.forget(account.id);
    expect((await renew(kept, opened))?.keyring).toBe(keyring);
    expect(await createLocalKeys().load(account.id)).toBeNull();
  });

  test('are forgotten when the account has others by now', async () => {
    const kept = new KeptKeys();
    await kept.save(account.id, shared, keyring);
    const opened = await open(kept);
    const known = keyring;
    keyring = { ...known, publicKey: toBase64url(new Uint8Array(32)) as typeof known.publicKey };
    expect(await renew(kept, opened)).toBeNull();
    keyring = known;
    expect(await createLocalKeys().load(account.id)).toBeNull();
  });
});

async function open(kept: KeptKeys) {
  const { work, answer } = slowServer();
  answer();
  const opened = await kept.open(work, client, account);
  if (opened === null) throw new Error('not opened');
  return opened;
}

function renew(kept: KeptKeys, opened: Awaited<ReturnType<typeof open>>) {
  const { work, answer } = slowServer();
  answer();
  return kept.renew(work, client, opened);
}
