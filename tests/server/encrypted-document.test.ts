import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChildServer } from './support/child-server.ts';
import { EncryptedClient, newDocumentKeys, type KeysOf } from './support/encrypted-client.ts';
import { call, newCouple, newPerson, type TestCouple } from './support/people.ts';
import { RelayClient } from './support/relay-client.ts';

let server: ChildServer;
let couple: TestCouple;
let keys: KeysOf;

beforeAll(async () => {
  server = await ChildServer.start();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

/** A couple with a document of their own for each test. */
async function withDocument(): Promise<void> {
  couple = await newCouple(server.url);
  keys = await newDocumentKeys(couple.documentId);
}

const open = (who: 'first' | 'second') =>
  new EncryptedClient(server.url, couple[who], couple.documentId, keys);

/** Every body of the document's rows, as one text. */
async function storedBodies(): Promise<string> {
  const path = `/rest/v1/document_updates?document_id=eq.${couple.documentId}&select=body`;
  const response = await call(server.url, path, couple.first.token);
  const rows = (await response.json()) as { body: string }[];
  return rows.map(({ body }) => Buffer.from(body, 'base64url').toString('latin1')).join('\n');
}

test('what two partners write at once is on both sides, and only ciphertext is in the database', async () => {
  await withDocument();
  await using ana = open('first');
  await using bo = open('second');
  await Promise.all([ana.document.whenSynced, bo.document.whenSynced]);
  for (let round = 0; round < 20; round += 1) {
    ana.type(`needs${String(round)} `);
    bo.type(`fears${String(round)} `);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await ana.until(() => ana.text.includes('fears19') && ana.status.saved === 'both');
  await bo.until(() => bo.text.includes('needs19') && bo.status.saved === 'both');
  expect(ana.text).toBe(bo.text);
  const bodies = await storedBodies();
  expect(bodies.length).toBeGreaterThan(500);
  expect(bodies).not.toMatch(/needs|fears/);
  expect(ana.status).toEqual({
    connection: 'online',
    refusal: null,
    saved: 'both',
    changesMissing: false,
    setAside: 0,
    storage: 'ok',
    full: false,
  });
});

test('the partner sees who is here and where, and no longer when they have left', async () => {
  await withDocument();
  await using ana = open('first');
  const bo = open('second');
  bo.document.awareness.setLocalStateField('user', { name: 'Bo' });
  const others = () =>
    [...ana.document.awareness.getStates()].flatMap(([client, state]) =>
      client === ana.document.inner.clientID ? [] : [state],
    );
  await ana.until(() => others().some((state) => state['user'] !== undefined));
  expect(others()).toEqual([{ user: { name: 'Bo' } }]);
  await bo.document.close();
  await ana.until(() => others().length === 0);
});

test('both go on by themselves after a restart, and what was written meanwhile arrives', async () => {
  await withDocument();
  await using ana = open('first');
  await using bo = open('second');
  ana.type('before ');
  await bo.until(() => bo.text.includes('before'));
  await server.end('SIGTERM');
  await ana.until(() => ana.status.connection !== 'online');
  ana.type('meanwhile ');
  expect(ana.status.saved).toBe('saving');
  await server.startAgain();
  bo.type('after ');
  await ana.until(() => ana.text.includes('after') && ana.status.saved === 'both');
  await bo.until(() => bo.text.includes('meanwhile') && bo.status.saved === 'both');
  expect(ana.text).toBe(bo.text);
});

test('a spoilt item is set aside, the rest stays, and the partner who has it brings it back', async () => {
  await withDocument();
  await using ana = open('first');
  ana.type('the words that matter');
  await ana.until(() => ana.status.saved === 'both');

  // Whoever can write rows can do this: take the item out and put a spoilt copy in its place.
  using meddler = await RelayClient.join(server.url, couple.second, `${couple.documentId}.0`);
  const items = meddler.doc.getArray<Uint8Array>('u');
  const spoilt = items.get(0).slice();
  spoilt[100] = (spoilt[100] ?? 0) ^ 1;
  meddler.doc.transact(() => {
    items.delete(0, 1);
    items.insert(0, [spoilt]);
  });

  await using bo = open('second');
  await bo.until(() => bo.text === 'the words that matter');
  expect(bo.status.setAside).toBe(1);
  expect(ana.text).toBe('the words that matter');
  ana.type(' and more');
  await bo.until(() => bo.text === 'the words that matter and more');
});

test('somebody who does not belong is told to stop, and tries no more', async () => {
  await withDocument();
  const stranger = await newPerson(server.url);
  await using client = new EncryptedClient(server.url, stranger, couple.documentId, keys);
  await client.until(() => client.status.connection === 'refused');
  expect(client.status.refusal).toBe('not_yours');
});
