/** Those who wait for a condition that is looked at whenever something has happened. */
export class Watchers {
  readonly #looks = new Set<() => void>();

  /** Resolves as soon as the condition holds. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!condition()) return;
        this.#looks.delete(look);
        resolve();
      };
      this.#looks.add(look);
      look();
    });
  }

  /** Something has happened. */
  look(): void {
    for (const look of [...this.#looks]) look();
  }
}
