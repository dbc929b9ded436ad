import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../../src/server/http/listen.ts';
import { startHoldfast, type RunningHoldfast } from '../../src/server/start-holdfast.ts';
import { call, newCouple, newPerson } from './support/people.ts';
import { RelayClient } from './support/relay-client.ts';
import { testServer, type TestServer } from './support/test-server.ts';

/** A Supabase API at an address of its own, as a hosted project is: only who names the right key gets in. */
let project: Server;
let projectUrl: string;
let behind: TestServer;
let key: string;
let house: RunningHoldfast;

const start = (env: Readonly<Record<string, string>>): Promise<RunningHoldfast> =>
  startHoldfast({ PORT: '0', ATTEMPTS_PER_ADDRESS: '1000', ...env }, { pages: false });

beforeAll(async () => {
  behind = await testServer();
  const secrets = JSON.parse(readFileSync(join(behind.dataDir, 'secrets.json'), 'utf8')) as {
    publishableKey: string;
  };
  key = secrets.publishableKey;
  const answer = getRequestListener((request) => behind.holdfast.backend.fetch(request));
  project = createServer((request, response) => void answer(request, response));
  projectUrl = `http://localhost:${await listen(project, 'localhost', 0)}`;
  house = await start({ SUPABASE_URL: projectUrl, SUPABASE_PUBLISHABLE_KEY: key });
});
afterAll(async () => {
  await house.close();
  project.closeAllConnections();
  project.close();
  await behind[Symbol.asyncDispose]();
});

test('two people pair and write together through a hosted project', async () => {
  const { first, second, documentId } = await newCouple(house.url);
  const room = `${documentId}.0`;
  using one = await RelayClient.join(house.url, first, room);
  using two = await RelayClient.join(house.url, second, room);
  one.items.push(['from one']);
  await two.until(() => two.items.length === 1 && two.allStored);
});

test('wrong passwords are counted before they reach the project', async () => {
  const strict = await start({
    SUPABASE_URL: projectUrl,
    SUPABASE_PUBLISHABLE_KEY: key,
    ATTEMPTS_PER_ACCOUNT: '2',
  });
  const { email } = await newPerson(house.url);
  const codes: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    const password = 'x'.repeat(40);
    const response = await call(strict.url, '/auth/v1/token?grant_type=password', null, {
      email,
      password,
    });
    codes.push(response.status);
  }
  expect(codes).toEqual([400, 400, 429]);
  await strict.close();
});

test('a key that the project does not accept stops the start with one sentence', async () => {
  await expect(
    start({ SUPABASE_URL: projectUrl, SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_other' }),
  ).rejects.toThrow(`SUPABASE_URL (${projectUrl}) does not accept SUPABASE_PUBLISHABLE_KEY.`);
});

test('an address where nothing answers stops the start with one sentence', async () => {
  const nothing = createServer();
  const port = await listen(nothing, 'localhost', 0);
  await new Promise((resolve) => nothing.close(resolve));
  await expect(
    start({ SUPABASE_URL: `http://localhost:${port}`, SUPABASE_PUBLISHABLE_KEY: key }),
  ).rejects.toThrow(/does not answer; check the address/);
});

test('a project without the tables, and one that is none, stop the start with one sentence', async () => {
  for (const [status, body, sentence] of [
    [404, '{"code":"PGRST205"}', /lacks Holdfast's tables/],
    [302, '', /not like a Supabase project/],
  ] as const) {
    const other = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    const port = await listen(other, 'localhost', 0);
    await expect(
      start({ SUPABASE_URL: `http://localhost:${port}`, SUPABASE_PUBLISHABLE_KEY: key }),
    ).rejects.toThrow(sentence);
    other.closeAllConnections();
    other.close();
  }
});

test('while the project does not answer, a page is told so', async () => {
  const away = createServer((request, response) => {
    const answer = getRequestListener((asked) => behind.holdfast.backend.fetch(asked));
    void answer(request, response);
  });
  const port = await listen(away, 'localhost', 0);
  const server = await start({
    SUPABASE_URL: `http://localhost:${port}`,
    SUPABASE_PUBLISHABLE_KEY: key,
  });
  away.closeAllConnections();
  await new Promise((resolve) => away.close(resolve));
  const response = await call(server.url, '/rest/v1/rpc/prelogin', null, {
    email: 'a@example.org',
  });
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ code: 'server_unreachable' });
  await server.close();
});
