import { openSafeStore, type KeyValueStore, type SafeStore } from './safe-store.ts';

const stayKey = 'holdfast.stay';

/**
 * Where the sign-in token is kept: for this tab only, or on the device when the person chose "stay signed in". The choice
 * itself lives in localStorage, so that every tab of the device follows it. Nothing in here can decrypt anything.
 */
export class TokenStorage implements KeyValueStore {
  readonly #tab: SafeStore;
  readonly #device: SafeStore;

  constructor(
    tab: () => KeyValueStore = () => sessionStorage,
    device: () => KeyValueStore = () => localStorage,
  ) {
    this.#tab = openSafeStore(tab);
    this.#device = openSafeStore(device);
  }

  /** True when the browser keeps nothing, so that this visit ends with this page. */
  get refused(): boolean {
    return this.#tab.refused || this.#device.refused;
  }

  get staySignedIn(): boolean {
    return this.#device.getItem(stayKey) === '1';
  }

  /** Moves what is kept to where the choice says. */
  setStaySignedIn(stay: boolean, keys: readonly string[] = []): void {
    if (stay) this.#device.setItem(stayKey, '1');
    else this.#device.removeItem(stayKey);
    for (const key of keys) {
      const value = this.#tab.getItem(key) ?? this.#device.getItem(key);
      if (value !== null) this.setItem(key, value);
    }
  }

  getItem(key: string): string | null {
    const inTab = this.#tab.getItem(key);
    return this.staySignedIn ? (this.#device.getItem(key) ?? inTab) : inTab;
  }

  setItem(key: string, value: string): void {
    const [used, other] = this.staySignedIn ? [this.#device, this.#tab] : [this.#tab, this.#device];
    used.setItem(key, value);
    other.removeItem(key);
  }

  /** Forgets what only this tab keeps. */
  forgetTab(key: string): void {
    this.#tab.removeItem(key);
  }

  removeItem(key: string): void {
    this.#tab.removeItem(key);
    this.#device.removeItem(key);
  }
}
