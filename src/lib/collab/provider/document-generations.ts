import type * as Y from 'yjs';
import { toFailure, type FailureCode } from '../../domain/failure/failure.ts';
import { CarriedOver } from './carried-over.ts';
import type { Clock } from './clock.ts';
import type { Handover } from './core-options.ts';
import { Coverage } from './coverage.ts';
import type { DocumentCore } from './document-core.ts';
import { nextPlace } from './next-place.ts';
import type { Opener, Sealer } from './sealer.ts';
import type { Shelf } from './shelf.ts';
import { remoteOrigin, type DocumentServer, type Place } from './types.ts';

/** One generation of a document, open at this device: its outer document with what keeps it and what carries it. */
export interface OpenGeneration {
  readonly place: Place;
  readonly core: DocumentCore;
  /** Reads what the device keeps of it; asked again, it is the same reading. Never rejects. */
  load(): Promise<void>;
  /** Goes to the relay, unless it is there. */
  connect(): void;
  /** The same, but not at once: the relay has just sent it away. */
  connectLater(): void;
  /** This person may not write here: what is stored is read instead. */
  refuse(): void;
  /** Leaves the relay, at this moment. */
  leave(): void;
  close(): Promise<void>;
}

export interface GenerationsOptions<G extends OpenGeneration> {
  /** Plaintext; the same for all generations. */
  readonly inner: Y.Doc;
  /** What the document's row said last. */
  readonly place: Place;
  readonly server: DocumentServer;
  readonly shelf: Shelf;
  readonly clock: Clock;
  /** @throws Failure `envelope_wrong_epoch` when this device has no space key of that epoch */
  readonly sealer: (place: Place) => Promise<Sealer>;
  /** For what was sealed in a generation that the document has left. */
  readonly earlier: (generation: number) => Opener;
  readonly open: (place: Place, sealer: Sealer, handover?: Handover) => G;
  readonly onChange: () => void;
}

/** The server has the last word on these; anything else is tried again. */
const final: readonly FailureCode[] = ['not_allowed', 'not_found', 'space_closed'];

const pauses = {
  /** Between two tries to ask the server, in milliseconds. */
  again: 3_000,
  /** A document that is heavy at once again is being made so: not more often than this. */
  heavy: 10 * 60_000,
  /** From "saved for both" to looking whether earlier generations may go. */
  tidy: 5_000,
} as const;

/**
 * Keeps one document open while it moves from generation to generation. The inner document stays, and with it editor, cursor and undo; the
 * outer one is left behind and begun anew. What was ever applied is known (`Coverage`), so the new core publishes what its outer document
 * lacks, as it heals anything else: whoever comes along, late, twice or after a crash, brings what they have.
 */
export class DocumentGenerations<G extends OpenGeneration> {
  readonly whenLoaded: Promise<void>;
  readonly #options: GenerationsOptions<G>;
  #current: G | null = null;
  #carried: CarriedOver | null = null;
  /** Written before the first generation is open. */
  readonly #early: Uint8Array[] = [];
  #asking = false;
  #moves: Promise<unknown> = Promise.resolve();
  #notHeavyBefore = Number.NEGATIVE_INFINITY;
  #cancelTidy: (() => void) | null = null;
  #closed = false;

