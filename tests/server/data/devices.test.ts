import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { passwordKeys } from '../../../src/lib/crypto/keys/index.ts';
import { stretchPassword } from '../../../src/lib/crypto/keys/stretch.ts';
import { createAccounts, type Accounts } from '../../../src/lib/data/accounts.ts';
import type { Client } from '../../../src/lib/data/client.ts';
import { createDevices, type Devices } from '../../../src/lib/data/devices.ts';
import { prelogin } from '../../../src/lib/data/prelogin.ts';
import { failureOf, openWorld, type Someone, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.rewrite(null));
afterAll(() => world.close());

interface OnDevice {
  readonly id: string;
  readonly client: Client;
  readonly accounts: Accounts;
  readonly devices: Devices;
}

let someone: Someone;
let laptop: OnDevice;
let phone: OnDevice;

async function on(person: Someone, name: string): Promise<OnDevice> {
  const client = world.stranger();
  const accounts = createAccounts(client);
  const { email, password } = person;
  const kdf = await prelogin(client, email);
  const { authSecret } = await passwordKeys(await stretchPassword(password, kdf));
  await accounts.signIn({ email, authSecret });
  const { shared } = person.unlocked;
  const devices = createDevices(client, { userId: person.id, shared });
  const id = randomUUID();
  await devices.note(id, name);
  return { id, client, accounts, devices };
}

beforeEach(async () => {
  someone = await world.someone();
  await someone.accounts.signOut();
  laptop = await on(someone, 'Firefox on Linux');
  phone = await on(someone, 'Safari on an iPhone');
});

const names = async ({ devices }: OnDevice) => (await devices.list()).map(({ name }) => name);

describe('the devices of an account', () => {
  test('are listed by the names that only the account reads, this one first', async () => {
    expect(await names(laptop)).toEqual(['Firefox on Linux', 'Safari on an iPhone']);
    expect(await names(phone)).toEqual(['Safari on an iPhone', 'Firefox on Linux']);
    let sent = '';
    world.rewrite({
      path: '/rpc/my_devices',
      body: (rows: never) => {
        sent = JSON.stringify(rows);
        return rows;
      },
    });
    await laptop.devices.list();
    expect(sent).not.toContain('Firefox');
  });

  test('keep the name that they are given, also when they come back', async () => {
    await laptop.devices.rename(phone.id, 'The phone in my coat');
    await phone.devices.note(phone.id, 'Safari on an iPhone');
    expect(await names(laptop)).toEqual(['Firefox on Linux', 'The phone in my coat']);
  });

  test('whose names the server exchanges or spoils show none, and hide no others', async () => {
    const [first, second] = await laptop.devices.list();
    world.rewrite({
      path: '/rpc/my_devices',
      body: (rows: never) => {
        const [one, two] = rows as { name_sealed: string }[];
        return [{ ...one, name_sealed: two?.name_sealed }, two];
      },
    });
    const shown = await laptop.devices.list();
    expect(shown.map(({ name }) => name).filter((name) => name === null)).toHaveLength(1);
    expect([first?.known, second?.known]).toEqual([true, true]);
  });
});

test('proving the password opens another visit in the place of the one before, and no second one', async () => {
  const { accounts, client } = phone;
  const { email, password } = someone;
  const token = await accounts.accessToken();
  const kdf = await prelogin(client, email);
  const { authSecret } = await passwordKeys(await stretchPassword(password, kdf));
  await accounts.signIn({ email, authSecret });
  await phone.devices.note(phone.id, 'Safari on an iPhone');
  expect(await accounts.accessToken()).not.toBe(token);
  expect(await names(laptop)).toEqual(['Firefox on Linux', 'Safari on an iPhone']);
  await accounts.signOut();
  expect(await names(laptop)).toEqual(['Firefox on Linux']);
});

describe('a device that is signed out from another one', () => {
  test('is told so, and no other device is', async () => {
    await laptop.devices.signOut(phone.id);
    expect(await names(laptop)).toEqual(['Firefox on Linux']);
    expect(await failureOf(phone.devices.list())).toBe('signed_out');
    expect(await phone.accounts.wasSignedOut()).toBe(true);
    expect(await laptop.accounts.wasSignedOut()).toBe(false);
    expect(await failureOf(laptop.devices.rename(phone.id, 'Gone'))).toBe('not_found');
  });

  test('learns it also after its own sign-in token has been dropped', async () => {
    await laptop.devices.signOutOthers();
    await phone.accounts.signOut();
    expect(await phone.accounts.current()).toBeNull();
    expect(await phone.accounts.wasSignedOut()).toBe(true);
  });

  test('is not said of one whose password was changed elsewhere, or that left by itself', async () => {
    await laptop.accounts.signOutElsewhere();
    expect(await failureOf(phone.devices.list())).toBe('signed_out');
    expect(await phone.accounts.wasSignedOut()).toBe(false);
    await laptop.accounts.signOut();
    expect(await laptop.accounts.wasSignedOut()).toBe(false);
  });
});
