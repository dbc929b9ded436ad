import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../domain/failure/failure.ts';
import { forgetLocalDocuments } from './forget-local-documents.ts';
import { completed, deleteDatabase, openDatabase, requested } from './indexeddb.ts';
import { localNames } from './local-names.ts';
import { openEncryptedDocument } from './open-encrypted-document.ts';
import { documentId, firstPlace, makeSpaceKeys, unreachable } from './simulation/keys.ts';
import { indexedDbShelf } from './indexeddb-shelf.ts';
import type {
  DocumentStatus,
  EncryptedDocument,
  EncryptedDocumentOptions,
  Place,
} from './types.ts';

const authorId = '3e6f2f52-5c56-4c4e-8a53-1f0d7d8f7a22';
const names = localNames(authorId, `${documentId}.0`);
let keys: EncryptedDocumentOptions['keys'];
let opened: EncryptedDocument[];

beforeEach(async () => {
  keys = await makeSpaceKeys(1);
  opened = [];
});

afterEach(async () => {
  await Promise.all(opened.map((document) => document.close()));
  await forgetLocalDocuments(authorId);
});

/** The document on this device, without a network. */
function open(place: Place = firstPlace): EncryptedDocument {
  const document = openEncryptedDocument({
    documentId,
    place,
    authorId,
    keys,
    server: unreachable,
    collabUrl: `${location.origin.replace('http', 'ws')}/collab`,
    ticket: () => Promise.reject(new Failure('offline')),
    persist: true,
  });
  opened.push(document);
  return document;
}

function type(document: EncryptedDocument, text: string): void {
  document.inner.getText('text').insert(0, text);
}

function textOf(document: EncryptedDocument): string {
  return document.inner.getText('text').toString();
}

function until(
  document: EncryptedDocument,
  condition: (status: DocumentStatus) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    const look = (status: DocumentStatus) => {
      if (!condition(status)) return;
      stop();
      resolve();
    };
    const stop = document.onStatus(look);
    look(document.status);
  });
}

