import { describe, expect, test, vi } from 'vitest';
import { InstalledApp } from './installed-app.svelte.ts';

/** A worker that says which version it is, and notes what it is told. */
class Worker extends EventTarget {
  state = 'installing';
  readonly told: unknown[] = [];
  readonly version: string;

  constructor(version: string) {
    super();
    this.version = version;
  }

  postMessage(message: unknown, ports: readonly MessagePort[] = []): void {
    if (message === 'version') ports[0]?.postMessage(this.version);
    else this.told.push(message);
  }
  installed(): void {
    this.state = 'installed';
    this.dispatchEvent(new Event('statechange'));
  }
}

class Registration extends EventTarget {
  waiting: Worker | null = null;
  installing: Worker | null = null;
  readonly update = vi.fn(() => Promise.resolve());
  found(worker: Worker): Worker {
    this.installing = worker;
    this.dispatchEvent(new Event('updatefound'));
    return worker;
  }
}

function browser(storage: Partial<StorageManager> = {}) {
  const registration = new Registration();
  const workers = { controller: {} as unknown, register: () => Promise.resolve(registration) };
  const clock = { now: 0 };
  const app = new InstalledApp({
    workers: () => workers as unknown as ServiceWorkerContainer,
    storage: () => storage as StorageManager,
    version: 'one',
    now: () => clock.now,
  });
  return { app, registration, workers, clock };
}

describe('a newer version', () => {
  test('that comes while a page is open is told, and waits', async () => {
    const { app, registration } = browser();
    await app.install();
    const worker = registration.found(new Worker('two'));
    expect(app.newer).toBe(false);
    worker.installed();
    await vi.waitFor(() => {
      expect(app.newer).toBe(true);
    });
    expect(worker.told).toEqual([]);
  });

  test('is no news to a page of that version, and waits on until those before it are closed', async () => {
    const { app, registration } = browser();
    const waiting = new Worker('one');
    registration.waiting = waiting;
    await app.install();
    expect(waiting.told).toEqual([]);
    expect(app.newer).toBe(false);
  });

  test('waits on while a kept page of the version before is shown', async () => {
    const { app, registration } = browser();
    const waiting = new Worker('two');
    registration.waiting = waiting;
    await app.install();
    expect(waiting.told).toEqual([]);
    expect(app.newer).toBe(true);
  });

  test('is asked for at most once an hour, by a page that stays open', async () => {
    const { app, registration, clock } = browser();
    await app.install();
    app.woken();
    expect(registration.update).not.toHaveBeenCalled();
    clock.now = 3_600_000;
    app.woken();
    app.woken();
    expect(registration.update).toHaveBeenCalledTimes(1);
  });

  test('is no news when it is the first one here', async () => {
    const { app, registration, workers } = browser();
    workers.controller = null;
    await app.install();
    registration.found(new Worker('one')).installed();
    await Promise.resolve();
    expect(app.newer).toBe(false);
  });
});

describe('what is kept here', () => {
  const no = () => Promise.resolve(false);
  const yes = () => Promise.resolve(true);

  test('may be cleared until the browser promises to keep it', async () => {
    const { app } = browser({ persisted: no, persist: yes });
    await app.install();
    await vi.waitFor(() => {
      expect(app.mayBeCleared).toBe(true);
    });
    await app.askToKeep();
    expect(app.mayBeCleared).toBe(false);
  });

  test.each([
    ['refuses', { persisted: no, persist: no }],
    ['cannot be asked', {}],
  ])('may be cleared where the browser %s', async (_, storage) => {
    const { app } = browser(storage);
    await app.askToKeep();
    expect(app.mayBeCleared).toBe(true);
  });

  test('is not asked about twice where it is promised already', async () => {
    const persist = vi.fn(yes);
    const { app } = browser({ persisted: yes, persist });
    await app.askToKeep();
    expect(persist).not.toHaveBeenCalled();
    expect(app.mayBeCleared).toBe(false);
  });
});

test('after a sign-out took it off the device, the next one who signs in here keeps it again', async () => {
  const { app, workers } = browser();
  const register = vi.spyOn(workers, 'register');
  await app.install();
  await app.install();
  expect(register).toHaveBeenCalledTimes(1);
  app.forgotten();
  await app.install();
  expect(register).toHaveBeenCalledTimes(2);
});
