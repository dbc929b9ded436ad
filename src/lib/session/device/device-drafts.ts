import { createLocalDrafts, type LocalDrafts } from '../../data/local-drafts.ts';
import { Failure } from '../../domain/failure/failure.ts';

/**
 * Unfinished writing of one visit on this device, sealed. It belongs to the page, so that a lock loses nothing; a sign-out ends it, and
 * from then on nothing more is put there, whatever was still on its way.
 */
export class DeviceDrafts {
  /** Sealed drafts that the device refused, as long as this page. */
  readonly refused = new Map<string, string>();
  readonly #writing = new Set<Promise<void>>();
  #ended = false;

  /** The drafts of a person. @throws Failure `locked` from `put` once writing has ended */
  of(userId: string): LocalDrafts {
    const local = createLocalDrafts(userId);
    return {
      ...local,
      put: async (key, envelope) => {
        if (this.#ended) throw new Failure('locked');
        const writing = local.put(key, envelope);
        this.#writing.add(writing);
        await writing.finally(() => this.#writing.delete(writing));
      },
    };
  }

  /** Ends all writing; resolves when nothing is on its way any more. */
  async end(): Promise<void> {
    this.#ended = true;
    await Promise.allSettled(this.#writing);
  }
}
