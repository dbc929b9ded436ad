import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeCode } from '../../src/lib/collab/protocol/frames.ts';
import {
  call,
  envelope,
  newCouple,
  newPerson,
  rpc,
  type TestCouple,
  type TestPerson,
} from './support/people.ts';
import { bareSocket, closeCodeOf, RelayClient, ticketFor } from './support/relay-client.ts';
import { testServer, type TestServer } from './support/test-server.ts';

interface Device {
  readonly person: TestPerson;
  readonly id: string;
  readonly refreshToken: string;
}

interface Listed {
  readonly id: string;
  readonly name_sealed: string | null;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly here: boolean;
}

let server: TestServer;
let couple: TestCouple;
let here: Device;
let stolen: Device;

beforeAll(async () => {
  server = await testServer();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});
beforeEach(async () => {
  couple = await newCouple(server.url);
  here = await signIn(couple.first);
  stolen = await signIn(couple.first);
});

/** Signs somebody in on one more device, which tells its name. */
async function signIn(person: TestPerson): Promise<Device> {
  const path = '/auth/v1/token?grant_type=password';
  const { email, password } = person;
  const response = await call(server.url, path, null, { email, password });
  const session = (await response.json()) as { access_token: string; refresh_token: string };
  const device = {
    person: { ...person, token: session.access_token },
    id: randomUUID(),
    refreshToken: session.refresh_token,
  };
  await rpc(server.url, device.person, 'note_device', {
    device_id: device.id,
    name_sealed: envelope(),
  });
  return device;
}

const refresh = (refresh_token: string): Promise<Response> =>
  call(server.url, '/auth/v1/token?grant_type=refresh_token', null, { refresh_token });
const listed = (person: TestPerson) =>
  rpc(server.url, person, 'my_devices', {}) as Promise<readonly Listed[]>;
const signOut = ({ person }: Device, device: string) =>
  rpc(server.url, person, 'sign_out_device', { device_id: device });
const wasSignedOut = async (device: Device): Promise<unknown> => {
  const [, payload = ''] = device.person.token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { session_id: string };
  const path = '/rest/v1/rpc/was_signed_out';
  return (await call(server.url, path, null, { visit: claims.session_id })).json();
};

describe('a stolen device session, after that device was signed out', () => {
  beforeEach(async () => {
    const entry = { id: randomUUID(), body_sealed: envelope() };
    await call(server.url, '/rest/v1/private_entries', couple.first.token, entry);
    await signOut(here, stolen.id);
  });

  test.each([
    ['reads no keys', 'GET', '/rest/v1/keyrings?select=account_key_by_password', undefined],
    ['reads no log', 'GET', '/rest/v1/private_entries?select=id', undefined],
    ['overwrites no pins', 'PATCH', '/rest/v1/keyrings?state=eq.active', { pins: envelope() }],
    [
      'overwrites no wrap of the recovery code',
      'PATCH',
      '/rest/v1/keyrings?state=eq.active',
      { account_key_by_code: envelope() },
    ],
    ['deletes no entries', 'DELETE', '/rest/v1/private_entries?revision=gt.0', undefined],
    ['lists no devices', 'POST', '/rest/v1/rpc/my_devices', {}],
    ['signs nobody out', 'POST', '/rest/v1/rpc/sign_out_other_devices', {}],
    [
      'prepares no password',
      'POST',
      '/rest/v1/rpc/prepare_password',
      { kdf: {}, account_key_by_password: envelope() },
    ],
  ])('%s, with a token that has not ended', async (_what, method, path, body) => {
    const answer = await call(server.url, path, stolen.person.token, body, method);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'PT401', message: 'signed_out' });
  });

  test('changes no password, although it was opened a moment ago', async () => {
    const kdf = { algorithm: 'argon2id', seed: 'x' };
    const next = { password: `A1a-${'y'.repeat(43)}`, data: { kdf } };
    const token = stolen.person.token;
    const answer = await call(server.url, '/auth/v1/user', token, next, 'PUT');
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error_code: 'session_not_found' });
    await signIn(couple.first);
  });

  test('is not renewed, and gets no ticket', async () => {
    expect((await refresh(stolen.refreshToken)).status).toBe(400);
    const room = { room: `${couple.documentId}.0` };
    const asked = await call(server.url, '/collab/tickets', stolen.person.token, room);
    expect(asked.status).toBe(401);
    expect(await asked.json()).toMatchObject({ code: 'signed_out' });
    expect((await refresh(here.refreshToken)).status).toBe(200);
  });

  test('learns that it was signed out from another device, and no other session does', async () => {
    expect(await wasSignedOut(stolen)).toBe(true);
    expect(await wasSignedOut(here)).toBe(false);
  });
});

describe('signing a device out', () => {
  test('closes its sockets within two seconds, and nobody else’s', async () => {
    const room = `${couple.documentId}.0`;
    using theirs = await RelayClient.join(server.url, stolen.person, room);
    using mine = await RelayClient.join(server.url, here.person, room);
    using partners = await RelayClient.join(server.url, couple.second, room);
    // A ticket that was given before, and is used after.
    const ticket = await ticketFor(server.url, stolen.person, room);
    await signOut(here, stolen.id);
    const since = performance.now();
    await theirs.until(() => theirs.closed.length > 0);
    expect(performance.now() - since).toBeLessThan(2_000);
    expect(theirs.closed).toEqual([closeCode.ticketSpent]);
    expect(await closeCodeOf(bareSocket(server.url, room, ticket))).toBe(closeCode.ticketSpent);
    mine.items.push(['still here']);
    await mine.until(() => mine.allStored);
    await partners.until(() => partners.items.length === 1);
    expect([mine.closed, partners.closed]).toEqual([[], []]);
  });

  test('is not possible for another person, whatever they name', async () => {
    const stranger = await signIn(await newPerson(server.url));
    const partner = await signIn(couple.second);
    for (const attacker of [stranger, partner]) {
      for (const { id } of await listed(here.person)) await signOut(attacker, id);
      await rpc(server.url, attacker.person, 'sign_out_other_devices', {});
    }
    expect(await listed(here.person)).toHaveLength(3);
    expect((await refresh(stolen.refreshToken)).status).toBe(200);
  });

  test('lists where somebody is signed in, with days and without times', async () => {
    const devices = await listed(here.person);
    // The third is the visit in which the account was made, on a device that never told a name.
    expect(devices.map(({ id }) => id)).toEqual(expect.arrayContaining([here.id, stolen.id]));
    expect(devices.filter((device) => device.here).map(({ id }) => id)).toEqual([here.id]);
    expect(devices.filter(({ name_sealed }) => name_sealed === null)).toHaveLength(1);
    for (const { first_seen, last_seen } of devices) {
      for (const day of [first_seen, last_seen]) expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });

  test('all others at once leaves this one', async () => {
    await rpc(server.url, here.person, 'sign_out_other_devices', {});
    expect((await listed(here.person)).map(({ id }) => id)).toEqual([here.id]);
    expect((await refresh(stolen.refreshToken)).status).toBe(400);
  });
});

test('a token is worth nothing once its own device has signed out', async () => {
  const answer = await call(server.url, '/auth/v1/logout?scope=local', stolen.person.token, {});
  expect(answer.status).toBe(204);
  const keys = '/rest/v1/keyrings?select=user_id';
  expect((await call(server.url, keys, stolen.person.token)).status).toBe(401);
  expect(await wasSignedOut(stolen)).toBe(false);
});
