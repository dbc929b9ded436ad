import type { PrivateLogKey } from '../crypto/keys/types.ts';
import type { PrivateEntries } from '../data/private-entries.ts';
import { Failure } from '../domain/failure/failure.ts';
import type { Drafts } from './drafts.ts';
import { IdleTimer } from './idle-timer.ts';
import { Keepers } from './keepers.ts';
import { veiled } from './veil.ts';

const patienceMs = 2000;

export interface OpenedLog {
  /** How many earlier logs its key opens as well. */
  readonly earlierCount: number;
  readonly entries: PrivateEntries;
  readonly drafts: Drafts;
}

export interface PrivateLogOptions {
  /** The private-log key out of the keyring. @throws Failure `wrong_password` */
  readonly unlock: (password: string) => Promise<PrivateLogKey>;
  readonly openWithKey: (key: PrivateLogKey) => Promise<OpenedLog>;
  /** Minutes without a key or a touch after which the log closes by itself. */
  readonly idleMinutes: () => number;
}

/**
 * The private log behind its own lock: its key is in memory only, and forgotten after some idle minutes, a reload, the lock button
 * or signing out, also when the rest of the app stays open.
 */
export class PrivateLog {
  readonly #options: PrivateLogOptions;
  readonly #before = new Keepers();
  readonly #idle: IdleTimer;
  #opened = $state.raw<OpenedLog | null>(null);
  #closing: Promise<void> | null = null;
  /** Counts how often the keys were forgotten. */
  #visit = 0;

  constructor(options: PrivateLogOptions) {
    this.#options = options;
    this.#idle = new IdleTimer({
      after: () => options.idleMinutes() * 60_000,
      onIdle: () => void this.lock(),
    });
  }

  get open(): boolean {
    return this.#opened !== null;
  }

  /** The person's entries. @throws Failure `locked` while the log is closed */
  get entries(): PrivateEntries {
    return this.#require().entries;
  }

  /** How many logs of lost keys are read together with it. @throws Failure `locked` while the log is closed */
  get earlierCount(): number {
    return this.#require().earlierCount;
  }

  /** Unfinished entries on this device, sealed with the log's key. @throws Failure `locked` while the log is closed */
  get drafts(): Drafts {
    return this.#require().drafts;
  }

  /** @throws Failure `wrong_password`, `locked` when nobody is signed in */
  async openWith(password: string): Promise<void> {
    await this.openWithKey(await this.#options.unlock(password));
  }

  /** For the session, which has just been given the password. */
  async openWithKey(key: PrivateLogKey): Promise<void> {
    const visit = this.#visit;
    const opened = await this.#options.openWithKey(key);
    // It was locked while its part of the app was still on its way.
    if (visit !== this.#visit) return;
    this.#opened = opened;
    this.#idle.start();
  }

  /** The person did something: the minutes start again. */
  active(): void {
    this.#idle.active();
  }

  /** The page is visible again: the minutes may be over. */
  wake(): void {
    this.#idle.check();
  }

  /** Registers what must be kept before the key goes (seal a draft); the result takes it back. */
  beforeLock(keep: () => Promise<void>): () => void {
    return this.#before.add(keep);
  }

  /** Closes the log after every page part has kept what it holds, or after two seconds. */
  lock(): Promise<void> {
    if (this.#opened === null) return Promise.resolve();
    this.#closing ??= this.#close().finally(() => (this.#closing = null));
    return this.#closing;
  }

  /** Closes the log at once, for when the keys are gone already. */
  forget(): void {
    this.#visit += 1;
    this.#idle.stop();
    this.#opened = null;
  }

  async #close(): Promise<void> {
    this.#idle.stop();
    await veiled(() => this.#before.keepAll(patienceMs));
    this.#opened = null;
  }

  #require(): OpenedLog {
    if (this.#opened === null) throw new Failure('locked');
    return this.#opened;
  }
}
