const ends = ['pointerup', 'pointercancel'] as const;

/**
 * Knows whether a button or finger is down. What folds away when a field loses the focus would otherwise move the very thing that is
 * being pressed, and the press would miss it.
 */
export class Presses {
  #down = false;
  #waiting: (() => void)[] = [];

  /** Follows the presses of the page; the result ends that. */
  follow(): () => void {
    const down = () => {
      this.#down = true;
    };
    const up = () => {
      this.#down = false;
      const waiting = this.#waiting;
      this.#waiting = [];
      // The click comes right after the release: first it arrives, then things may move.
      setTimeout(() => {
        for (const change of waiting) change();
      });
    };
    addEventListener('pointerdown', down, true);
    for (const end of ends) addEventListener(end, up, true);
    return () => {
      removeEventListener('pointerdown', down, true);
      for (const end of ends) removeEventListener(end, up, true);
    };
  }

  /** Runs `change` at once, or after the press that is under way. */
  after(change: () => void): void {
    if (this.#down) this.#waiting.push(change);
    else change();
  }
}
