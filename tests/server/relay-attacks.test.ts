import * as encoding from 'lib0/encoding';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import { closeCode, frameType, limits } from '../../src/lib/collab/protocol/frames.ts';
import { updateFrame } from '../../src/server/relay/messages.ts';
import { call, newCouple, type TestCouple, type TestPerson } from './support/people.ts';
import { bareSocket, closeCodeOf, RelayClient, ticketFor } from './support/relay-client.ts';
import { testServer, type TestServer } from './support/test-server.ts';

// An error that nobody catches ends the server for everybody who lives there; here it fails the run.
let server: TestServer;
let couple: TestCouple;
let room: string;
beforeAll(async () => {
  server = await testServer();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});
beforeEach(async () => {
  couple = await newCouple(server.url);
  room = `${couple.documentId}.0`;
});

/** JSON that can be read, but is nested too deeply to be written again. */
const bottomless = `${'['.repeat(25_000)}${']'.repeat(25_000)}`;
const malformed = 1007;

async function openSocket(person: TestPerson): Promise<WebSocket> {
  const socket = bareSocket(server.url, room, await ticketFor(server.url, person, room));
  await new Promise((resolve) => socket.once('message', resolve));
  return socket;
}

/** Content of Yjs that holds JSON as a text: an embed (5), or a value of the old kind (2). */
function updateWithJson(kind: 'embed' | 'json', json: string): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const number of [1, 1, 77, 0]) encoding.writeVarUint(encoder, number);
  encoding.writeUint8(encoder, kind === 'embed' ? 5 : 2);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarString(encoder, 'u');
  if (kind === 'json') encoding.writeVarUint(encoder, 1);
  encoding.writeVarString(encoder, json);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

type State = readonly [client: number, clock: number, json: string];

function awarenessMessage(states: readonly State[]): Uint8Array {
  const payload = encoding.createEncoder();
  encoding.writeVarUint(payload, states.length);
  for (const [client, clock, json] of states) {
    encoding.writeVarUint(payload, client);
    encoding.writeVarUint(payload, clock);
    encoding.writeVarString(payload, json);
  }
  const message = encoding.createEncoder();
  encoding.writeVarUint(message, frameType.awareness);
  encoding.writeVarUint8Array(message, encoding.toUint8Array(payload));
  return encoding.toUint8Array(message);
}

async function storeRow(person: TestPerson, update: Uint8Array): Promise<void> {
  const response = await call(server.url, '/rest/v1/document_updates', person.token, {
    document_id: couple.documentId,
    generation: 0,
    author_id: person.id,
    body: Buffer.from(update).toString('base64url'),
  });
  expect(response.status).toBe(201);
}

async function storedRows(): Promise<unknown> {
  const path = `/rest/v1/document_updates?select=seq&document_id=eq.${couple.documentId}`;
  return (await call(server.url, path, couple.first.token)).json();
}

/** Enough rows that the room is tidied up when the last one leaves. */
async function storeManyRows(): Promise<void> {
  for (let n = 0; n < 25; n += 1) {
    const doc = new Y.Doc();
    doc.getArray('u').push([`item ${n}`]);
    await storeRow(couple.first, Y.encodeStateAsUpdate(doc));
  }
}

test('a message over the limit closes with 4413 and is not stored', async () => {
  const doc = new Y.Doc();
  doc.getArray('u').push([new Uint8Array(4 * 1024 * 1024)]);
  const socket = await openSocket(couple.first);
  socket.send(updateFrame(Y.encodeStateAsUpdate(doc)));
  expect(await closeCodeOf(socket)).toBe(closeCode.tooLarge);
  const frame = await openSocket(couple.first);
  frame.send(new Uint8Array(limits.frameBytes + 1));
  expect(await closeCodeOf(frame)).toBe(closeCode.tooLarge);
  expect(await storedRows()).toEqual([]);
});

test('a flood closes with 4429, and the others do not notice', async () => {
  using one = await RelayClient.join(server.url, couple.second, room);
  const socket = await openSocket(couple.first);
  const closed = closeCodeOf(socket);
  const question = new Uint8Array([3]);
  for (let n = 0; n < 5_000; n += 1) socket.send(question);
  expect(await closed).toBe(closeCode.tooMuch);
  one.items.push(['undisturbed']);
  await one.until(() => one.allStored);
});

