/**
 * Runs `act` now, or, while a finger or a mouse button is down, right after it has been let go and its click was given: whatever moves
 * the page between press and release would take the click away from the button under it.
 */
export class Press {
  #down = false;

  /** Follows presses from now on; the result ends that. */
  follow(): () => void {
    const press = () => (this.#down = true);
    const release = () => (this.#down = false);
    window.addEventListener('pointerdown', press, true);
    window.addEventListener('pointerup', release, true);
    window.addEventListener('pointercancel', release, true);
    return () => {
      window.removeEventListener('pointerdown', press, true);
      window.removeEventListener('pointerup', release, true);
      window.removeEventListener('pointercancel', release, true);
    };
  }

  afterRelease(act: () => void): void {
    if (!this.#down) {
      act();
      return;
    }
    const ended = new AbortController();
    const later = () => {
      ended.abort();
      // The click comes within the same task as the release.
      setTimeout(act);
    };
    for (const event of ['pointerup', 'pointercancel'] as const) {
      window.addEventListener(event, later, { capture: true, signal: ended.signal });
    }
  }
}
