import type { Clock } from './clock.ts';
import type { Coverage } from './coverage.ts';
import type { OuterItems } from './outer-items.ts';

const healAfter = {
  /** Milliseconds; the rest is random, so that one of the two heals and the other finds it done. */
  least: 200,
  jitter: 1_300,
  /** After an attempt that did not work, and between two answers to a partner who has something else. */
  again: 10_000,
} as const;

interface HealingOptions {
  readonly items: OuterItems;
  readonly applied: Coverage;
  readonly clock: Clock;
  /** 0 ≤ number < 1 */
  readonly random: () => number;
  /** Whether this is a moment to publish: exchanged with the relay, everything read. */
  readonly ready: () => boolean;
  /** Publishes a snapshot; false when that was not possible. */
  readonly publish: () => Promise<boolean>;
}

/**
 * Whatever was ever applied here must be in the outer document, as itself or in a snapshot. When somebody took it out, or it never got
 * there, a full snapshot is published again.
 */
export class Healing {
  readonly #options: HealingOptions;
  #doubt = false;
  #asked = false;
  #answeredAt = Number.NEGATIVE_INFINITY;
  #notBefore = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(options: HealingOptions) {
    this.#options = options;
  }

  /** True while something that was applied may be missing from the outer document. */
  get doubtful(): boolean {
    return this.#doubt;
  }

  /** Something was taken away, or is held here and perhaps nowhere else. */
  doubt(): void {
    this.#doubt = true;
    this.consider();
  }

  /**
   * A partner does not have what this device has: answer with a snapshot, but not at every call.
   * @returns whether it will be answered
   */
  ask(): boolean {
    const { clock } = this.#options;
    if (this.#closed || clock.now() - this.#answeredAt < healAfter.again) return false;
    this.#asked = true;
    this.consider();
    return true;
  }

  /** Looks whether the doubt is founded, and if so sets a time for healing. */
  consider(): void {
    if (this.#closed || (!this.#doubt && !this.#asked)) return;
    if (this.#doubt && this.#isWhole()) this.#doubt = false;
    if ((!this.#doubt && !this.#asked) || this.#cancel || !this.#options.ready()) return;
    const { clock, random } = this.#options;
    const wait = Math.max(
      healAfter.least + random() * healAfter.jitter,
      this.#notBefore - clock.now(),
    );
    this.#cancel = clock.after(wait, () => {
      this.#cancel = null;
      void this.#heal();
    });
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#cancel = null;
  }

  async #heal(): Promise<void> {
    if (this.#doubt && this.#isWhole()) this.#doubt = false;
    if ((!this.#doubt && !this.#asked) || !this.#options.ready()) return;
    const { clock } = this.#options;
    if (this.#asked) this.#answeredAt = clock.now();
    this.#asked = false;
    if (!(await this.#options.publish())) this.#notBefore = clock.now() + healAfter.again;
    this.consider();
  }

  #isWhole(): boolean {
    const { items, applied } = this.#options;
    return items.covered().contains(applied);
  }
}
