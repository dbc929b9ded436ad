import * as Y from 'yjs';
import type { Log } from '../log/log.ts';
import { ApiError } from './api.ts';
import { maxRowBytes } from './document-rows.ts';
import type { Person } from './person.ts';

/** Updates are gathered for this long, so that typing makes a few rows a second and not one for each key. */
const gatherMs = 50;
const firstRetryMs = 100;
const longestRetryMs = 5_000;

interface Waiting {
  person: Person;
  readonly updates: Uint8Array[];
}

export interface StoreOptions {
  /** Puts updates of one person into the database. @throws ApiError */
  readonly append: (person: Person, updates: readonly Uint8Array[]) => Promise<void>;
  /** State vector of everything received so far. */
  readonly received: () => Uint8Array;
  /** Everything up to this state vector is in the database. */
  readonly onStored: (stateVector: Uint8Array) => void;
  /** What waits cannot be stored as it is: start the room again, so that its clients bring it once more. */
  readonly onGivenUp: () => void;
  /** How much may wait in memory while the database does not answer, and for how long. */
  readonly maxWaitingBytes: number;
  readonly maxWaitingMs: number;
  readonly log: Log;
}

/** Merges updates into as few rows as fit. */
function packRows(updates: readonly Uint8Array[], maxBytes: number): Uint8Array[] {
  const rows: Uint8Array[] = [];
  let group: Uint8Array[] = [];
  let size = 0;
  for (const update of updates) {
    if (group.length > 0 && size + update.byteLength > maxBytes) {
      rows.push(Y.mergeUpdates(group));
      group = [];
      size = 0;
    }
    group.push(update);
    size += update.byteLength;
  }
  if (group.length > 0) rows.push(Y.mergeUpdates(group));
  return rows;
}

/** Brings a room's updates into the database: merged per author and visit, in the order of their arrival, again and again until they are in. */
export class RoomStore {
  readonly #options: StoreOptions;
  #waiting = new Map<string, Waiting>();
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  /** Whether everything that was added is in the database. */
  get idle(): boolean {
    return this.#waiting.size === 0 && this.#running === null;
  }

  /** Takes an update that `person` sent; it is stored soon, with their token. */
  add(person: Person, update: Uint8Array): void {
    if (this.#closed) return;
    const waiting = this.#waiting.get(person.visit) ?? { person, updates: [] };
    if (person.expiresAt > waiting.person.expiresAt) waiting.person = person;
    waiting.updates.push(update);
    this.#waiting.set(person.visit, waiting);
    this.#waitingBytes += update.byteLength;
    if (this.#waitingBytes > this.#options.maxWaitingBytes) {
      this.#giveUp('store_full');
      return;
    }
    this.#timer ??= setTimeout(() => void this.flush(), gatherMs);
  }

  /** Stores everything that has been added; resolves when it is in the database, or when that was given up. */
  async flush(): Promise<void> {
    while (!this.#closed && !this.idle) {
      this.#running ??= this.#storeWaiting().finally(() => {
        this.#running = null;
      });
      await this.#running;
    }
  }

  /** Stops; what has not been stored is forgotten here, and its clients know that it was never confirmed. */
  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#waiting.clear();
  }

  async #storeWaiting(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const batches = [...this.#waiting.values()];
    const bytes = this.#waitingBytes;
    const stateVector = this.#options.received();
    this.#waiting = new Map();
    try {
      for (const { person, updates } of batches) {
        const rows = packRows(updates, maxRowBytes);
        if (!(await this.#appendUntilIn(person, rows))) return;
      }
    } catch {
      // Nothing that is tried again: what is here cannot be made into rows.
      this.#giveUp('store_failed');
      return;
    }
    this.#waitingBytes -= bytes;
    this.#options.onStored(stateVector);
    if (this.#waiting.size > 0) this.#timer ??= setTimeout(() => void this.flush(), gatherMs);
  }

  /** @returns false when it was given up */
  async #appendUntilIn(person: Person, rows: readonly Uint8Array[]): Promise<boolean> {
    const deadline = performance.now() + this.#options.maxWaitingMs;
    for (let wait = firstRetryMs; !this.#closed; wait = Math.min(2 * wait, longestRetryMs)) {
      try {
        await this.#options.append(person, rows);
        return true;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.trouble !== 'unreachable' || performance.now() + wait > deadline) {
          this.#giveUp(`store_${error.trouble}`);
          return false;
        }
        this.#options.log({ event: 'store_retry', ms: wait });
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    return false;
  }

  #giveUp(code: string): void {
    if (this.#closed) return;
    this.#options.log({ event: 'store_given_up', code });
    this.close();
    this.#options.onGivenUp();
  }
}
