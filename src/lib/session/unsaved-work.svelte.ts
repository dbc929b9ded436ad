import { SvelteSet } from 'svelte/reactivity';

/** What on this page is not stored anywhere yet, so that leaving, locking and signing out can warn or keep it first. */
export class UnsavedWork {
  readonly #sources = new SvelteSet<() => boolean>();
  readonly #keepers = new Set<() => Promise<void> | void>();

  /** True while any part of the page holds words that nothing has stored. Reactive when the sources are. */
  get any(): boolean {
    for (const isUnsaved of this.#sources) if (isUnsaved()) return true;
    return false;
  }

  /** Registers a question to ask ("is anything unsaved here?"); the result takes it back. */
  watch(isUnsaved: () => boolean): () => void {
    this.#sources.add(isUnsaved);
    return () => this.#sources.delete(isUnsaved);
  }

  /** Registers what to do just before keys are forgotten (seal a draft, flush a document); the result takes it back. */
  keepBeforeLocking(keep: () => Promise<void> | void): () => void {
    this.#keepers.add(keep);
    return () => this.#keepers.delete(keep);
  }

  /**
   * Lets every part of the page keep what it holds, for at most `patienceMs`: a lock that waits for a dead network is no lock.
   * A part that fails does not keep the others from finishing.
   */
  async keepAll(patienceMs = 1500): Promise<void> {
    const kept = Promise.allSettled([...this.#keepers].map(async (keep) => keep()));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([kept, patience]);
    clearTimeout(timer);
  }
}