/** Everything in one of the databases, and a way to change it. */
async function withStore<T>(
  name: string,
  store: string,
  use: (objects: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(name, () => undefined);
  try {
    const transaction = database.transaction(store, 'readwrite');
    const done = completed(transaction);
    const result = await use(transaction.objectStore(store));
    await done;
    return result;
  } finally {
    database.close();
  }
}

describe('a document on a device without network', () => {
  it('is saved here, and is there again after a reload', async () => {
    const before = open();
    type(before, 'kept');
    expect(before.status.saved).toBe('saving');
    await until(before, ({ saved }) => saved === 'here');
    await before.close();
    const after = open();
    await after.whenLoaded;
    expect(textOf(after)).toBe('kept');
    expect(after.status).toMatchObject({ saved: 'here', storage: 'ok', setAside: 0 });
  });

  it('keeps no word in plaintext', async () => {
    const document = open();
    type(document, 'unmistakable');
    await document.flush();
    await document.close();
    const rows = [
      ...(await withStore(names.outer, 'updates', (store) => requested<unknown[]>(store.getAll()))),
      ...(await withStore(names.cache, 'envelopes', (store) =>
        requested<unknown[]>(store.getAll()),
      )),
    ];
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) {
      if (!(row instanceof Uint8Array)) throw new Error('what is that?');
      expect(new TextDecoder('latin1').decode(row)).not.toContain('unmistakable');
    }
  });

  it('is there again when the outer document is lost', async () => {
    const before = open();
    type(before, 'kept');
    await before.close();
    await deleteDatabase(names.outer);
    const after = open();
    await after.whenLoaded;
    expect(textOf(after)).toBe('kept');
  });

  it('is there again when the cache is lost', async () => {
    const before = open();
    type(before, 'kept');
    await before.close();
    await deleteDatabase(names.cache);
    const after = open();
    await after.whenLoaded;
    expect(textOf(after)).toBe('kept');
  });

  it('opens although what lies in both databases is broken, and what is written then is kept', async () => {
    const before = open();
    type(before, 'kept');
    await before.close();
    const nonsense = new Uint8Array(60).fill(1);
    await withStore(names.outer, 'updates', (store) => requested(store.add(nonsense)));
    await withStore(names.outer, 'updates', (store) => requested(store.add('text')));
    await withStore(names.cache, 'envelopes', (store) => requested(store.add(nonsense)));
    const after = open();
    await after.whenLoaded;
    expect(textOf(after)).toBe('kept');
    expect(after.status).toMatchObject({ storage: 'ok', setAside: 1 });
    type(after, 'still ');
    await until(after, ({ saved }) => saved === 'here');
    await after.close();
    const again = open();
    await again.whenLoaded;
    expect(textOf(again)).toBe('still kept');
    expect(again.status.setAside).toBe(0);
  });

  it('works in memory, and says so, when the browser does not give the databases', async () => {
    // A later version of a database refuses an older one, as a blocked one does.
    const newer = await Promise.all(
      [names.outer, names.cache].map((name) => requested(indexedDB.open(name, 7))),
    );
    const document = open();
    await document.whenLoaded;
    type(document, 'in memory');
    await document.flush();
    expect(textOf(document)).toBe('in memory');
    expect(document.status).toMatchObject({ saved: 'saving', storage: 'refused' });
    for (const database of newer) database.close();
  });

  it('shares the device with a second tab: both are kept', async () => {
    const one = open();
    const two = open();
    await Promise.all([one.whenLoaded, two.whenLoaded]);
    type(one, 'one ');
    type(two, 'two ');
    await one.close();
    await two.close();
    const after = open();
    await after.whenLoaded;
    expect(textOf(after)).toContain('one');
    expect(textOf(after)).toContain('two');
  });

  it('is forgotten on request, and only the documents of that person', async () => {
    const document = open();
    type(document, 'kept');
    await document.close();
    const other = localNames('someone-else', `${documentId}.0`).cache;
    (await openDatabase(other, (created) => created.createObjectStore('envelopes'))).close();
    await forgetLocalDocuments(authorId);
    const left = (await indexedDB.databases()).map(({ name }) => name);
    expect(left).not.toContain(names.outer);
    expect(left).not.toContain(names.cache);
    expect(left).toContain(other);
    await deleteDatabase(other);
  });
});

describe('generations on a device', () => {
  const shelf = indexedDbShelf(authorId, documentId);
  const next = { generation: 1, epoch: 0 } as const;

  it('carry what was written in an earlier one into the next, and keep it until the relay has it', async () => {
    const before = open();
    type(before, 'a week without a network');
    await before.close();
    const after = open(next);
    await after.whenLoaded;
    expect(textOf(after)).toBe('a week without a network');
    await until(after, ({ saved }) => saved === 'here');
    await after.close();
    expect(await shelf.generations()).toEqual([0, 1]);
    await Promise.all([deleteDatabase(names.cache), deleteDatabase(names.outer)]);
    const again = open(next);
    await again.whenLoaded;
    expect(textOf(again)).toBe('a week without a network');
  });

  it('are not gone back to when the server shows an earlier one', async () => {
    const before = open(next);
    type(before, 'seen');
    await before.close();
    const after = open();
    await after.whenLoaded;
    expect(textOf(after)).toBe('seen');
    type(after, 'more ');
    await until(after, ({ saved }) => saved === 'here');
    await after.close();
    expect(await shelf.generations()).toEqual([1]);
  });

  it('are forgotten, but not while a tab has them open, nor when more was written than was read', async () => {
    const cache = await shelf.openCache(0);
    await cache?.append([Uint8Array.of(1), Uint8Array.of(2)]);
    await shelf.forget(0, 2);
    expect(await shelf.read(0)).toHaveLength(2);
    cache?.close();
    await shelf.forget(0, 1);
    expect(await shelf.read(0)).toHaveLength(2);
    await shelf.forget(0, 2);
    expect(await shelf.generations()).toEqual([]);
  });
});
