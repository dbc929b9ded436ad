import type { Clock } from './clock.ts';
import { missingAfter } from './missing-changes.ts';

interface DifferencesOptions {
  readonly clock: Clock;
  /** Publishes everything here; false when that cannot be now. */
  readonly answer: () => boolean;
}

/**
 * When nothing has moved for a while and a partner's device still has something else than this one, one of the two misses what the other
 * has, for instance because the relay spoilt it on the way: each answers such a difference once, with a snapshot.
 */
export class Differences {
  readonly #options: DifferencesOptions;
  readonly #answered = new Set<string>();
  /** When something was last written or read here. */
  #movedAt = Number.NEGATIVE_INFINITY;

  constructor(options: DifferencesOptions) {
    this.#options = options;
  }

  moved(): void {
    this.#movedAt = this.#options.clock.now();
  }

  /** Compares what everything amounts to, here and there. */
  compare(mine: number, theirs: number): void {
    if (mine === theirs || this.#options.clock.now() - this.#movedAt < missingAfter) return;
    const difference = `${String(mine)} ${String(theirs)}`;
    if (!this.#answered.has(difference) && this.#options.answer()) this.#answered.add(difference);
  }
}
