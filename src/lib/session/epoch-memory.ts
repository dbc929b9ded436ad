import { Failure, toFailure } from '../domain/failure/failure.ts';
import type { OpenSpace } from '../domain/space/open-space.ts';
import type { Drafts } from './drafts.ts';

interface EpochFound {
  readonly opened: { readonly space: Pick<OpenSpace, 'id' | 'epoch'> } | null;
}

/**
 * The newest epoch of a space that this device has seen. It lies among the sealed drafts of the device, so that a server that shows an
 * older state of the space, with an older key, is noticed.
 */
export class EpochMemory {
  readonly #drafts: () => Drafts;
  readonly #seen = new Map<string, number>();

  /** @param drafts throws Failure `locked` */
  constructor(drafts: () => Drafts) {
    this.#drafts = drafts;
  }

  /**
   * What is found of the space, its epoch noted. An answer that was on its way while a new epoch began is older than what another question has
   * seen meanwhile, which proves nothing: it is asked once more, and only an answer to that which is older still is a rollback.
   * @throws Failure `space_rolled_back`, those of `find`
   */
  async checked<Found extends EpochFound>(find: () => Promise<Found>): Promise<Found> {
    const look = async () => {
      const found = await find();
      if (found.opened !== null) await this.#check(found.opened.space);
      return found;
    };
    try {
      return await look();
    } catch (thrown) {
      if (toFailure(thrown).code !== 'space_rolled_back') throw thrown;
      return look();
    }
  }

  async #check({ id, epoch }: Pick<OpenSpace, 'id' | 'epoch'>): Promise<void> {
    const seen = this.#seen.get(id) ?? (await this.#kept(id));
    if (epoch < seen) throw new Failure('space_rolled_back');
    this.#seen.set(id, epoch);
    // The first epoch needs no remembering: nothing is older.
    if (epoch > seen) await this.#keep(id, epoch);
  }

  async #kept(id: string): Promise<number> {
    const kept: unknown = await this.#drafts()
      .get(`epoch/${id}`)
      .catch(() => null);
    return typeof kept === 'number' ? kept : 0;
  }

  async #keep(id: string, epoch: number): Promise<void> {
    // A device that keeps nothing remembers as long as this page.
    await this.#drafts()
      .put(`epoch/${id}`, epoch)
      .catch(() => undefined);
  }
}
