const retryMs = [2_000, 5_000, 15_000] as const;

/** One thing that is due later: after typing rests, or at the next try. A newer time replaces the older. */
export class RestedTimer {
  readonly #due: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;

  constructor(due: () => void) {
    this.#due = due;
  }

  get waiting(): boolean {
    return this.#timer !== undefined;
  }

  in(ms: number): void {
    this.stop();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#due();
    }, ms);
  }

  /** For the next try, which comes later each time. */
  again(atLeastMs = 0): void {
    const wait = retryMs[Math.min(this.#tries, retryMs.length - 1)] ?? 15_000;
    this.#tries++;
    this.in(Math.max(wait, atLeastMs));
  }

  /** It went well: the next retry is soon again. */
  wentWell(): void {
    this.#tries = 0;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
