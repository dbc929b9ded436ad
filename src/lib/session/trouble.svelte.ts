import type { Failure } from '../domain/failure/failure.ts';
import { backoff } from './backoff.ts';

/** What keeps something from starting, while it is tried again by itself, ever more slowly. */
export class Trouble {
  readonly #again: () => void;
  #failure = $state.raw<Failure | null>(null);
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param again tries once more; it ends in `over` or in another `later` */
  constructor(again: () => void) {
    this.#again = again;
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  later(failure: Failure): void {
    this.#failure = failure;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#again, backoff(this.#tries++));
  }

  /** Tries at once instead of waiting. */
  now(): void {
    clearTimeout(this.#timer);
    this.#again();
  }

  over(): void {
    clearTimeout(this.#timer);
    this.#failure = null;
    this.#tries = 0;
  }
}
