/**
 * Calls `ask` every `everyMs` while the page is visible, and at once when it becomes visible or is connected again. One call at a time.
 * Returns the way to stop.
 */
export function whileVisible(ask: () => Promise<void>, everyMs: () => number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let stopped = false;

  function rest(): void {
    clearTimeout(timer);
    if (!stopped && document.visibilityState === 'visible') timer = setTimeout(run, everyMs());
  }
  async function run(): Promise<void> {
    if (asking || stopped) return;
    asking = true;
    try {
      await ask();
    } finally {
      asking = false;
      rest();
    }
  }
  function wake(): void {
    if (document.visibilityState === 'visible') void run();
  }

  document.addEventListener('visibilitychange', wake);
  addEventListener('online', wake);
  rest();
  return () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', wake);
    removeEventListener('online', wake);
  };
}
