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

  constructor(options: CompactionOptions) {
    this.#options = options;
  }

  /** Somebody wrote. */
  activity(): void {
    this.#activeAt = this.#options.clock.now();
  }

  /** Looks at the items and sets or keeps a time for compaction when there is enough to gain. */
  consider(): void {
    if (this.#cancel || !this.#due()) return;
    const { clock, random } = this.#options;
    this.#cancel = clock.after(compactAt.idle + random() * compactAt.jitter, () => {
      this.#cancel = null;
      this.#attempt();
    });
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #attempt(): void {
    if (!this.#due()) return;
    const { clock, items, compact } = this.#options;
    const quiet = clock.now() - this.#activeAt >= compactAt.idle;
    if (quiet || items.all.size > compactAt.itemsWithoutPause) compact();
    else this.consider();
  }

  /**
   * True when folding gains enough. What a snapshot alone takes is no gain, and a large one is not written anew for a few keystrokes: it
   * must be worth a quarter of its bytes.
   */
  #due(): boolean {
    let updates = 0;
    let updateBytes = 0;
    let snapshots = 0;
    let largest = 0;
    for (const [item, state] of this.#options.items.all) {
      if (state.is === 'update') {
        updates += 1;
        updateBytes += item.length;
      } else if (state.is === 'snapshot') {
        snapshots += 1;
        updateBytes += item.length;
        largest = Math.max(largest, item.length);
      }
    }
    const bytes = updateBytes - largest;
    const enough = this.#options.foldItems ?? compactAt.items;
    const many = updates + Math.max(0, snapshots - 1) > enough;
    return (many || bytes > compactAt.bytes) && bytes >= largest / 4;
  }
}
