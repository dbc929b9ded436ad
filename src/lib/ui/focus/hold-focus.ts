/** What a place may be that takes the focus over: something that a reader knows as one thing. */
const places = 'article, li, form, section';

/**
 * An attachment for the page's content. When a press takes the focused element itself away (a button that has done its work, a form that is
 * sent), the nearest thing around it that is left takes the focus, so that the keyboard and a screen reader go on there and not at the top.
 * A focus that somebody else has moved meanwhile stays, and so does that of another page.
 */
export function holdFocus(content: HTMLElement): () => void {
  let path = '';
  let around: readonly HTMLElement[] = [];

  function follow({ target }: FocusEvent): void {
    const found: HTMLElement[] = [];
    for (let node = target; node instanceof HTMLElement && node !== content;) {
      found.push(node);
      node = node.parentElement;
    }
    around = found;
    path = location.pathname;
  }

  const observer = new MutationObserver(() => {
    if (around[0]?.isConnected !== false) return;
    const left = around;
    around = [];
    // After whoever took it away has put the focus where they want it.
    requestAnimationFrame(() => {
      const { activeElement } = document;
      if (activeElement !== null && activeElement !== document.body) return;
      if (path !== location.pathname) return;
      focusPlace(left.find((node) => node.isConnected && node.matches(places)) ?? content);
    });
  });

  content.addEventListener('focusin', follow);
  observer.observe(content, { childList: true, subtree: true });
  return () => {
    content.removeEventListener('focusin', follow);
    observer.disconnect();
  };
}

/** Focuses what otherwise takes no focus, for as long as it has it. */
function focusPlace(place: HTMLElement): void {
  if (!place.hasAttribute('tabindex')) {
    place.tabIndex = -1;
    place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true });
  }
  place.focus({ preventScroll: true });
}
