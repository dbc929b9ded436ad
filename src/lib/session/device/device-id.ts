import { openSafeStore, type KeyValueStore, type SafeStore } from './safe-store.ts';

const prefix = 'holdfast.device.';

/**
 * By what the list of devices knows this one again: a random number for each account, kept here until somebody signs out. A browser that
 * keeps nothing is another device at each visit.
 */
export class DeviceId {
  readonly #store: SafeStore;

  constructor(open: () => KeyValueStore = () => localStorage) {
    this.#store = openSafeStore(open);
  }

  /** @param random makes a new one */
  of(accountId: string, random: () => string = () => crypto.randomUUID()): string {
    const known = this.#store.getItem(prefix + accountId);
    if (known !== null) return known;
    const id = random();
    this.#store.setItem(prefix + accountId, id);
    return id;
  }

  forget(accountId: string): void {
    this.#store.removeItem(prefix + accountId);
  }
}
