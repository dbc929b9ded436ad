import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Backend } from '../../src/server/backend/backend.ts';
import { listen } from '../../src/server/http/listen.ts';
import { noLog } from '../../src/server/log/log.ts';
import { openRelay, type Relay } from '../../src/server/relay/relay.ts';
import { closeCode } from '../../src/lib/collab/protocol/frames.ts';
import { openDatabase } from './support/open-server.ts';
import { newCouple, type TestCouple } from './support/people.ts';
import { bareSocket, closeCodeOf, RelayClient, ticketFor } from './support/relay-client.ts';
import { testServer, type TestServer } from './support/test-server.ts';

/** A relay of its own on the same rows, as on another machine. */
interface Node {
  readonly url: string;
  close(): Promise<void>;
}

const database = openDatabase();
let house: TestServer;
let couple: TestCouple;
let publishableKey: string;
const nodes: Node[] = [];

beforeAll(async () => {
  house = await testServer(
    {},
    {
      open: async (options) => {
        const opened = await database.open(options);
        publishableKey = opened.publishableKey;
        return opened;
      },
    },
  );
  couple = await newCouple(house.url);
});
afterAll(async () => {
  for (const node of nodes) await node.close();
  await house[Symbol.asyncDispose]();
});

async function newNode(limits: { backend?: Backend; maxWaitingMs?: number } = {}): Promise<Node> {
  const relay: Relay = openRelay({
    backend: house.holdfast.backend,
    publishableKey,
    shared: true,
    log: noLog,
    ...limits,
  });
  const server: Server = createServer(
    (request, response) =>
      void getRequestListener((asked) => relay.ticket(asked))(request, response),
  );
  server.on('upgrade', (request, socket, head) => relay.upgrade(request, socket, head));
  const port = await listen(server, 'localhost', 0);
  const node = {
    url: `http://localhost:${port}`,
    close: async () => {
      await relay.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  nodes.push(node);
  return node;
}

test('two relays of one room converge while both are written to', async () => {
  const room = `${couple.documentId}.0`;
  const [left, right] = [await newNode(), await newNode()];
  using one = await RelayClient.join(left.url, couple.first, room);
  using two = await RelayClient.join(right.url, couple.second, room);
  for (let n = 0; n < 10; n += 1) {
    one.items.push([`left ${n}`]);
    two.items.push([`right ${n}`]);
  }
  await one.until(() => one.items.length === 20 && one.allStored);
  await two.until(() => two.items.length === 20 && two.allStored);
  expect(two.items.toArray()).toEqual(one.items.toArray());
});

test('a room that one relay has merged into one row stays whole in the other', async () => {
  const room = `${couple.documentId}.0`;
  const [left, right] = [await newNode(), await newNode()];
  using two = await RelayClient.join(right.url, couple.second, room);
  {
    using one = await RelayClient.join(left.url, couple.first, room);
    for (let n = 0; n < 25; n += 1) {
      one.items.push([`merged ${n}`]);
      await one.until(() => one.allStored);
    }
  }
  two.items.push(['from the other']);
  await two.until(() => two.allStored && two.items.toArray().includes('merged 24'));
  using late = await RelayClient.join(left.url, couple.first, room);
  await late.until(() => late.items.length === two.items.length);
  expect(late.items.toArray()).toEqual(two.items.toArray());
});

test('a relay whose database stays away sends everybody off, and what was written comes back with them', async () => {
  const room = `${couple.documentId}.0`;
  const node = await newNode({ maxWaitingMs: 300 });
  using one = await RelayClient.join(node.url, couple.first, room);
  database.setReachable(false);
  try {
    one.items.push(['while it was away']);
    await one.until(() => one.closed.length > 0);
    expect(one.closed).toEqual([closeCode.restarting]);
    expect(one.allStored).toBe(false);
  } finally {
    database.setReachable(true);
  }
  await one.rejoin(node.url, couple.first);
  await one.until(() => one.allStored);
  using two = await RelayClient.join(node.url, couple.second, room);
  await two.until(() => two.items.toArray().includes('while it was away'));
});

test('an ex-partner is cut off within two seconds, however long it takes to look for news of other relays', async () => {
  const { first, second, documentId } = await newCouple(house.url);
  const room = `${documentId}.0`;
  const { backend } = house.holdfast;
  let slow = false;
  let letGo = (): void => undefined;
  const released = new Promise<void>((resolve) => (letGo = resolve));
  let noteLooking = (): void => undefined;
  const looking = new Promise<void>((resolve) => (noteLooking = resolve));
  const node = await newNode({
    backend: {
      async fetch(request) {
        if (slow && request.url.includes('order=seq.desc')) {
          noteLooking();
          await released;
        }
        return backend.fetch(request);
      },
      close: () => Promise.resolve(),
    },
  });
  using one = await RelayClient.join(node.url, first, room);
  using two = await RelayClient.join(node.url, second, room);
  slow = true;
  try {
    await looking;
    await database.sql(`update members set left_at = now() where user_id = '${second.id}'`);
    const since = performance.now();
    await two.until(() => two.closed.length > 0);
    expect(performance.now() - since).toBeLessThan(2_000);
    expect(two.closed).toEqual([closeCode.notYours]);
    expect(one.closed).toEqual([]);
  } finally {
    letGo();
  }
});

test('the page of a proxy in place of an answer is no answer, and ends nobody’s relay', async () => {
  const { first, documentId } = await newCouple(house.url);
  const room = `${documentId}.0`;
  const { backend } = house.holdfast;
  let proxied = false;
  const node = await newNode({
    backend: {
      fetch: (request) =>
        proxied ? Promise.resolve(new Response('<h1>Just a moment</h1>')) : backend.fetch(request),
      close: () => Promise.resolve(),
    },
  });
  const ticket = await ticketFor(node.url, first, room);
  proxied = true;
  expect(await closeCodeOf(bareSocket(node.url, room, ticket))).toBe(closeCode.restarting);
  await expect(ticketFor(node.url, first, room)).rejects.toThrow('503');
  proxied = false;
  using one = await RelayClient.join(node.url, first, room);
  expect(one.closed).toEqual([]);
});
