import type { Pins } from '../crypto/keys/index.ts';
import type { createAskedReadmissions } from '../data/asked-readmissions.ts';
import type { OpenedSpace } from '../data/space-keys.ts';
import type { createWaitingReadmissions } from '../data/waiting-readmissions.ts';
import type { AskedReadmission, WaitingReadmission } from '../domain/space/readmission.ts';

export interface ComingBackOptions {
  readonly asked: ReturnType<typeof createAskedReadmissions>;
  readonly waiting: ReturnType<typeof createWaitingReadmissions>;
  /** UUID of the space that this person is in. @throws Failure `locked` */
  readonly spaceId: () => string;
  /** @throws Failure `locked` */
  readonly opened: () => OpenedSpace;
  /** Takes in the partner's key and reads the space again. */
  readonly arrived: (pins: Pins) => Promise<void>;
}

/** Coming back into a space after one's keys were lost, from both sides, bound to whoever is signed in. */
export class ComingBack {
  readonly #options: ComingBackOptions;

  constructor(options: ComingBackOptions) {
    this.#options = options;
  }

  /** Asks the partner. @throws Failure `readmission_tries_over`, `readmission_both`, `space_closed` */
  ask(): Promise<void> {
    return this.#options.asked.ask(this.#options.spaceId());
  }

  /** Where one's own request stands. @throws Failure `readmission_forged` */
  look(): Promise<AskedReadmission> {
    return this.#options.asked.look(this.#options.spaceId());
  }

  cancel(): Promise<void> {
    return this.#options.asked.cancel(this.#options.spaceId());
  }

  /** Takes the keys in, once the partner has told that the words were the same. @throws Failure `readmission_forged`, `readmission_elsewhere` */
  async receive(): Promise<void> {
    const { asked, spaceId, arrived } = this.#options;
    await arrived(await asked.receive(spaceId()));
  }

  /** The partner's request, if one waits. @throws Failure `readmission_forged` */
  waiting(): Promise<WaitingReadmission | null> {
    return this.#options.waiting.waiting(this.#options.opened().space.id);
  }

  /** Begins to compare. */
  begin(request: WaitingReadmission): Promise<void> {
    return this.#options.waiting.begin(request, this.#options.opened().space.id);
  }

  decline(request: WaitingReadmission): Promise<void> {
    return this.#options.waiting.decline(request);
  }

  /**
   * Lets the partner back in if the two words are right.
   * @returns null when they are in; otherwise how many tries are left today
   * @throws Failure `readmission_tries_over`, `readmission_over`, `readmission_forged`, `changed_elsewhere`
   */
  async admit(
    request: WaitingReadmission,
    typed: readonly [string, string],
  ): Promise<number | null> {
    const { waiting, opened, arrived } = this.#options;
    const result = await waiting.admit(request, typed, opened());
    if (!result.admitted) return result.triesLeft;
    await arrived(result.pins);
    return null;
  }
}
