import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from './support/open-server.ts';
import { EncryptedClient, newDocumentKeys, type KeysOf } from './support/encrypted-client.ts';
import { call, newCouple, rpc, type TestCouple } from './support/people.ts';
import { testServer } from './support/test-server.ts';
import { ChildServer } from './support/child-server.ts';

let server: { readonly url: string } & AsyncDisposable;
let couple: TestCouple;
let keys: KeysOf;

async function withDocument(): Promise<void> {
  couple = await newCouple(server.url);
  keys = await newDocumentKeys(couple.documentId, 2);
}

const open = (who: 'first' | 'second') =>
  new EncryptedClient(server.url, couple[who], couple.documentId, keys);

const moveOn = (after: number) =>
  rpc(server.url, couple.first, 'next_generation', { document_id: couple.documentId, after });

/** Generations of which the server keeps something. */
async function generationsStored(): Promise<number[]> {
  const path = `/rest/v1/document_updates?document_id=eq.${couple.documentId}&select=generation`;
  const response = await call(server.url, path, couple.first.token);
  const rows = (await response.json()) as { generation: number }[];
  return [...new Set(rows.map(({ generation }) => generation))].sort();
}

/** Both type a word at every turn until `done`; every word counts. */
async function typeUntil(done: () => boolean, ...clients: readonly EncryptedClient[]) {
  const words: string[] = [];
  for (let turn = 0; !done() || turn < 40; turn += 1) {
    clients.forEach((client, index) => {
      const word = `<${String(index)}.${String(turn)}>`;
      words.push(word);
      client.type(word);
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return words;
}

describe('as it is served', () => {
  beforeAll(async () => {
    server = await ChildServer.start();
  });
  afterAll(() => server[Symbol.asyncDispose]());
  beforeEach(withDocument);

  test('a document moves on while both are typing, and no key is lost', async () => {
    await using ana = open('first');
    await using bo = open('second');
    await Promise.all([ana.document.whenSynced, bo.document.whenSynced]);
    let moved = false;
    const typing = typeUntil(() => moved, ana, bo);
    // Both are in the middle of it: what each has typed arrives at the other.
    await Promise.all([
      ana.until(() => ana.text.includes('<1.')),
      bo.until(() => bo.text.includes('<0.')),
    ]);
    expect(await moveOn(0)).toBe(1);
    // Both are there when what they type is stored in the new one.
    await expect.poll(generationsStored, { timeout: 30_000 }).toContain(1);
    moved = true;
    const words = await typing;
    await Promise.all(
      [ana, bo].map((client) =>
        client.until(
          () => client.status.saved === 'both' && words.every((word) => client.text.includes(word)),
        ),
      ),
    );
    expect(ana.text).toBe(bo.text);
    expect(ana.text).toHaveLength(words.join('').length);
    // Both have found again what was left behind, and it is gone.
    await expect.poll(generationsStored, { timeout: 30_000 }).toEqual([1]);

    await using newcomer = open('first');
    await newcomer.document.whenSynced;
    expect(newcomer.text).toBe(ana.text);
  });

  test('whoever moved it and was never seen again leaves nobody without the words', async () => {
    const ana = open('first');
    await ana.document.whenSynced;
    ana.type('what was there');
    await ana.until(() => ana.status.saved === 'both');
    await ana.document.close();
    await moveOn(0);

    await using bo = open('second');
    await bo.document.whenSynced;
    expect(bo.text).toBe('what was there');
    await bo.until(() => bo.status.saved === 'both');
    expect(await generationsStored()).toEqual([0, 1]);
  });
});

describe('with the database beneath', () => {
  const database = openDatabase();
  beforeAll(async () => {
    server = await testServer({}, { open: database.open });
  });
  afterAll(() => server[Symbol.asyncDispose]());
  beforeEach(withDocument);

  test('a new space key takes the document along, and nothing more is sealed under the old one', async () => {
    await using ana = open('first');
    await using bo = open('second');
    ana.type('before ');
    await bo.until(() => bo.text === 'before ');
    await ana.until(() => ana.status.saved === 'both');
    await database.sql(`update spaces set epoch = 1 where id = '${couple.spaceId}'`);
    bo.type('after');
    await ana.until(() => ana.text === 'before after' && ana.status.saved === 'both');
    await bo.until(() => bo.status.saved === 'both');
    const path = `/rest/v1/documents?id=eq.${couple.documentId}&select=generation,epoch`;
    const place = async () => (await call(server.url, path, couple.first.token)).json();
    await expect.poll(place, { timeout: 30_000 }).toEqual([{ generation: 1, epoch: 1 }]);
    await ana.until(() => ana.status.saved === 'both');
    await bo.until(() => bo.text === 'before after' && bo.status.saved === 'both');
  });

  test('a device that has seen a later generation does not write in an earlier one again', async () => {
    await moveOn(0);
    await using ana = open('first');
    await ana.until(() => ana.status.connection === 'online');
    ana.type('seen ');
    await ana.until(() => ana.status.saved === 'both');
    // The server is put back, as from an old copy.
    await database.sql(`delete from document_updates where document_id = '${couple.documentId}'`);
    await database.sql(`update documents set generation = 0 where id = '${couple.documentId}'`);
    ana.type('and more');
    await expect.poll(generationsStored, { timeout: 30_000 }).toContain(2);
    await ana.until(() => ana.status.saved === 'both');
    await using bo = open('second');
    await bo.document.whenSynced;
    expect(bo.text).toBe('seen and more');
  });
});
