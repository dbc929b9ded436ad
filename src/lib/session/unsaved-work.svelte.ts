import { SvelteSet } from 'svelte/reactivity';
import { Keepers } from './keepers.ts';

/** What on this page is not stored anywhere yet, so that leaving, locking and signing out can warn or keep it first. */
export class UnsavedWork {
  readonly #sources = new SvelteSet<() => boolean>();
  readonly #keepers = new Keepers();

  /** True while any part of the page holds words that nothing has stored. Reactive when the sources are. */
  get any(): boolean {
    for (const isUnsaved of this.#sources) if (isUnsaved()) return true;
    return false;
  }

  /** Registers a part of the page: whether it holds anything unsaved, and how it keeps that before locking. The result takes it back. */
  watch(isUnsaved: () => boolean, keep: () => Promise<void> | void): () => void {
    const off = this.keepBeforeLocking(keep);
    this.#sources.add(isUnsaved);
    return () => {
      off();
      this.#sources.delete(isUnsaved);
    };
  }

  /** Registers what to do just before keys are forgotten (seal a draft, flush a document); the result takes it back. */
  keepBeforeLocking(keep: () => Promise<void> | void): () => void {
    return this.#keepers.add(keep);
  }

  /** Lets every part of the page keep what it holds, within a moment. */
  keepAll(patienceMs = 1500): Promise<void> {
    return this.#keepers.keepAll(patienceMs);
  }
}
