import type { Clock } from './clock.ts';
import type { OuterItems } from './outer-items.ts';

/** When items are folded into a snapshot. */
export const compactAt = {
  items: 64,
  bytes: 64 * 1024,
  /** Nobody wrote for so long, in milliseconds. */
  idle: 1_000,
  /** So many items do not wait for a pause. */
  itemsWithoutPause: 256,
  /** The same beside a snapshot so large that encoding it anew would hold up whoever types. */
  itemsBesideLarge: 2_048,
  /** After a long pause few items are enough: what lies there until next week should be small. */
  itemsAtRest: 8,
  rest: 30_000,
  /** Up to so much longer, at random, so that the two partners' devices rarely do it at once. */
  jitter: 1_500,
} as const;

interface CompactionOptions {
  readonly items: OuterItems;
  readonly clock: Clock;
  /** 0 ≤ number < 1 */
  readonly random: () => number;
  readonly compact: () => void;
  /** Items that are worth folding, when it is not `compactAt.items`. */
  readonly foldItems?: number | undefined;
}

/** Watches how much could be folded, and says when. */
export class Compaction {
  readonly #options: CompactionOptions;
  #activeAt = 0;
  #cancel: (() => void) | null = null;
  /** What the time that is set waits for. */
  #armed: Due = 'no';

  constructor(options: CompactionOptions) {
    this.#options = options;
  }

  /** Somebody wrote. */
  activity(): void {
    this.#activeAt = this.#options.clock.now();
  }

  /** Looks at the items and sets or keeps a time for compaction when there is enough to gain. */
  consider(): void {
    if (this.#armed === 'soon') return;
    const due = this.#due();
    if (due === 'no' || due === this.#armed) return;
    this.close();
    this.#armed = due;
    const { clock, random } = this.#options;
    this.#cancel = clock.after(pauseFor[due] + random() * compactAt.jitter, () => {
      this.close();
      this.#attempt();
    });
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#armed = 'no';
  }

  #attempt(): void {
    const due = this.#due();
    if (due === 'no') return;
    const { clock, items, compact } = this.#options;
    const quiet = clock.now() - this.#activeAt >= pauseFor[due];
    const most = due === 'soon' ? compactAt.itemsWithoutPause : compactAt.itemsBesideLarge;
    if (quiet || items.all.size > most) compact();
    else this.consider();
  }

  /**
   * Whether folding gains enough. What a snapshot alone takes is no gain, and a large one is not written anew for a few keystrokes: it
   * must be worth a quarter of its bytes, or, in a long pause, many items, each of which the next opening would have to decrypt.
   */
  #due(): Due {
    let items = 0;
    let bytes = 0;
    let largest = 0;
    for (const [item, state] of this.#options.items.all) {
      if (state.is !== 'update' && state.is !== 'snapshot') continue;
      items += 1;
      bytes += item.length;
      if (state.is === 'snapshot') largest = Math.max(largest, item.length);
    }
    // The snapshot that stays anyway is nothing to fold.
    if (largest > 0) items -= 1;
    bytes -= largest;
    const enough = this.#options.foldItems ?? compactAt.items;
    if (bytes < largest / 4) return items > enough ? 'at_rest' : 'no';
    if (items > enough || bytes > compactAt.bytes) return 'soon';
    return items > compactAt.itemsAtRest ? 'at_rest' : 'no';
  }
}

type Due = 'no' | 'soon' | 'at_rest';

const pauseFor = { soon: compactAt.idle, at_rest: compactAt.rest } as const;
