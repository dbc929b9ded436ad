import { expect, test } from 'vitest';
import { createKeyring, newKdf, passwordKeys } from '../crypto/keys/index.ts';
import { stretchPassword } from '../crypto/keys/stretch.ts';
import type { Accounts } from '../data/accounts.ts';
import { createSupabase } from '../data/client.ts';
import type { StoredKeyring } from '../data/keyrings.ts';
import { kdfFloor } from '../domain/account/kdf.ts';
import { Failure } from '../domain/failure/failure.ts';
import { newlyStored } from './account/open-account.ts';
import { openKeyring } from './account/open-keyring.ts';
import type { Prover } from './account/prove-password.ts';
import { Recovery } from './recovery.svelte.ts';

const account = { id: '11111111-1111-4111-8111-111111111111', email: 'ada@example.org' };
const password = 'nine quiet lamps at sea';

/** Somebody whose visit was opened long ago, and a server that takes another code only after it has seen the password. */
async function signedIn() {
  const kdf = { ...newKdf(), ...kdfFloor };
  const { passwordKey } = await passwordKeys(await stretchPassword(password, kdf));
  const made = await createKeyring({ userId: account.id, passwordKey, kdf });
  let keyring: StoredKeyring = newlyStored(made.keyring);
  let proved = false;
  const stored: string[] = [];
  const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  const client = createSupabase({
    origin: 'https://holdfast.example',
    storage,
    fetch: (_input, init) => {
      if (!proved)
        return Promise.resolve(Response.json({ message: 'prove_again' }, { status: 409 }));
      const sent = JSON.parse(String(init?.body)) as { account_key_by_code: string };
      stored.push(sent.account_key_by_code);
      return Promise.resolve(Response.json([{ user_id: account.id }]));
    },
  });
  const holder = {
    get keys() {
      return { account, keyring };
    },
    openWithPassword: (_client: unknown, typed: string) =>
      typed === password
        ? openKeyring(typed, keyring, stretchPassword)
        : Promise.reject(new Failure('wrong_password', { field: 'password' })),
    replaceKeyring: (next: StoredKeyring) => {
      keyring = next;
    },
    replaceAccount: () => undefined,
  };
  const accounts: Pick<Accounts, 'signIn'> = {
    signIn: () => {
      proved = true;
      return Promise.resolve(account);
    },
  };
  const recovery = new Recovery({ client, accounts, holder } as unknown as Prover);
  return { recovery, stored, now: () => keyring };
}

test('another code is made in a visit that was opened long ago, once the server has seen the password', async () => {
  const { recovery, stored, now } = await signedIn();
  const before = now().accountKeyByCode;
  await expect(recovery.renew('not the password')).rejects.toMatchObject({
    code: 'wrong_password',
  });
  expect([now().accountKeyByCode, recovery.code]).toEqual([before, null]);
  await recovery.renew(password);
  expect(stored).toEqual([now().accountKeyByCode]);
  expect(stored).not.toEqual([before]);
  expect(recovery.code).not.toBeNull();
  expect(recovery.kept).toBe(false);
});
