/*
 * Runs before anything is painted, on every page, also where no other script does. It sets the chosen theme and makes
 * "Leave this page quickly" work: a click on [data-leave], or Shift three times.
 */
(() => {
  const root = document.documentElement;

  try {
    const theme = localStorage.getItem('holdfast.theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch {
    // A browser that refuses storage follows the system's theme.
  }

  // A plain, common page in any language. It learns nothing: no referrer, no address.
  const elsewhere = 'https://www.wikipedia.org/';
  const leftMark = 'holdfast.left';
  let leaving = false;

  // The worker that keeps the app on this device. A page that was reloaded past it has none of its own (`controller`).
  let installed = null;
  navigator.serviceWorker?.ready.then((registration) => {
    installed = registration;
  });

  const blank = () => {
    root.style.setProperty('display', 'none', 'important');
    document.title = '';
  };

  const leave = () => {
    if (leaving) return;
    leaving = true;
    blank();
    try {
      sessionStorage.setItem(leftMark, '1');
    } catch {
      // Without storage, going back is not covered; leaving still is.
    }
    // Whoever keeps drafts or keys may act on this at once; nothing waits for them.
    document.dispatchEvent(new CustomEvent('holdfast:leave'));
    // The worker outlives this page: it takes the app off this device, so that nothing opens here without a connection.
    (installed?.active ?? navigator.serviceWorker?.controller)?.postMessage('left');
    location.replace(elsewhere);
  };

  // No page may ask "do you want to leave?" now. Registered first, so it is heard first.
  window.addEventListener(
    'beforeunload',
    (event) => {
      if (leaving) event.stopImmediatePropagation();
    },
    true,
  );

  document.addEventListener(
    'click',
    (event) => {
      if (event.target instanceof Element && event.target.closest('[data-leave]')) {
        event.preventDefault();
        event.stopImmediatePropagation();
        leave();
      }
    },
    true,
  );

  // Shift, pressed and let go alone, three times within three seconds: writing capitals never does that.
  let presses = [];
  let alone = false;
  const interrupted = () => {
    alone = false;
    presses = [];
  };
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Shift') interrupted();
      else if (!event.repeat) alone = true;
    },
    true,
  );
  document.addEventListener(
    'keyup',
    (event) => {
      if (event.key !== 'Shift' || !alone) return;
      alone = false;
      const now = event.timeStamp;
      presses = [...presses.filter((at) => now - at < 3000), now];
      if (presses.length === 3) leave();
    },
    true,
  );
  document.addEventListener('pointerdown', interrupted, true);

  // Earlier pages of this tab stay in its history. Going back to them after leaving shows nothing and leads away again;
  // opening Holdfast anew, by its address or a bookmark, works as ever.
  const left = () => {
    try {
      return sessionStorage.getItem(leftMark) !== null;
    } catch {
      return false;
    }
  };
  const wentBack = () => performance.getEntriesByType('navigation')[0]?.type === 'back_forward';
  if (left()) {
    if (wentBack()) leave();
    else sessionStorage.removeItem(leftMark);
  }
  window.addEventListener('pageshow', (event) => {
    if (event.persisted && left()) {
      leaving = false;
      leave();
    }
  });
})();
