import { openSafeStore, type KeyValueStore, type SafeStore } from './safe-store.ts';

const key = 'holdfast.invite';

/**
 * The fragment of an invitation while its reader signs up or in: in this tab only, never in the address bar, the history or on the
 * device. It is dropped as soon as it has done its work. A browser that keeps nothing for the tab has it as long as the page.
 */
export class PendingInvite {
  readonly #store: SafeStore;

  constructor(open: () => KeyValueStore = () => sessionStorage) {
    this.#store = openSafeStore(open);
  }

  get fragment(): string | null {
    return this.#store.getItem(key);
  }

  /** False where a reload loses it, because the browser keeps nothing. */
  get outlastsPage(): boolean {
    return !this.#store.refused;
  }

  keep(fragment: string): void {
    this.#store.setItem(key, fragment);
  }

  drop(): void {
    this.#store.removeItem(key);
  }
}
