import { version as builtVersion } from '$app/environment';

const worker = '/service-worker.js';
/** Caches of the app's own files; `src/service-worker` fills them. */
const cachePrefix = 'holdfast.app.';
/** How often a page that stays open asks whether there is a newer version, in milliseconds. */
const askEveryMs = 3_600_000;
/** How long a worker may take to say which version it is, in milliseconds. */
const patience = 2_000;

/** What is used of the browser; a part of it is enough for tests. */
export interface InstalledAppOptions {
  readonly workers: () => ServiceWorkerContainer | undefined;
  readonly storage: () => StorageManager | undefined;
  /** The version that this page was built with. */
  readonly version: string;
  readonly now: () => number;
}

const browser: InstalledAppOptions = {
  workers: () => (import.meta.env.DEV ? undefined : navigator.serviceWorker),
  storage: () => navigator.storage,
  version: builtVersion,
  now: Date.now,
};

/**
 * The app on this device: its files, kept by a service worker so that it opens without a connection, and whether the browser promises
 * to keep what is stored. It holds nothing of anybody.
 */
export class InstalledApp {
  readonly #options: InstalledAppOptions;
  #newer = $state(false);
  #mayBeCleared = $state(false);
  #registration: ServiceWorkerRegistration | null = null;
  #installing = false;
  #askedAt: number;

  constructor(options: InstalledAppOptions = browser) {
    this.#options = options;
    this.#askedAt = options.now();
  }

  /** A newer version than this page's is here and opens at the next visit. */
  get newer(): boolean {
    return this.#newer;
  }

  /** The browser may clear what is kept here when it runs out of room. */
  get mayBeCleared(): boolean {
    return this.#mayBeCleared;
  }

  /** Keeps the app on this device, once somebody has opened their keys here. A browser that cannot is no failure. */
  async install(): Promise<void> {
    if (this.#installing) return;
    this.#installing = true;
    void this.#ask(async (storage) => storage.persisted());
    const workers = this.#options.workers();
    if (workers === undefined) return;
    try {
      const registration = await workers.register(worker);
      this.#registration = registration;
      if (registration.waiting) await this.#waits(registration.waiting);
      registration.addEventListener('updatefound', () => {
        const { installing } = registration;
        installing?.addEventListener('statechange', () => {
          // The first one of all has nobody's place to take.
          const waits = installing.state === 'installed' && workers.controller !== null;
          if (waits) void this.#waits(installing);
        });
      });
    } catch {
      // Blocked by the browser, or without a connection: it works as long as there is one.
    }
  }

  /** It was taken off this device at a sign-out; whoever signs in next keeps it anew. */
  forgotten(): void {
    this.#installing = false;
    this.#registration = null;
  }

  /** The page is looked at again. */
  woken(): void {
    if (this.#registration === null || this.#options.now() - this.#askedAt < askEveryMs) return;
    this.#askedAt = this.#options.now();
    this.#registration.update().catch(() => undefined);
  }

  /** Asks the browser not to clear what is kept here. Some ask the person. */
  askToKeep(): Promise<void> {
    return this.#ask(async (storage) => (await storage.persisted()) || (await storage.persist()));
  }

  /** A worker waits until no page of the version before is open. It is news unless this page is of its version already. */
  async #waits(waiting: ServiceWorker): Promise<void> {
    this.#newer = (await versionOf(waiting)) !== this.#options.version;
  }

  async #ask(keeps: (storage: StorageManager) => Promise<boolean>): Promise<void> {
    try {
      const storage = this.#options.storage();
      this.#mayBeCleared = storage === undefined || !(await keeps(storage));
    } catch {
      this.#mayBeCleared = true;
    }
  }
}

/** Which version a worker is; null when it does not say. */
function versionOf(asked: ServiceWorker): Promise<string | null> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const done = (said: unknown) => {
      clearTimeout(timer);
      port1.close();
      resolve(typeof said === 'string' ? said : null);
    };
    const timer = setTimeout(done, patience, null);
    port1.onmessage = (event: MessageEvent<unknown>) => {
      done(event.data);
    };
    asked.postMessage('version', [port2]);
  });
}

/** Takes the app's files off this device. Never rejects. */
export async function forgetInstalledApp(): Promise<void> {
  try {
    const names = await caches.keys();
    const ours = names.filter((name) => name.startsWith(cachePrefix));
    const workers = await navigator.serviceWorker.getRegistrations();
    await Promise.all([
      ...ours.map((name) => caches.delete(name)),
      ...workers.map((registration) => registration.unregister()),
    ]);
  } catch {
    // A browser without them has none.
  }
}
