import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { completed, deleteDatabase, openDatabase, requested } from './indexeddb.ts';

/** The outer document on this device. */
export interface OuterStorage {
  close(): Promise<void>;
}

/**
 * Binds the outer document to IndexedDB through y-indexeddb and resolves when what it holds has been read.
 *
 * y-indexeddb never settles on a database that it cannot open or read, so that is tried first. What no longer is a Yjs update is removed:
 * the relay and the encrypted cache have it.
 * @param onRefused the browser refuses to keep more; the document goes on without it
 * @throws when the browser keeps nothing
 */
export async function openOuterStorage(
  name: string,
  outer: Y.Doc,
  onRefused: () => void,
): Promise<OuterStorage> {
  await mend(name);
  const persistence = new IndexeddbPersistence(name, outer);
  await persistence.whenSynced;
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await persistence.destroy();
  };
  if (persistence.db) {
    persistence.db.onabort = () => {
      void close();
      onRefused();
    };
    persistence.db.onversionchange = () => {
      void close();
    };
  }
  return { close };
}

/** Opens the database as y-indexeddb does, and takes out what would stop it. */
async function mend(name: string): Promise<void> {
  const database = await openDatabase(name, (created) => {
    created.createObjectStore('updates', { autoIncrement: true });
    created.createObjectStore('custom');
  });
  try {
    if (!database.objectStoreNames.contains('updates')) {
      database.close();
      await deleteDatabase(name);
      return;
    }
    const transaction = database.transaction('updates', 'readwrite');
    const done = completed(transaction);
    const updates = transaction.objectStore('updates');
    const [keys, values] = await Promise.all([
      requested(updates.getAllKeys()),
      requested<unknown[]>(updates.getAll()),
    ]);
    keys.forEach((key, index) => {
      if (!isUpdate(values[index])) updates.delete(key);
    });
    await done;
  } finally {
    database.close();
  }
}

function isUpdate(value: unknown): boolean {
  if (!(value instanceof Uint8Array)) return false;
  try {
    Y.decodeUpdate(value);
    return true;
  } catch {
    return false;
  }
}
