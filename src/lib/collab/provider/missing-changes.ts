import type * as Y from 'yjs';
import type { Clock } from './clock.ts';
import { Coverage } from './coverage.ts';

/** How long something must be missing before it counts, in milliseconds: what is on its way is not missing. */
export const missingAfter = 3_000;

interface MissingChangesOptions {
  readonly inner: Y.Doc;
  /** Everything that `inner` contains. */
  readonly applied: Coverage;
  readonly clock: Clock;
  /** What is said has changed by itself, since time went by. */
  readonly onMissing: () => void;
}

/** Compares what is known to exist with what is here, and says so when it stays different for a while. */
export class MissingChanges {
  readonly #options: MissingChangesOptions;
  readonly #heardOf = new Coverage();
  #missing = false;
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(options: MissingChangesOptions) {
    this.#options = options;
  }

  get any(): boolean {
    return this.#missing;
  }

  /** A partner has published everything of this session up to `seq`. */
  hear(session: string, seq: number): void {
    if (seq > 0) this.#heardOf.addUpTo(session, seq);
  }

  /** Compares anew, after something has changed. */
  look(): void {
    const { inner, applied, clock, onMissing } = this.#options;
    const waits = inner.store.pendingStructs !== null || inner.store.pendingDs !== null;
    if (!waits && !applied.hasGaps && applied.contains(this.#heardOf)) {
      this.#cancel?.();
      this.#cancel = null;
      this.#missing = false;
      return;
    }
    if (this.#missing || this.#cancel || this.#closed) return;
    this.#cancel = clock.after(missingAfter, () => {
      this.#cancel = null;
      this.#missing = true;
      onMissing();
    });
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#cancel = null;
  }
}
