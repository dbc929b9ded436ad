import { forgetKeptRows } from '../data/kept-rows.ts';
import { RowMemory, type RowShelf } from '../data/row-memory.ts';
import { Failure, toFailure } from '../domain/failure/failure.ts';
import type { Presence } from './presence.svelte.ts';
import type { Signals } from './signals.ts';
import { Trouble } from './trouble.svelte.ts';

export interface ConnectionOptions {
  readonly presence: Presence;
  readonly signals: Signals;
  /** Finds out who is here, while that is not known. */
  readonly resume: () => Promise<void>;
  /** Reads the space again. */
  readonly refresh: () => Promise<void>;
  /** Looks again at keys that were opened without a connection. */
  readonly renewKeys: () => Promise<void>;
  /** The server says that nobody is signed in here. */
  readonly onSignedOut: () => void;
}

/** Whether the server answers; what is shown while it does not, and the next try. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #rows = new RowMemory({ onAsOf: (asOf) => void this.#asOfChanged(asOf) });
  readonly #trouble = new Trouble(() => void this.#again());
  #asOf = $state.raw<Date | null>(null);

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** What keeps the session from starting, while it tries again by itself. */
  get trouble(): Failure | null {
    return this.#trouble.failure;
  }

  /** How old what is shown may be, while the server cannot be reached; null while it can. */
  get asOf(): Date | null {
    return this.#asOf;
  }

  /** Stands between the client of the rows and the network. */
  wrap(ask: typeof globalThis.fetch): typeof globalThis.fetch {
    return this.#rows.wrap(ask);
  }

  /** Where rows are kept; null where this device keeps none. */
  get rowShelf(): RowShelf | null {
    return this.#rows.shelf;
  }

  /** Keeps rows on this shelf, and answers from there while the server does not. */
  keepRows(shelf: RowShelf): void {
    this.#rows.use(shelf);
  }

  /** Resolves when no row is on its way to the device any more. */
  rowsSettled(): Promise<void> {
    return this.#rows.settled();
  }

  /** Takes the kept rows off the device. What this page is still being answered is not kept any more. */
  leaveQuickly(): void {
    this.#rows.use(null);
    // The worker of the installed app does the same, where there is one.
    void this.#rows.settled().then(forgetKeptRows);
  }

  /** Tries again after a while. */
  later(failure: Failure): void {
    this.#trouble.later(failure);
  }

  /** Tries at once, instead of waiting for the next try. */
  now(): void {
    this.#trouble.now();
  }

  /** What was waited for is here. */
  over(): void {
    this.#trouble.over();
  }

  forget(): void {
    this.#trouble.over();
    this.#rows.use(null);
    this.#asOf = null;
  }

  async loadSpace(): Promise<void> {
    const { refresh, renewKeys, onSignedOut } = this.#options;
    try {
      await refresh();
      if (this.#asOf === null) {
        this.#trouble.over();
        // Keys that opened while the server was slow to answer.
        await renewKeys().catch(() => undefined);
      } else this.#trouble.later(new Failure(navigator.onLine ? 'server_unreachable' : 'offline'));
    } catch (thrown) {
      const failure = toFailure(thrown);
      if (failure.code === 'signed_out') onSignedOut();
      else if (failure.code !== 'locked') this.#trouble.later(failure);
    }
  }

  async #again(): Promise<void> {
    const { presence, resume } = this.#options;
    if (presence.status === 'starting') await resume();
    else if (presence.status === 'ready') await this.loadSpace();
  }

  async #asOfChanged(asOf: Date | null): Promise<void> {
    const { presence, renewKeys, signals } = this.#options;
    this.#asOf = asOf;
    if (asOf !== null || presence.status !== 'ready') return;
    await renewKeys().catch(() => undefined);
    // What was shown is as old as it was: every page asks again.
    signals.ringAll();
  }
}
