import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newKdf, passwordKeys, unlockWithPassword } from '../../../src/lib/crypto/keys/index.ts';
import { createKeyring } from '../../../src/lib/crypto/keys/create-keyring.ts';
import { stretchPassword } from '../../../src/lib/crypto/keys/stretch.ts';
import { createAccounts } from '../../../src/lib/data/accounts.ts';
import { prelogin } from '../../../src/lib/data/prelogin.ts';
import { kdfCost, kdfFloor } from '../../../src/lib/domain/account/kdf.ts';
import { openBackend } from '../../../src/server/backend/open-backend.ts';
import { failureOf, openWorld, type Someone, type World } from './world.ts';

let world: World;
let someone: Someone;
beforeAll(async () => {
  // What is said of unknown addresses depends on all accounts there are.
  world = await openWorld(openBackend);
  someone = await world.someone();
});
afterEach(() => {
  world.cutOff(false);
  world.rewrite(null);
});
afterAll(() => world.close());

async function secretOf({ password }: Pick<Someone, 'password'>, email: string) {
  const kdf = await prelogin(world.stranger(), email);
  return passwordKeys(await stretchPassword(password, kdf));
}

describe('before signing in', () => {
  test('an unknown address gets the same well-formed answer every time, as one of the accounts there are', async () => {
    const client = world.stranger();
    const email = `nobody-${randomUUID()}@example.org`;
    const kdf = await prelogin(client, email);
    // All accounts of this world cost the least.
    expect(kdf).toEqual({ ...kdfCost, ...kdfFloor, seed: kdf.seed });
    expect(await prelogin(client, email.toUpperCase())).toEqual(kdf);
    expect((await prelogin(client, `x${email}`)).seed).not.toBe(kdf.seed);
    expect(Object.keys(kdf).sort()).toEqual(Object.keys(newKdf()).sort());
  });

  test('a server that asks for weak stretching is refused', async () => {
    world.rewrite({ path: '/rpc/prelogin', body: (kdf: object) => ({ ...kdf, iterations: 1 }) });
    const asked = prelogin(world.stranger(), someone.email);
    expect(await failureOf(asked)).toBe('kdf_below_floor');
  });
});

describe('an account', () => {
  test('opens on a new device with its password, and with no other', async () => {
    const accounts = createAccounts(world.stranger());
    const keys = await secretOf(someone, someone.email);
    const account = await accounts.signIn({ email: someone.email, authSecret: keys.authSecret });
    expect(account).toEqual({ id: someone.id, email: someone.email });
    const keyring = await someone.keyrings.load(account.id);
    if (!keyring) throw new Error('no keyring');
    const opened = await unlockWithPassword(keys.passwordKey, keyring);
    expect(opened.identity.publicKey).toBe(someone.unlocked.identity.publicKey);

    const wrong = await secretOf({ password: 'another password' }, someone.email);
    const attempt = { email: someone.email, authSecret: wrong.authSecret };
    expect(await failureOf(accounts.signIn(attempt))).toBe('wrong_password_or_address');
  });

  test('cannot be made twice with one address', async () => {
    const kdf = newKdf();
    const again = { email: someone.email, authSecret: `A1a-${'x'.repeat(43)}`, kdf };
    const accounts = createAccounts(world.stranger());
    expect(await failureOf(accounts.signUp(again))).toBe('address_taken');
  });

  test('keeps its first keyring', async () => {
    const stored = await someone.keyrings.load(someone.id);
    if (!stored) throw new Error('no keyring');
    await someone.keyrings.create(stored);
    const keys = await secretOf(someone, someone.email);
    const kdf = stored.kdf;
    const other = await createKeyring({ userId: someone.id, passwordKey: keys.passwordKey, kdf });
    expect(await failureOf(someone.keyrings.create(other.keyring))).toBe('changed_elsewhere');
    expect(await someone.keyrings.load(someone.id)).toEqual(stored);
  });

  test('remembers whether its recovery code was kept', async () => {
    const { keyrings, id } = await world.someone();
    expect((await keyrings.load(id))?.codeKept).toBe(false);
    await keyrings.markCodeKept(id);
    const kept = await keyrings.load(id);
    expect(kept?.codeKept).toBe(true);
    if (kept) await keyrings.replaceCode(id, kept.accountKeyByPassword);
    expect(await keyrings.load(id)).toMatchObject({
      codeKept: false,
      accountKeyByCode: kept?.accountKeyByPassword,
    });
  });

  test("shows nobody else's keys", async () => {
    const other = await world.someone();
    expect(await other.keyrings.load(someone.id)).toBeNull();
    expect(await failureOf(other.keyrings.markCodeKept(someone.id))).toBe('keyring_missing');
  });
});

describe('a request', () => {
  test('that gets nowhere says so', async () => {
    world.cutOff(true);
    const client = world.stranger();
    const accounts = createAccounts(client);
    const secret = { email: someone.email, authSecret: 'x' };
    expect(await failureOf(prelogin(client, someone.email))).toBe('server_unreachable');
    expect(await failureOf(accounts.signIn(secret))).toBe('server_unreachable');
    expect(await failureOf(someone.spaces.current())).toBe('server_unreachable');
    expect(await someone.accounts.current()).toMatchObject({ id: someone.id });
  });

  test('that cannot renew an old token while the server is away does not sign anybody out', async () => {
    const away = await world.someone();
    away.expireToken();
    world.cutOff(true);
    expect(await away.accounts.current()).toEqual({ id: away.id, email: away.email });
    world.cutOff(false);
    expect(await away.spaces.current()).toBeNull();
    expect(await away.accounts.accessToken()).toMatch(/^ey/);
    expect(await away.accounts.current()).toMatchObject({ id: away.id });
  });

  test('after signing out says that one is signed out', async () => {
    const leaving = await world.someone();
    let told = false;
    leaving.accounts.onSignedOut(() => {
      told = true;
    });
    await leaving.accounts.signOut();
    expect(told).toBe(true);
    expect(await leaving.accounts.current()).toBeNull();
    expect(await failureOf(leaving.accounts.accessToken())).toBe('signed_out');
    expect(await failureOf(leaving.spaces.current())).toBe('signed_out');
    const space = { id: randomUUID(), name: 'n', myName: 'm' };
    expect(await failureOf(leaving.spaces.create(space))).toBe('signed_out');
  });

  test('that is answered in another shape is a failure, never half a result', async () => {
    world.rewrite({ path: '/keyrings', body: () => [{ kdf: 'hello' }] });
    expect(await failureOf(someone.keyrings.load(someone.id))).toBe('server_error');
  });
});
