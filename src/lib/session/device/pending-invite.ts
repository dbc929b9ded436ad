import { openSafeStore, type KeyValueStore } from './safe-store.ts';

const key = 'holdfast.invite';

/**
 * The fragment of an invitation while its reader signs up or in: in this tab only, never in the address bar, the history or on the
 * device. It is dropped as soon as it has done its work.
 */
export class PendingInvite {
  readonly #store: KeyValueStore;

  constructor(open: () => KeyValueStore = () => sessionStorage) {
    this.#store = openSafeStore(open);
  }

  get fragment(): string | null {
    return this.#store.getItem(key);
  }

  keep(fragment: string): void {
    this.#store.setItem(key, fragment);
  }

  drop(): void {
    this.#store.removeItem(key);
  }
}
