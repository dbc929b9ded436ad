export interface DeviceEvents {
  /** A key, a touch or a pointer: the person is there. */
  readonly onActivity: () => void;
  /** The page came back to the foreground. */
  readonly onVisible: () => void;
  /** The browser found a network again. */
  readonly onOnline: () => void;
}

const activity = ['keydown', 'pointerdown', 'input', 'wheel'] as const;

/** Listens to what happens to this page; the result stops it. */
export function followDevice({ onActivity, onVisible, onOnline }: DeviceEvents): () => void {
  const listening = new AbortController();
  const options = { signal: listening.signal, capture: true, passive: true };
  for (const type of activity) window.addEventListener(type, onActivity, options);
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') onVisible();
    },
    options,
  );
  window.addEventListener('online', onOnline, options);
  return () => listening.abort();
}
