export interface DeviceEvents {
  /** A key, a touch or a pointer: the person is there. */
  readonly onActivity: () => void;
  /** The page came back to the foreground. */
  readonly onVisible: () => void;
  /** The page went out of sight: another tab or app, the screen turned off. */
  readonly onHidden: () => void;
  /** The browser found a network again. */
  readonly onOnline: () => void;
  /** Somebody leaves in a hurry (`static/boot.js`): the page is blank, and another one is on its way. */
  readonly onLeave: () => void;
}

const activity = ['keydown', 'pointerdown', 'input', 'wheel'] as const;

/** Listens to what happens to this page; the result stops it. */
export function followDevice(events: DeviceEvents): () => void {
  const { onActivity, onVisible, onHidden, onOnline, onLeave } = events;
  const listening = new AbortController();
  const options = { signal: listening.signal, capture: true, passive: true };
  for (const type of activity) window.addEventListener(type, onActivity, options);
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') onVisible();
      else onHidden();
    },
    options,
  );
  window.addEventListener('online', onOnline, options);
  document.addEventListener('holdfast:leave', onLeave, options);
  return () => listening.abort();
}
