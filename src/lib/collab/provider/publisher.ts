import * as Y from 'yjs';
import { limits } from '../protocol/frames.ts';
import type { Clock } from './clock.ts';
import type { Coverage } from './coverage.ts';
import type { OuterItems } from './outer-items.ts';
import { encodeUpdate } from './payloads.ts';
import type { Sealer } from './sealer.ts';
import type { SerialLane } from './serial-lane.ts';

/** Shortest time between two items, in milliseconds. */
export const publishGaps = {
  /** While the partner is here and watches: a fast typist's keys (80 ms and more apart) leave one by one, bursts are merged. */
  watched: 25,
  /** Nobody waits for it: fewer, larger items. */
  unwatched: 300,
} as const;

/** An item with more than this is not merged with the next change. */
const mergeBytes = 256 * 1024;

interface PublisherOptions {
  readonly session: string;
  readonly items: OuterItems;
  readonly applied: Coverage;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly lane: SerialLane;
  /** Shortest time until the next item, in milliseconds. */
  readonly gap: () => number;
  /** Before an item leaves: hand it to the cache. Not waited for. */
  readonly onSealed: (seq: number, envelope: Uint8Array) => void;
  /** Nothing is pending any more. */
  readonly onIdle: () => void;
  /** This change does not fit in an item; it stays in `inner` and in `applied`, which makes it uncovered. */
  readonly onTooLarge: () => void;
  readonly report: (cause: unknown) => void;
}

/**
 * Turns what is written here into items. The first change after a pause leaves at once; those that follow within the gap are merged into
 * one item.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  #pending: Uint8Array[] = [];
  #sealing = 0;
  #lastAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;
  #seq = 0;
  #scheduled = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** True while something written is not in the outer document yet. */
  get busy(): boolean {
    return this.#pending.length > 0 || this.#sealing > 0;
  }

  /** The highest sequence number handed out so far; 0 when nothing was written. */
  get seq(): number {
    return this.#seq;
  }

  /** Takes an update of the inner document. */
  add(update: Uint8Array): void {
    this.#pending.push(update);
    this.#schedule();
  }

  /** Publishes all that is pending, without waiting for the gap. */
  async flush(): Promise<void> {
    while (this.busy) {
      if (this.#pending.length > 0) this.#publish();
      await this.#options.lane.settled();
    }
  }

  /** Publishes nothing more; hands out what was not sealed yet. */
  stop(): Uint8Array[] {
    this.close();
    return this.#pending.splice(0);
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #schedule(): void {
    if (this.#cancel || this.#scheduled || this.#sealing > 0 || this.#pending.length === 0) return;
    const { clock, gap } = this.#options;
    const wait = this.#lastAt + gap() - clock.now();
    if (wait > 0) {
      this.#cancel = clock.after(wait, () => {
        this.#cancel = null;
        this.#publish();
      });
      return;
    }
    // The transactions of one step of the editor leave together.
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#publish();
    });
  }

  #publish(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#pending.length === 0) return;
    this.#sealing += 1;
    this.#lastAt = this.#options.clock.now();
    this.#options.lane
      .run(() => this.#publishNext())
      .catch(this.#options.report)
      .finally(() => {
        this.#sealing -= 1;
        if (this.#pending.length > 0) this.#schedule();
        else if (this.#sealing === 0) this.#options.onIdle();
      });
  }

  async #publishNext(): Promise<void> {
    const { session, items, applied, sealer, onSealed, onTooLarge } = this.#options;
    const update = this.#take();
    if (!update) return;
    // From here on the inner state and this number belong together: a snapshot taken meanwhile vouches for it.
    const seq = (this.#seq += 1);
    applied.add(session, seq);
    if (update.length > limits.itemBytes) {
      onTooLarge();
      return;
    }
    const envelope = await sealer.seal('update', encodeUpdate({ session, seq, update }));
    if (envelope.length > limits.itemBytes) {
      onTooLarge();
      return;
    }
    onSealed(seq, envelope);
    items.push(envelope, { is: 'update', session, seq });
  }

  /** Pending updates, merged as long as they are small. */
  #take(): Uint8Array | null {
    let bytes = 0;
    let count = 0;
    for (const update of this.#pending) {
      if (count > 0 && bytes + update.length > mergeBytes) break;
      bytes += update.length;
      count += 1;
    }
    const [first, ...rest] = this.#pending.splice(0, count);
    if (!first) return null;
    return rest.length === 0 ? first : Y.mergeUpdates([first, ...rest]);
  }
}
