/** Work that is done again and again, one round after the other. */
export interface Repetition {
  /** Begins no further round; resolves when the running one is over. */
  stop(): Promise<void>;
}

/**
 * Begins `work` once in `everyMs`, or as soon as the last round is over when it took longer.
 * @param onFailed called when a round rejects; the next one comes all the same
 */
export function repeat(
  work: () => Promise<void>,
  everyMs: number,
  onFailed: () => void,
): Repetition {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let timer = setTimeout(round, everyMs);
  function round(): void {
    const started = performance.now();
    running = work()
      .catch(onFailed)
      .finally(() => {
        const rest = Math.max(50, everyMs - (performance.now() - started));
        if (!stopped) timer = setTimeout(round, rest);
      });
  }
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      return running;
    },
  };
}
