export interface IdleTimerOptions {
  /** Milliseconds without activity until `onIdle` is called; asked for each time, since it may be changed meanwhile. */
  readonly after: () => number;
  readonly onIdle: () => void;
  /** Milliseconds now; a wall clock, so that a laptop's sleep counts as idle. */
  readonly now?: () => number;
  /** Calls back about every `ms`; the result stops it. */
  readonly every?: (ms: number, callback: () => void) => () => void;
}

function everyInterval(ms: number, callback: () => void): () => void {
  const handle = setInterval(callback, ms);
  return () => clearInterval(handle);
}

/**
 * Calls `onIdle` once after a time without activity. It compares clock times instead of trusting one long timeout, because
 * browsers stop timers of sleeping devices and hidden pages: `check` after waking up finds that the time is over.
 */
export class IdleTimer {
  readonly #options: Required<IdleTimerOptions>;
  #lastActive = 0;
  #stop: (() => void) | null = null;

  constructor(options: IdleTimerOptions) {
    this.#options = { now: Date.now, every: everyInterval, ...options };
  }

  get running(): boolean {
    return this.#stop !== null;
  }

  start(): void {
    this.stop();
    this.#lastActive = this.#options.now();
    this.#stop = this.#options.every(15_000, () => this.check());
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }

  /** Something was done by the person: the time starts again, unless it was over already. */
  active(): void {
    if (!this.running) return;
    this.check();
    if (this.running) this.#lastActive = this.#options.now();
  }

  /** Ends the wait when its time is over. Call it when a page becomes visible again. */
  check(): void {
    if (!this.running) return;
    const { now, after, onIdle } = this.#options;
    if (now() - this.#lastActive < after()) return;
    this.stop();
    onIdle();
  }
}