  constructor(options: GenerationsOptions<G>) {
    this.#options = options;
    options.inner.on('update', this.#writtenEarly);
    this.whenLoaded = this.#begin();
  }

  /** Null until the device's shelf was looked at. */
  get current(): G | null {
    return this.#current;
  }

  /** Something was written, and there is no generation yet to take it. */
  get writtenEarly(): boolean {
    return this.#early.length > 0;
  }

  /** Envelopes of earlier generations that could not be used. */
  get unread(): number {
    return this.#carried?.unread ?? 0;
  }

  /** Resolves when what the server keeps of earlier generations has been read, once the server could be asked. */
  async whenCarried(): Promise<void> {
    await this.whenLoaded;
    await this.#carried?.whenRead;
  }

  /** The relay says that the document is elsewhere, or there may be a new space key. */
  look(): void {
    void this.#settle({ heavy: false });
  }

  /** The outer document carries too much that is gone. */
  heavy(): void {
    const { clock } = this.#options;
    if (clock.now() < this.#notHeavyBefore) return;
    this.#notHeavyBefore = clock.now() + pauses.heavy;
    void this.#settle({ heavy: true });
  }

  /** Looks, after something has changed, whether it is time to let earlier generations go. */
  consider(): void {
    const due = this.#carried?.waits === true && this.#rests;
    if (!due || this.#cancelTidy || this.#closed) return;
    this.#cancelTidy = this.#options.clock.after(pauses.tidy, () => {
      this.#cancelTidy = null;
      if (this.#rests && this.#current) void this.#carried?.letGo(this.#current.place.generation);
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.whenLoaded;
    await this.#moves;
    this.#cancelTidy?.();
    this.#carried?.close();
    await this.#current?.close();
  }

  /** Everything is stored, and nothing is known to be missing. */
  get #rests(): boolean {
    const status = this.#current?.core.status;
    return status?.saved === 'both' && !status.changesMissing;
  }

  async #begin(): Promise<void> {
    const { place, shelf, server, sealer } = this.#options;
    const kept = await shelf.generations();
    const seen = Math.max(place.generation, ...kept);
    const returned = seen > place.generation;
    const here = returned ? { generation: seen, epoch: server.newestEpoch() } : place;
    const current = this.#enter(here, await sealer(here));
    const behind = returned || here.epoch < server.newestEpoch();
    if (behind) this.look();
    else current.connect();
    await current.load();
    if (await this.#carried?.readKept(kept.filter((generation) => generation < seen))) {
      this.#current?.core.carried();
    }
  }

  #enter(place: Place, sealer: Sealer, handover?: Handover): G {
    const { inner, open, server, shelf, earlier, clock } = this.#options;
    inner.off('update', this.#writtenEarly);
    const pending = this.#early.splice(0);
    const early = pending.length > 0 ? { applied: new Coverage(), pending } : undefined;
    const entered = open(place, sealer, handover ?? early);
    this.#current = entered;
    const { applied } = entered.core;
    this.#carried?.close();
    this.#carried = new CarriedOver({
      content: { inner, applied },
      below: place.generation,
      server,
      shelf,
      earlier,
      present: sealer,
      clock,
      onRead: (brought) => {
        if (brought) entered.core.carried();
        this.#options.onChange();
      },
    });
    return entered;
  }

  /** Asks where the document is, moves it on if that must be, and goes along. */
  async #settle(why: { readonly heavy: boolean }): Promise<void> {
    if (this.#asking || this.#closed) return;
    this.#asking = true;
    try {
      while (!this.#closed && this.#current && !(await this.#tryToSettle(this.#current, why))) {
        if (why.heavy) return;
        await new Promise<void>((resolve) => this.#options.clock.after(pauses.again, resolve));
      }
    } finally {
      this.#asking = false;
    }
  }

  /** False when it is to be tried again. */
  async #tryToSettle(current: G, why: { readonly heavy: boolean }): Promise<boolean> {
    const { server, sealer } = this.#options;
    try {
      const place = await nextPlace(server, current.place, why);
      if (place === current.place) {
        if (!this.#closed) current.connectLater();
        return true;
      }
      const next = await sealer(place);
      if (!this.#closed) this.#moveTo(current, place, next);
      return true;
    } catch (thrown) {
      if (!final.includes(toFailure(thrown).code)) return false;
      if (!why.heavy) current.refuse();
      return true;
    }
  }

  /** One moment for the editor: what was written before belongs to the former core, what comes after to the next. */
  #moveTo(former: G, place: Place, sealer: Sealer): void {
    const handover = former.core.retire();
    former.leave();
    const next = this.#enter(place, sealer, handover);
    next.connect();
    this.#options.onChange();
    this.#moves = Promise.all([this.#moves, next.load(), this.#leaveBehind(former)]).then(() => {
      // The former core may have read its last items meanwhile.
      next.core.carried();
    });
  }

  async #leaveBehind(former: G): Promise<void> {
    await former.load();
    await former.core.drained();
    await former.close();
  }

  readonly #writtenEarly = (update: Uint8Array, origin: unknown): void => {
    if (origin !== remoteOrigin) this.#early.push(update);
  };
}
