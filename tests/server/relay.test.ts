import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { newCouple, type TestCouple } from './support/people.ts';
import { RelayClient } from './support/relay-client.ts';
import { testServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
let couple: TestCouple;
beforeAll(async () => {
  server = await testServer();
  couple = await newCouple(server.url);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

test('two clients converge', async () => {
  const room = `${couple.documentId}.0`;
  using one = await RelayClient.join(server.url, couple.first, room);
  using two = await RelayClient.join(server.url, couple.second, room);
  one.items.push(['from one']);
  two.items.push(['from two']);
  await one.until(() => one.items.length === 2);
  await two.until(() => two.items.length === 2);
  expect(one.items.toArray()).toEqual(two.items.toArray());
  await one.until(() => one.allStored);
  await two.until(() => two.allStored);
  expect(Y.encodeStateVector(one.doc)).toEqual(Y.encodeStateVector(two.doc));
});
