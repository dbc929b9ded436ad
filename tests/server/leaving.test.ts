import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeCode } from '../../src/lib/collab/protocol/frames.ts';
import { dumpRows } from '../support/canary/dump-database.ts';
import { call, newCouple, newPerson, rpc, type TestPerson } from './support/people.ts';
import { RelayClient, ticketFor } from './support/relay-client.ts';
import { testServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

async function lastCode(client: RelayClient): Promise<number | undefined> {
  await client.until(() => client.closed.length > 0);
  return client.closed.at(-1);
}

const rows = async ({ token }: TestPerson, table: string): Promise<readonly unknown[]> => {
  const answer = await call(server.url, `/rest/v1/${table}?select=*`, token);
  return (await answer.json()) as readonly unknown[];
};

const deleteAccount = (token: string): Promise<Response> =>
  call(server.url, '/rest/v1/rpc/delete_my_account', token, {});

test('whoever leaves is gone within two seconds, on both sides; both go on reading', async () => {
  const { first, second, spaceId, documentId } = await newCouple(server.url);
  const room = `${documentId}.0`;
  using one = await RelayClient.join(server.url, first, room);
  using two = await RelayClient.join(server.url, second, room);
  one.items.push(['before']);
  await one.until(() => one.allStored);
  const since = performance.now();
  await rpc(server.url, first, 'leave_space', { space_id: spaceId });
  expect(await lastCode(one)).toBe(closeCode.notYours);
  expect(await lastCode(two)).toBe(closeCode.notYours);
  expect(performance.now() - since).toBeLessThan(2_000);
  for (const person of [first, second]) {
    await expect(ticketFor(server.url, person, room)).rejects.toThrow('403');
    expect((await rows(person, 'document_updates')).length).toBeGreaterThan(0);
  }
});

test('a pause closes the room for both, and only whoever set it opens it again', async () => {
  const { first, second, spaceId, documentId } = await newCouple(server.url);
  const room = `${documentId}.0`;
  using two = await RelayClient.join(server.url, second, room);
  const until = new Date(Date.now() + 86_400_000).toISOString();
  await rpc(server.url, first, 'pause_space', { space_id: spaceId, until });
  expect(await lastCode(two)).toBe(closeCode.notYours);
  const refused = await call(server.url, '/rest/v1/rpc/resume_space', second.token, {
    space_id: spaceId,
  });
  expect(await refused.json()).toMatchObject({ message: 'pause_of_partner' });
  await rpc(server.url, first, 'resume_space', { space_id: spaceId });
  await expect(ticketFor(server.url, second, room)).resolves.toBeTruthy();
});

test('a deleted account is gone from every table and every visit, and the partner keeps what was shared', async () => {
  const { first, second, documentId } = await newCouple(server.url);
  const room = `${documentId}.0`;
  using one = await RelayClient.join(server.url, first, room);
  using two = await RelayClient.join(server.url, second, room);
  one.items.push(['shared']);
  await two.until(() => two.items.length === 1 && two.allStored);
  await one.until(() => one.allStored);
  const { email, password } = first;
  const again = await call(server.url, '/auth/v1/token?grant_type=password', null, {
    email,
    password,
  });
  const visit = (await again.json()) as { access_token: string; refresh_token: string };

  const since = performance.now();
  expect((await deleteAccount(visit.access_token)).status).toBe(204);
  // Their visits went with the account; a new ticket is refused.
  expect(await lastCode(one)).toBe(closeCode.ticketSpent);
  expect(await lastCode(two)).toBe(closeCode.notYours);
  expect(performance.now() - since).toBeLessThan(2_000);

  // Sent again after a lost answer it says the same; every other way in is closed.
  expect((await deleteAccount(visit.access_token)).status).toBe(204);
  const renewed = await call(server.url, '/auth/v1/token?grant_type=refresh_token', null, {
    refresh_token: visit.refresh_token,
  });
  expect(renewed.status).toBeGreaterThanOrEqual(400);
  const signIn = await call(server.url, '/auth/v1/token?grant_type=password', null, {
    email,
    password,
  });
  expect(signIn.status).toBe(400);
  const reading = await call(server.url, '/rest/v1/documents?select=*', visit.access_token);
  expect(reading.status).toBe(401);
  expect(await rows(second, 'document_updates')).toHaveLength(1);
  expect(await rows(second, 'spaces')).toMatchObject([{ status: 'closed', ended_by: 1 }]);
});

test('a visit that only a mail opened, or nothing known, deletes nothing', async () => {
  let printed = '';
  let arrived = (): void => undefined;
  const mail = new Promise<void>((resolve) => (arrived = resolve));
  await using other = await testServer(
    {},
    {
      print: (text) => {
        printed += text;
        arrived();
      },
    },
  );
  const { email, token } = await newPerson(other.url);
  await call(other.url, '/auth/v1/recover', null, { email });
  await mail;
  const secret = /\/recover#([\w-]+)/.exec(printed)?.[1] ?? '';
  const entered = await call(other.url, '/auth/v1/verify', null, {
    type: 'recovery',
    token_hash: secret,
  });
  const { access_token } = (await entered.json()) as { access_token: string };
  const path = '/rest/v1/rpc/delete_my_account';
  for (const bearer of [access_token, null]) {
    const refused = await call(other.url, path, bearer, {});
    expect(await refused.json()).toMatchObject({ code: 'prove_again' });
  }
  await other.close();
  // After a restart the gateway remembers nobody.
  await using after = await testServer({ DATA_DIR: other.dataDir });
  expect((await call(after.url, path, token, {})).status).toBe(403);
});

test('no row of the database names the address or the person afterwards', async () => {
  await using own = await testServer();
  const person = await newPerson(own.url);
  const { email, password } = person;
  await call(own.url, '/auth/v1/token?grant_type=password', null, { email, password });
  const path = '/rest/v1/rpc/delete_my_account';
  expect((await call(own.url, path, person.token, {})).status).toBe(204);
  await own.close();
  const dump = await dumpRows(join(own.dataDir, 'db'));
  expect(dump).not.toContain(email);
  expect(dump).not.toContain(person.id);
});
