interface PageMoments {
  /** The page may be about to go: hand over what is pending. */
  readonly onHide: () => void;
  /** Somebody looks at the page again, or the network is back. */
  readonly onWake: () => void;
  /** The device says that it has no network. */
  readonly onOffline: () => void;
}

/** Listens to the moments of a page's life that matter for saving; in Node there are none. Returns the way to stop. */
export function followPage({ onHide, onWake, onOffline }: PageMoments): () => void {
  if (typeof document === 'undefined') return () => undefined;
  const visibility = () => {
    if (document.visibilityState === 'hidden') onHide();
    else onWake();
  };
  document.addEventListener('visibilitychange', visibility);
  window.addEventListener('pagehide', onHide);
  window.addEventListener('pageshow', onWake);
  window.addEventListener('online', onWake);
  window.addEventListener('offline', onOffline);
  return () => {
    document.removeEventListener('visibilitychange', visibility);
    window.removeEventListener('pagehide', onHide);
    window.removeEventListener('pageshow', onWake);
    window.removeEventListener('online', onWake);
    window.removeEventListener('offline', onOffline);
  };
}
