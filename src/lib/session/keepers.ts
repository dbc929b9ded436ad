type Keep = () => Promise<void> | void;

/** What has to be kept before keys are forgotten: every part of the page that holds something registers how. */
export class Keepers {
  readonly #keepers = new Set<Keep>();

  /** The result takes it back. */
  add(keep: Keep): () => void {
    this.#keepers.add(keep);
    return () => this.#keepers.delete(keep);
  }

  /**
   * Lets every part keep what it holds, for at most `patienceMs`: a lock that waits for a dead network is no lock. A part that
   * fails does not keep the others from finishing.
   */
  async keepAll(patienceMs: number): Promise<void> {
    const kept = Promise.allSettled([...this.#keepers].map(async (keep) => keep()));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([kept, patience]);
    clearTimeout(timer);
  }
}
