import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { completed, deleteDatabase, openDatabase, requested } from './indexeddb.ts';

/** The outer document on this device. */
export interface OuterStorage {
  /** Hands over what is gathered, without waiting until it is written. */
  flush(): void;
  close(): Promise<void>;
}

/**
 * How long updates are gathered before y-indexeddb gets them, in milliseconds. Nothing that is called saved depends on it (the encrypted
 * cache does that), and a write at the moment of each key would come between the key and the screen.
 */
const gatherFor = 150;

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
  const gathered = gatherUpdates(outer, persistence);
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    gathered.stop();
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
  return { flush: gathered.flush, close };
}

/** Puts a short wait between the document and y-indexeddb, and merges what comes meanwhile into one row. */
function gatherUpdates(outer: Y.Doc, persistence: IndexeddbPersistence) {
  const store = persistence._storeUpdate;
  let waiting: Uint8Array[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const updates = waiting;
    waiting = [];
    store(Y.mergeUpdates(updates), outer);
  };
  const gather = (update: Uint8Array, origin: unknown) => {
    // What y-indexeddb itself brought is there already.
    if (origin === persistence) return;
    waiting.push(update);
    timer ??= setTimeout(flush, gatherFor);
  };
  outer.off('update', store);
  outer.on('update', gather);
  return {
    flush,
    stop() {
      outer.off('update', gather);
      flush();
    },
  };
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
