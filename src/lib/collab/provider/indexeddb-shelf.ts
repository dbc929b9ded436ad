import { envelopesIn } from './carry-over.ts';
import { openIndexedDbCache } from './indexeddb-cache.ts';
import { deleteDatabase, openDatabase, requested } from './indexeddb.ts';
import { generationOf, localNames } from './local-names.ts';
import { roomName } from '../protocol/rooms.ts';
import type { Shelf } from './shelf.ts';

/** Keeps nothing: for a page that shall leave nothing behind. */
export const emptyShelf: Shelf = {
  generations: () => Promise.resolve([]),
  openCache: () => Promise.resolve(null),
  read: () => Promise.resolve([]),
  forget: () => Promise.resolve(),
};

/** The generations of a person's document in IndexedDB. */
export function indexedDbShelf(authorId: string, documentId: string): Shelf {
  const namesOf = (generation: number) =>
    localNames(authorId, roomName({ documentId, generation }));

  async function read(generation: number): Promise<Uint8Array[]> {
    const { cache, outer } = namesOf(generation);
    const [envelopes, updates] = await Promise.all([
      valuesIn(cache, 'envelopes'),
      valuesIn(outer, 'updates'),
    ]);
    return [...envelopes, ...envelopesIn(updates)];
  }

  return {
    async generations() {
      try {
        const databases = await indexedDB.databases();
        const found = databases.map(({ name }) => generationOf(authorId, documentId, name ?? ''));
        return [...new Set(found.filter((number) => number !== null))].sort((a, b) => a - b);
      } catch {
        // A browser that keeps nothing has nothing to show.
        return [];
      }
    },

    async openCache(generation) {
      const { cache: name } = namesOf(generation);
      const release = holdName(name);
      try {
        const cache = await openIndexedDbCache(name);
        return {
          ...cache,
          close() {
            cache.close();
            release();
          },
        };
      } catch (cause) {
        release();
        throw cause;
      }
    },

    read,

    async forget(generation, known) {
      const { cache, outer } = namesOf(generation);
      await whenNobodyHolds(cache, async () => {
        if ((await read(generation)).length > known) return;
        await Promise.all([deleteDatabase(cache), deleteDatabase(outer)]);
      });
    },
  };
}

/** Tells other tabs that this one writes under a name, until the result is called or the page is gone. */
function holdName(name: string): () => void {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks.request(name, { mode: 'shared' }, () => held);
  return release;
}

async function whenNobodyHolds(name: string, act: () => Promise<void>): Promise<void> {
  try {
    await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock !== null) await act();
    });
  } catch {
    // The next opening of the document tries again.
  }
}

/** All bytes in a store of a database. @throws when the browser refuses */
async function valuesIn(name: string, store: string): Promise<Uint8Array[]> {
  const database = await openDatabase(name, (created) => {
    created.createObjectStore(store, { autoIncrement: true });
  });
  try {
    if (!database.objectStoreNames.contains(store)) return [];
    const objects = database.transaction(store, 'readonly').objectStore(store);
    const values = await requested<unknown[]>(objects.getAll());
    return values.filter((value) => value instanceof Uint8Array);
  } finally {
    database.close();
  }
}
