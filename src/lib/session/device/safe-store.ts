/** The part of the Web Storage API that is used here. */
export interface KeyValueStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface SafeStore extends KeyValueStore {
  /** True when the browser refuses this storage: values then live as long as the page. */
  readonly refused: boolean;
}

const probeKey = 'holdfast.probe';

function works(store: KeyValueStore): boolean {
  try {
    store.setItem(probeKey, '1');
    store.removeItem(probeKey);
    return true;
  } catch {
    return false;
  }
}

/**
 * Web Storage that never throws: a refused, full or absent storage becomes one in memory, and `refused` says so.
 * @param open returns the storage; reading `window.localStorage` alone may throw, so it happens in here
 */
export function openSafeStore(open: () => KeyValueStore): SafeStore {
  const memory = new Map<string, string>();
  let store: KeyValueStore | null = null;
  try {
    const candidate = open();
    if (works(candidate)) store = candidate;
  } catch {
    store = null;
  }
  let refused = store === null;
  return {
    get refused() {
      return refused;
    },
    getItem(key) {
      const inMemory = memory.get(key);
      if (inMemory !== undefined) return inMemory;
      try {
        return store?.getItem(key) ?? null;
      } catch {
        refused = true;
        return null;
      }
    },
    setItem(key, value) {
      try {
        if (store === null) throw new Error('refused');
        store.setItem(key, value);
        memory.delete(key);
      } catch {
        refused = true;
        memory.set(key, value);
      }
    },
    removeItem(key) {
      memory.delete(key);
      try {
        store?.removeItem(key);
      } catch {
        refused = true;
      }
    },
  };
}
