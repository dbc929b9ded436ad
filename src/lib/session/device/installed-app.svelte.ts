const worker = '/service-worker.js';
/** Caches of the app's own files; `src/service-worker` fills them. */
const cachePrefix = 'holdfast.app.';
/** Messages to the worker. */
export const toWorker = { takeOver: 'take_over', left: 'left' } as const;
/** How often a page that stays open asks whether there is a newer version. */
const askEveryMs = 3_600_000;

/**
 * The app on this device: its files, kept by a service worker so that it opens without a connection, and whether the browser promises
 * to keep what is stored. It holds nothing of anybody.
 */
export class InstalledApp {
  #newer = $state(false);
  #mayBeCleared = $state(false);
  #registration: ServiceWorkerRegistration | null = null;
  #installing = false;
  #askedAt = Date.now();

  /** A newer version is here and opens at the next visit. */
  get newer(): boolean {
    return this.#newer;
  }

  /** The browser may clear what is kept here when it runs out of room. */
  get mayBeCleared(): boolean {
    return this.#mayBeCleared;
  }

  /** Keeps the app on this device, from the moment on when somebody has opened their keys here. A browser that cannot is no failure. */
  async install(): Promise<void> {
    if (this.#installing || import.meta.env.DEV) return;
    this.#installing = true;
    void this.#lookWhetherKept();
    if (!('serviceWorker' in navigator)) return;
    try {
      const registration = await navigator.serviceWorker.register(worker);
      this.#registration = registration;
      // This is the next visit of whoever was told of a newer version.
      registration.waiting?.postMessage(toWorker.takeOver);
      registration.addEventListener('updatefound', () => {
        this.#follow(registration.installing);
      });
    } catch {
      // Blocked by the browser, or without a connection: it works as long as there is one.
    }
  }

  /** The page is looked at again. */
  woken(): void {
    if (this.#registration === null || Date.now() - this.#askedAt < askEveryMs) return;
    this.#askedAt = Date.now();
    this.#registration.update().catch(() => undefined);
  }

  /** Asks the browser not to clear what is kept here. Some ask the person. */
  async askToKeep(): Promise<void> {
    try {
      this.#mayBeCleared = !(
        (await navigator.storage.persisted()) || (await navigator.storage.persist())
      );
    } catch {
      this.#mayBeCleared = true;
    }
  }

  async #lookWhetherKept(): Promise<void> {
    try {
      this.#mayBeCleared = !(await navigator.storage.persisted());
    } catch {
      this.#mayBeCleared = true;
    }
  }

  #follow(installing: ServiceWorker | null): void {
    installing?.addEventListener('statechange', () => {
      // The first one is no newer one.
      const newer = installing.state === 'installed' && navigator.serviceWorker.controller !== null;
      if (newer) this.#newer = true;
    });
  }
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
