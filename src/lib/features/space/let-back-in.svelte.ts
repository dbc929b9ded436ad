import { Failure, toFailure, type FailureCode } from '$lib/domain/failure/failure.ts';
import type { WaitingReadmission } from '$lib/domain/space/readmission.ts';
import { Attempt, type Session } from '$lib/session/index.ts';
import { Poll } from './poll.ts';

export type LetBackInView = 'opening' | 'nobody' | 'stopped' | 'back' | WaitingReadmission['state'];

/** After these the comparison leads nowhere: it is declined, and asked anew. */
const ends: readonly FailureCode[] = ['readmission_forged', 'readmission_elsewhere'];

/** The side of the partner who has kept their keys: comparing the words, and letting the other back in. */
export class LetBackIn {
  first = $state('');
  second = $state('');
  /** Beginning, declining, letting in: one at a time. */
  readonly attempt = new Attempt();
  readonly #session: Session;
  readonly #poll: Poll;
  #request = $state.raw<WaitingReadmission | null | undefined>(undefined);
  #failure = $state.raw<Failure | null>(null);
  #back = $state(false);
  #triesLeft = $state<number | null>(null);

  constructor(session: Session) {
    this.#session = session;
    this.#poll = new Poll({ ask: () => this.#look() });
  }

  get view(): LetBackInView {
    if (this.#back) return 'back';
    if (this.#failure !== null && ends.includes(this.#failure.code)) return 'stopped';
    if (this.#request === undefined) return 'opening';
    return this.#request?.state ?? 'nobody';
  }

  /** The four places; null where the partner's word is to be typed. */
  get words(): readonly (string | null)[] {
    return this.#request?.state === 'words' ? this.#request.words : [];
  }

  /** Which of the four words are asked for, counted from 1. */
  get asked(): readonly number[] {
    return this.words.flatMap((word, index) => (word === null ? [index + 1] : []));
  }

  get at(): Date | null {
    return this.#request?.at ?? null;
  }

  /** After a try that was not right: how many are left, in words. */
  get tries(): string | null {
    if (this.#triesLeft === null) return null;
    const left = ['No more tries', 'One more try', 'Two more tries'][this.#triesLeft];
    return `${left ?? 'A few more tries'} today.`;
  }

  /** With `stopped` the reason; otherwise why it could not be looked up. */
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Follows the request while the page is open; the result ends that. */
  start(): () => void {
    const stopSignals = this.#session.signals.on('space', () => this.#poll.hurry());
    let left = false;
    void this.reload().then(() => {
      if (!left) this.#poll.start();
    });
    return () => {
      left = true;
      stopSignals();
      this.#poll.stop();
    };
  }

  async reload(): Promise<void> {
    this.#failure = null;
    try {
      await this.#look();
    } catch (thrown) {
      this.#failure = toFailure(thrown);
    }
  }

  begin(): Promise<boolean> {
    return this.#do(async (request) => {
      await (await this.#session.room.comingBack()).begin(request);
      this.#request = { ...request, state: 'begun' };
      this.#poll.hurry();
    });
  }

  decline(): Promise<boolean> {
    return this.#do(async (request) => {
      await (await this.#session.room.comingBack()).decline(request);
      this.#request = null;
      this.#failure = null;
    });
  }

  /** Lets the partner in, if the two words are right. */
  letIn(): Promise<boolean> {
    return this.#do(async (request) => {
      if (this.first.trim() === '') throw new Failure('text_empty', { field: 'first' });
      if (this.second.trim() === '') throw new Failure('text_empty', { field: 'second' });
      const comingBack = await this.#session.room.comingBack();
      const left = await comingBack.admit(request, [this.first, this.second]);
      this.#triesLeft = left;
      if (left !== null) throw new Failure('words_differ');
      this.#back = true;
      this.#poll.stop();
    });
  }

  #do(work: (request: WaitingReadmission) => Promise<void>): Promise<boolean> {
    return this.attempt.run(async () => {
      const request = this.#request;
      if (request) await work(request);
    });
  }

  async #look(): Promise<boolean> {
    // While somebody decides about what is on the screen, that is not exchanged.
    if (this.attempt.busy || this.#back) return this.#back;
    try {
      const request = await (await this.#session.room.comingBack()).waiting();
      if (this.attempt.busy) return false;
      this.#request = request;
      this.#failure = null;
    } catch (thrown) {
      const failure = toFailure(thrown);
      if (!ends.includes(failure.code)) throw failure;
      this.#failure = failure;
    }
    return false;
  }
}
