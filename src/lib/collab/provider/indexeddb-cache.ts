import type { CacheRow, EncryptedCache } from './encrypted-cache.ts';
import { completed, openDatabase, requested } from './indexeddb.ts';

const store = 'envelopes';

/** Durable means written through: a dead battery must not take back a "saved". */
const options: IDBTransactionOptions = { durability: 'strict' };

/** The cache in IndexedDB. @throws when the browser keeps nothing */
export async function openIndexedDbCache(name: string): Promise<EncryptedCache> {
  const database = await openDatabase(name, (created) => {
    created.createObjectStore(store, { autoIncrement: true });
  });
  // Another tab signs out and deletes the database: let it.
  database.onversionchange = () => {
    database.close();
  };

  function add(transaction: IDBTransaction, envelope: Uint8Array): Promise<number> {
    return requested(transaction.objectStore(store).add(envelope)).then(Number);
  }

  return {
    async rows() {
      const objects = database.transaction(store, 'readonly').objectStore(store);
      const [keys, values] = await Promise.all([
        requested(objects.getAllKeys()),
        requested<unknown[]>(objects.getAll()),
      ]);
      return keys.map((key, index): CacheRow => {
        const value = values[index];
        // Whatever else lies there counts as a broken envelope.
        return {
          id: Number(key),
          envelope: value instanceof Uint8Array ? value : new Uint8Array(),
        };
      });
    },

    async append(envelopes) {
      const transaction = database.transaction(store, 'readwrite', options);
      const done = completed(transaction);
      const [ids] = await Promise.all([
        Promise.all(envelopes.map((envelope) => add(transaction, envelope))),
        done,
      ]);
      return ids;
    },

    async replace(envelope, superseded) {
      const transaction = database.transaction(store, 'readwrite', options);
      const done = completed(transaction);
      for (const id of superseded) transaction.objectStore(store).delete(id);
      const [id] = await Promise.all([add(transaction, envelope), done]);
      return id;
    },

    close() {
      database.close();
    },
  };
}
