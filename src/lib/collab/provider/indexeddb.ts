/** How long a browser may take to open a database before it counts as refusing, in milliseconds. Some never answer when blocked. */
const patience = 8_000;

/** Resolves with a request's result; rejects with its error. */
export function requested<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('IndexedDB refused'));
    };
  });
}

/** Resolves when a transaction is on disk; rejects when it was aborted. */
export function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = transaction.onerror = () => {
      reject(transaction.error ?? new Error('IndexedDB refused'));
    };
  });
}

/** Opens a database, version 1. @throws when the browser keeps nothing (blocked, private, full, broken) */
export function openDatabase(
  name: string,
  create: (database: IDBDatabase) => void,
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    if (typeof indexedDB === 'undefined') {
      reject(new Error('no IndexedDB'));
      return;
    }
    const late = setTimeout(() => {
      reject(new Error('IndexedDB does not answer'));
    }, patience);
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      create(request.result);
    };
    request.onerror = () => {
      clearTimeout(late);
      reject(request.error ?? new Error('IndexedDB refused'));
    };
    request.onsuccess = () => {
      clearTimeout(late);
      resolve(request.result);
    };
  });
}

/** Deletes a database; resolves also when there is none. Connections that are still open keep it until they close. */
export function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess =
      request.onerror =
      request.onblocked =
        () => {
          resolve();
        };
  });
}