test.each([
  ['bytes of no protocol', new Uint8Array([99, 1, 2, 3])],
  ['an update that is none', new Uint8Array([0, 2, 3, 255, 255, 255])],
  ['a cut-off message', new Uint8Array([0])],
  ['text', 'hello'],
])('%s closes the socket and nothing else', async (_name, message) => {
  using one = await RelayClient.join(server.url, couple.second, room);
  const socket = await openSocket(couple.first);
  socket.send(message);
  expect(await closeCodeOf(socket)).toBe(malformed);
  one.items.push(['undisturbed']);
  await one.until(() => one.allStored);
  expect(one.closed).toEqual([]);
});

test('a row that is no update spoils nothing', async () => {
  await storeRow(couple.second, Buffer.from('nothing'));
  using one = await RelayClient.join(server.url, couple.first, room);
  one.items.push(['readable']);
  await one.until(() => one.allStored);
  using two = await RelayClient.join(server.url, couple.second, room);
  await two.until(() => two.items.length === 1);
});

test('one person cannot take every place', async () => {
  const sockets: WebSocket[] = [];
  const codes: number[] = [];
  for (let n = 0; n < 34; n += 1) {
    const socket = bareSocket(server.url, room, await ticketFor(server.url, couple.first, room));
    socket.once('close', (code) => codes.push(code));
    sockets.push(socket);
    await new Promise((resolve) => {
      socket.once('message', resolve);
      socket.once('close', resolve);
    });
  }
  expect(codes).toEqual([closeCode.tooMuch, closeCode.tooMuch]);
  using two = await RelayClient.join(server.url, couple.second, room);
  expect(two.provider.synced).toBe(true);
  for (const socket of sockets) socket.terminate();
});

test.each(['embed', 'json'] as const)(
  'an update with a bottomless %s ends its own socket and spoils nothing',
  async (kind) => {
    await storeManyRows();
    const tidied = server.logged('compacted', 1);
    const socket = await openSocket(couple.second);
    socket.send(updateFrame(updateWithJson(kind, bottomless)));
    expect(await closeCodeOf(socket)).toBe(malformed);
    await tidied;
    using one = await RelayClient.join(server.url, couple.first, room);
    expect(one.items.length).toBe(25);
    one.items.push(['written']);
    await one.until(() => one.allStored);
  },
);

test('a bottomless update that was put into the store past the relay spoils nothing', async () => {
  await storeManyRows();
  await storeRow(couple.second, updateWithJson('embed', bottomless));
  const tidied = server.logged('compacted', 1);
  {
    using one = await RelayClient.join(server.url, couple.first, room);
    expect(one.items.length).toBe(25);
    one.items.push(['written']);
    await one.until(() => one.allStored);
  }
  await tidied;
});

test('nobody can leave a state in a partner’s name that keeps the next one out', async () => {
  using one = await RelayClient.join(server.url, couple.first, room);
  using watching = await RelayClient.join(server.url, couple.second, room);
  one.provider.awareness.setLocalState({ c: 'somewhere' });
  await watching.until(() => watching.provider.awareness.getStates().has(one.doc.clientID));
  const socket = await openSocket(couple.second);
  socket.send(awarenessMessage([[one.doc.clientID, 1_000, bottomless]]));
  expect(await closeCodeOf(socket)).toBe(malformed);
  using two = await RelayClient.join(server.url, couple.second, room);
  expect(two.provider.synced).toBe(true);
  expect(one.closed).toEqual([]);
});

test('nobody fills the memory with made-up people', async () => {
  using one = await RelayClient.join(server.url, couple.first, room);
  const crowd = (from: number, count: number): State[] =>
    Array.from({ length: count }, (_, n) => [from + n, 1, '{"c":"x"}']);
  const atOnce = await openSocket(couple.second);
  atOnce.send(awarenessMessage(crowd(1, 5_000)));
  expect(await closeCodeOf(atOnce)).toBe(malformed);
  const byAndBy = await openSocket(couple.second);
  for (let n = 0; n < 100; n += 1) byAndBy.send(awarenessMessage(crowd(10_000 + n * 50, 50)));
  expect(await closeCodeOf(byAndBy)).toBe(malformed);
  // They are gone with the socket that brought them.
  await one.until(() => one.provider.awareness.getStates().size <= 1);
  expect(one.closed).toEqual([]);
});
