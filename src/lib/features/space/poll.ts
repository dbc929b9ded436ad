export interface PollOptions {
  /** Asks once. True when there is nothing more to ask. Its failures only make the next wait longer. */
  readonly ask: () => Promise<boolean>;
  readonly firstWaitMs?: number;
  readonly longestWaitMs?: number;
  /** Whether somebody can see the page: a hidden one does not ask. */
  readonly visible?: () => boolean;
  readonly after?: (ms: number, callback: () => void) => () => void;
}

function afterTimeout(ms: number, callback: () => void): () => void {
  const handle = setTimeout(callback, ms);
  return () => clearTimeout(handle);
}

/** Asks again and again, ever more slowly, while the page is visible; one question at a time. */
export class Poll {
  readonly #options: Required<PollOptions>;
  #wait: number;
  #cancel: (() => void) | null = null;
  #asking = false;
  #running = false;

  constructor(options: PollOptions) {
    this.#options = {
      firstWaitMs: 1500,
      longestWaitMs: 15_000,
      visible: () => document.visibilityState === 'visible',
      after: afterTimeout,
      ...options,
    };
    this.#wait = this.#options.firstWaitMs;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#wait = this.#options.firstWaitMs;
    this.#later();
  }

  stop(): void {
    this.#running = false;
    this.#cancel?.();
    this.#cancel = null;
  }

  /** Asks at once and begins with short waits again: the page came back, or a signal came. */
  hurry(): void {
    if (!this.#running) return;
    this.#wait = this.#options.firstWaitMs;
    this.#cancel?.();
    void this.#ask();
  }

  #later(): void {
    this.#cancel = this.#options.after(this.#wait, () => void this.#ask());
    this.#wait = Math.min(this.#options.longestWaitMs, this.#wait * 1.4);
  }

  async #ask(): Promise<void> {
    if (this.#asking || !this.#running) return;
    this.#cancel = null;
    // A hidden page waits for `hurry`, which its owner calls when it is visible again.
    if (!this.#options.visible()) return;
    this.#asking = true;
    let done = false;
    try {
      done = await this.#options.ask();
    } catch {
      this.#wait = Math.min(this.#options.longestWaitMs, this.#wait * 2);
    } finally {
      this.#asking = false;
    }
    if (done) this.stop();
    else if (this.#running && this.#cancel === null) this.#later();
  }
}
