import * as encoding from 'lib0/encoding';
import { applyAwarenessUpdate, removeAwarenessStates, type Awareness } from 'y-protocols/awareness';
import { envelopeFromText, envelopeToText } from '../../crypto/envelopes/index.ts';
import { decodeAwareness, encodeAwareness, type AwarenessPayload } from './awareness-payload.ts';
import type { Clock } from './clock.ts';
import type { Sealer } from './sealer.ts';
import { remoteOrigin } from './types.ts';

/** Shortest time between two envelopes, in milliseconds; a cursor that moves with every key needs no more. */
const gap = 50;

/** Longer texts than this are no cursor. */
const envelopeCharacters = 128 * 1024;

type Told = Pick<AwarenessPayload, 'session' | 'seq' | 'digest'>;

interface EncryptedAwarenessOptions {
  /** Plaintext; the editor's. */
  readonly inner: Awareness;
  /** Only `{ c: envelope }`; the network's. */
  readonly outer: Awareness;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** What travels with the state, see `DocumentCore.tell`. */
  readonly tell: () => Told;
  readonly onHeard: (told: Told) => void;
}

interface AwarenessChange {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

/** Carries the local state of the inner awareness, encrypted, to the others, and theirs into it. An old envelope is refused. */
export class EncryptedAwareness {
  readonly #options: EncryptedAwarenessOptions;
  readonly #counters = new Map<string, { counter: number; envelope: string }>();
  /** Inner client of each outer one. */
  readonly #clients = new Map<number, number>();
  /** The newest envelope of each outer client that is not read yet. */
  readonly #arrived = new Map<number, string>();
  #counter = 0;
  #refused = 0;
  #sealing = false;
  #changed = false;
  #reading: Promise<void> | null = null;
  #lastAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(options: EncryptedAwarenessOptions) {
    this.#options = options;
    options.inner.on('update', this.#innerUpdated);
    options.outer.on('update', this.#outerUpdated);
    this.refresh();
  }

  /** Envelopes that were old, foreign or broken. */
  get refused(): number {
    return this.#refused;
  }

  /** True while somebody else is here. */
  get accompanied(): boolean {
    return this.#clients.size > 0;
  }

  /** Tells the others anew. */
  refresh(): void {
    this.#changed = true;
    this.#schedule();
  }

  /** The connection is gone, and with it what was known of the others; what they tell next is news again, even when it is the same. */
  forgetOthers(): void {
    for (const [client, meta] of this.#options.outer.meta) {
      if (client === this.#options.outer.clientID) continue;
      // y-websocket still looks at the entry while it takes the state away, so it stays, older than anything.
      meta.clock = 0;
      this.#remove(client);
    }
  }

  /** Resolves when everything that arrived so far is read. */
  async read(): Promise<void> {
    while (this.#reading) await this.#reading;
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#cancel = null;
    this.#options.inner.off('update', this.#innerUpdated);
    this.#options.outer.off('update', this.#outerUpdated);
  }

  readonly #innerUpdated = (change: AwarenessChange, origin: unknown): void => {
    const own = this.#options.inner.clientID;
    const mine = [change.added, change.updated, change.removed].some((list) => list.includes(own));
    if (origin !== remoteOrigin && mine) this.refresh();
  };

  readonly #outerUpdated = (change: AwarenessChange): void => {
    const { outer } = this.#options;
    for (const client of [...change.added, ...change.updated]) {
      if (client === outer.clientID) continue;
      const envelope = outer.getStates().get(client)?.['c'];
      if (typeof envelope === 'string' && envelope.length <= envelopeCharacters) {
        this.#arrived.set(client, envelope);
      } else this.#refused += 1;
    }
    for (const client of change.removed) this.#remove(client);
    if (this.#arrived.size > 0) {
      this.#reading ??= this.#read().finally(() => {
        this.#reading = null;
      });
    }
  };

  #schedule(): void {
    if (this.#closed || this.#sealing || this.#cancel || !this.#changed) return;
    const { clock } = this.#options;
    this.#cancel = clock.after(Math.max(0, this.#lastAt + gap - clock.now()), () => {
      this.#cancel = null;
      void this.#send();
    });
  }

  async #send(): Promise<void> {
    const { inner, outer, sealer, clock, tell } = this.#options;
    this.#changed = false;
    this.#sealing = true;
    this.#lastAt = clock.now();
    const state = inner.getLocalState();
    try {
      if (state === null) outer.setLocalState(null);
      else {
        this.#counter += 1;
        const content = encodeAwareness({
          ...tell(),
          counter: this.#counter,
          client: inner.clientID,
          state,
        });
        const envelope = await sealer.seal('awareness', content);
        if (!this.#closed) outer.setLocalState({ c: envelopeToText(envelope) });
      }
    } finally {
      this.#sealing = false;
      this.#schedule();
    }
  }

  async #read(): Promise<void> {
    for (;;) {
      const [next] = this.#arrived;
      if (!next || this.#closed) return;
      const [client, envelope] = next;
      this.#arrived.delete(client);
      try {
        const content = await this.#options.sealer.open('awareness', envelopeFromText(envelope));
        this.#apply(client, envelope, decodeAwareness(content));
      } catch {
        this.#refused += 1;
      }
    }
  }

  #apply(outerClient: number, envelope: string, payload: AwarenessPayload): void {
    const { inner, outer, onHeard } = this.#options;
    const last = this.#counters.get(payload.session);
    const old =
      last !== undefined &&
      (payload.counter < last.counter ||
        (payload.counter === last.counter && envelope !== last.envelope));
    if (old || payload.client === inner.clientID) {
      this.#refused += 1;
      return;
    }
    // It may have left while its envelope was being opened.
    if (outer.getStates().get(outerClient) === undefined) return;
    this.#counters.set(payload.session, { counter: payload.counter, envelope });
    this.#clients.set(outerClient, payload.client);
    applyAwarenessUpdate(inner, awarenessUpdate(inner, payload), remoteOrigin);
    onHeard(payload);
  }

  #remove(outerClient: number): void {
    this.#arrived.delete(outerClient);
    const client = this.#clients.get(outerClient);
    if (client === undefined) return;
    this.#clients.delete(outerClient);
    removeAwarenessStates(this.#options.inner, [client], remoteOrigin);
    this.#options.inner.meta.delete(client);
  }
}

/** The state as y-protocols reads it. Its clock only has to be newer than the last; the counter has already decided what is new. */
function awarenessUpdate(inner: Awareness, { client, state }: AwarenessPayload): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, (inner.meta.get(client)?.clock ?? 0) + 1);
  encoding.writeVarString(encoder, JSON.stringify(state));
  return encoding.toUint8Array(encoder);
}
