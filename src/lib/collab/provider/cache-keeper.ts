import * as Y from 'yjs';
import type { Clock } from './clock.ts';
import type { Coverage } from './coverage.ts';
import type { CacheRow, EncryptedCache } from './encrypted-cache.ts';
import { mayBeReadLater, openContent } from './open-content.ts';
import { encodeSnapshot } from './payloads.ts';
import type { Opener, Sealer } from './sealer.ts';
import { SerialLane } from './serial-lane.ts';
import { remoteOrigin } from './types.ts';

/**
 * When the rows of single updates are folded into one state: after a pause of so many milliseconds, since encoding all of a large document
 * takes longer than a key may; so many rows do not wait for one.
 */
const foldAt = { rows: 64, bytes: 64 * 1024, pause: 2_000, rowsWithoutPause: 1_024 } as const;

interface CacheKeeperOptions {
  readonly inner: Y.Doc;
  readonly applied: Coverage;
  readonly sealer: Sealer;
  /** Opens rows. Whichever epoch of the space key they were written under: this device wrote them all. */
  readonly opener: Opener;
  readonly clock: Clock;
  /** Opens the cache; null when nothing shall be kept. Rejects when the browser refuses. */
  readonly open: () => Promise<EncryptedCache | null>;
  /** `inner` holds what this cache does not: the whole state is written as soon as it is open. */
  readonly behind?: boolean;
  readonly onChange: () => void;
}

/**
 * Keeps the inner document on this device, encrypted: each update as its envelope at once, and now and then the whole state in place of
 * them. Unlike the outer document it forgets nothing when a server deletes.
 */
export class CacheKeeper {
  readonly #options: CacheKeeperOptions;
  readonly #lane = new SerialLane();
  #cache: EncryptedCache | null = null;
  #state: 'opening' | 'open' | 'none' | 'refused' = 'opening';
  #queue: Uint8Array[] = [];
  /** Whether this person wrote some of it; what came from elsewhere is stored there. */
  #queuedWritten = false;
  #appending: { readonly written: boolean } | null = null;
  /** Rows whose content is in `inner`. */
  #rows: number[] = [];
  #rowBytes = 0;
  #unreadable = 0;
  #unkept = false;
  /** What was not kept is being written. */
  #keeping = false;
  #cancel: (() => void) | null = null;

  constructor(options: CacheKeeperOptions) {
    this.#options = options;
    this.#unkept = options.behind ?? false;
  }

  /** True when everything that this person wrote is on this device, with what came before it. */
  get durable(): boolean {
    const waits = this.#queuedWritten || this.#appending?.written === true;
    return this.keeps && !waits && !this.#unkept && !this.#keeping;
  }

  /** True when there is somewhere to keep things. */
  get keeps(): boolean {
    return this.#state === 'open' || this.#state === 'opening';
  }

  get refused(): boolean {
    return this.#state === 'refused';
  }

  /** Rows that could not be read. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** Reads everything kept into `inner`. Never rejects: a cache that cannot be read is told by `refused` and `unreadable`. */
  async load(): Promise<void> {
    try {
      this.#cache = await this.#options.open();
      this.#state = this.#cache ? 'open' : 'none';
      if (this.#cache) await this.#readAll(await this.#cache.rows());
    } catch {
      this.#refuse();
    }
    this.#write();
    if (this.#unkept) void this.fold();
    this.#options.onChange();
  }

  /** Keeps updates that are in `inner`. `written`: by this person, here and now. */
  add(envelopes: readonly Uint8Array[], { written }: { readonly written: boolean }): void {
    if (!this.keeps) return;
    this.#queue.push(...envelopes);
    this.#queuedWritten ||= written;
    this.#write();
  }

  /** `inner` holds something that came in no update envelope. `written`: by this person, so it is not kept until the state is. */
  changed({ written }: { readonly written: boolean }): void {
    if (!this.keeps) return;
    if (written) this.#unkept = true;
    this.#foldSoon({ afterPause: false });
  }

  /** Resolves when what was given is kept, or cannot be. */
  async flush(): Promise<void> {
    this.#write();
    await this.#lane.settled();
  }

  /** Puts the whole state in place of all rows whose content it holds. */
  async fold(): Promise<void> {
    this.#cancel?.();
    this.#cancel = null;
    await this.#lane.run(async () => {
      const cache = this.#cache;
      if (!cache || this.#state !== 'open') return;
      const { inner, applied, sealer } = this.#options;
      const superseded = this.#rows;
      const unkept = this.#unkept;
      this.#rows = [];
      this.#rowBytes = 0;
      this.#unkept = false;
      this.#keeping = unkept;
      try {
        const state = encodeSnapshot({
          covers: applied.clone(),
          state: Y.encodeStateAsUpdateV2(inner),
        });
        const envelope = await sealer.seal('cache', state);
        this.#rows.push(await cache.replace(envelope, superseded));
      } catch {
        this.#rows.push(...superseded);
        this.#unkept ||= unkept;
        this.#refuse();
      } finally {
        this.#keeping = false;
      }
    });
    this.#options.onChange();
  }

  async close(): Promise<void> {
    if (this.#rows.length > 1 || this.#unkept || this.#cancel) await this.fold();
    await this.flush();
    this.#cancel?.();
    this.#cancel = null;
    this.#cache?.close();
    this.#cache = null;
    this.#state = 'none';
  }

  /** Writes what is queued; while one write runs, the next gathers. */
  #write(): void {
    const cache = this.#cache;
    if (!cache || this.#state !== 'open' || this.#queue.length === 0 || this.#appending) return;
    const envelopes = this.#queue;
    this.#appending = { written: this.#queuedWritten };
    this.#queue = [];
    this.#queuedWritten = false;
    this.#lane
      .run(async () => {
        this.#rows.push(...(await cache.append(envelopes)));
        this.#rowBytes += envelopes.reduce((sum, { length }) => sum + length, 0);
      })
      .catch(() => {
        this.#refuse();
      })
      .finally(() => {
        this.#appending = null;
        if (this.#rows.length > foldAt.rows || this.#rowBytes > foldAt.bytes) {
          this.#foldSoon({ afterPause: this.#rows.length <= foldAt.rowsWithoutPause });
        }
        this.#write();
        this.#options.onChange();
      });
  }

  /** @param afterPause what is written meanwhile puts it off; not what is kept nowhere yet */
  #foldSoon({ afterPause }: { readonly afterPause: boolean }): void {
    if (afterPause && !this.#unkept) {
      this.#cancel?.();
      this.#cancel = null;
    }
    this.#cancel ??= this.#options.clock.after(foldAt.pause, () => {
      void this.fold();
    });
  }

  #refuse(): void {
    this.#state = 'refused';
    this.#queue = [];
    this.#queuedWritten = false;
    this.#options.onChange();
  }

  async #readAll(rows: readonly CacheRow[]): Promise<void> {
    const opened = await Promise.all(rows.map((row) => this.#open(row)));
    const { inner } = this.#options;
    inner.transact(() => {
      for (const apply of opened) apply?.();
    }, remoteOrigin);
  }

  /** Opens a row; returns how to apply it, or null when it cannot be read. */
  async #open({ id, envelope }: CacheRow): Promise<(() => void) | null> {
    const { inner, applied, opener } = this.#options;
    try {
      const apply = await openContent(envelope, opener);
      return () => {
        apply({ inner, applied });
        this.#rows.push(id);
      };
    } catch (cause) {
      this.#unreadable += 1;
      // A later version of the app may read what this one cannot; what is broken goes with the next state.
      if (!mayBeReadLater(cause)) this.#rows.push(id);
      return null;
    }
  }
}
