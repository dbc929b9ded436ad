import type { Answers } from '../../domain/check-in/answers.ts';
import type { Answer, CheckIn, Slot } from '../../domain/check-in/check-in.ts';
import {
  assertCanSeal,
  canWithdraw,
  partnerHasSealed,
  stepOf,
  type Step,
} from '../../domain/check-in/step.ts';
import { Failure, toFailure } from '../../domain/failure/failure.ts';
import type { DraftShelf } from '../../session/local-draft-keeper.svelte.ts';
import { AnswersDraft } from './answers-draft.svelte.ts';
import type { CheckInSource, Pings } from './ports.ts';
import { whileVisible } from './while-visible.ts';

export interface CheckInVisitOptions {
  readonly id: string;
  readonly me: Slot;
  readonly source: CheckInSource;
  readonly pings: Pings;
  readonly shelf: () => DraftShelf;
}

/** How often the server is asked where the check-in is, besides being told by the partner's signals. */
const askEveryMs: Readonly<Record<Step, number>> = {
  write: 10_000,
  wait: 3_000,
  hear: 8_000,
  past: 60_000,
  put_away: 60_000,
};

/** One partner's visit to one check-in: where it is, their draft, their seal, and both sets once they are open. */
export class CheckInVisit {
  readonly #options: CheckInVisitOptions;
  readonly draft: AnswersDraft;
  #checkIn = $state.raw<CheckIn | null | undefined>(undefined);
  #answers = $state.raw<readonly Answer[] | null>(null);
  #failure = $state.raw<Failure | null>(null);
  #unreachable = $state.raw<Failure | null>(null);
  #working = $state(false);
  #asked = 0;
  #shown = 0;

  constructor(options: CheckInVisitOptions) {
    this.#options = options;
    this.draft = new AnswersDraft({
      checkInId: options.id,
      source: options.source,
      shelf: options.shelf,
      onStepChanged: () => void this.refresh(),
    });
  }

  /** Undefined until the server has been asked, null when there is no such check-in. */
  get checkIn(): CheckIn | null | undefined {
    return this.#checkIn;
  }
  get step(): Step | null {
    return this.#checkIn ? stepOf(this.#checkIn, this.#options.me) : null;
  }
  get partnerHasSealed(): boolean {
    return this.#checkIn ? partnerHasSealed(this.#checkIn, this.#options.me) : false;
  }
  get canWithdraw(): boolean {
    return this.#checkIn ? canWithdraw(this.#checkIn, this.#options.me) : false;
  }
  /** Both sets after the reveal; one's own while waiting and in what was put away; null until they are there. */
  get answers(): readonly Answer[] | null {
    return this.#answers;
  }
  /** Why the server could not be asked the last time; what is on the page stays. */
  get unreachable(): Failure | null {
    return this.#unreachable;
  }
  /** What went wrong with the last step that was tried. */
  get failure(): Failure | null {
    return this.#failure;
  }
  /** Sealing, taking back, putting away or closing is under way. */
  get working(): boolean {
    return this.#working;
  }

  /** Loads everything and follows the partner's changes. Returns the way to stop. */
  follow(): () => void {
    void this.refresh();
    void this.draft.load();
    const offPings = this.#options.pings.on('check_in', () => void this.refresh());
    const offPolling = whileVisible(
      async () => {
        await this.refresh();
        if (this.step === 'write') await this.draft.lookElsewhere();
      },
      () => askEveryMs[this.step ?? 'wait'],
    );
    return () => {
      offPings();
      offPolling();
      void this.draft.flush().finally(() => this.draft.end());
    };
  }

  async refresh(): Promise<void> {
    const { source, id } = this.#options;
    const asked = ++this.#asked;
    try {
      await this.#show(await source.get(id), asked);
      this.#unreachable = null;
    } catch (thrown) {
      this.#unreachable = toFailure(thrown);
    }
  }

  /** Seals exactly the six answers that are on this page. */
  async seal(): Promise<boolean> {
    return this.#work(async ({ source, id, me }) => {
      const checkIn = this.#require();
      if (stepOf(checkIn, me) === 'wait') return checkIn;
      assertCanSeal(checkIn, me, this.draft.answers);
      await this.draft.settle();
      const answers: Answers = this.draft.answers;
      return source.seal(id, answers);
    });
  }

  /** Takes the own seal back, if the partner has not sealed yet. */
  async withdraw(): Promise<boolean> {
    const done = await this.#work(({ source, id }) => source.withdraw(id));
    if (done) await this.draft.lookElsewhere();
    return done;
  }

  /** Ends it before the reveal; what is being written stays this person's own. */
  async putAway(): Promise<boolean> {
    await this.draft.flush();
    return this.#work(({ source, id }) => source.putAway(id));
  }

  async close(): Promise<boolean> {
    return this.#work(({ source, id }) => source.close(id));
  }

  #require(): CheckIn {
    if (!this.#checkIn) throw new Failure('not_found');
    return this.#checkIn;
  }

  /** One step at a time: a second click while the first is under way does nothing. */
  async #work(step: (options: CheckInVisitOptions) => Promise<CheckIn>): Promise<boolean> {
    if (this.#working) return false;
    this.#working = true;
    this.#failure = null;
    try {
      const checkIn = await step(this.#options);
      await this.#show(checkIn, ++this.#asked);
      this.#options.pings.send('check_in');
      return true;
    } catch (thrown) {
      const failure = toFailure(thrown);
      // The step may have been taken although its answer got lost, or the partner was faster: look before saying so.
      const before = this.step;
      await this.refresh();
      if (this.step === before) this.#failure = failure;
      return this.step !== before;
    } finally {
      this.#working = false;
    }
  }

  /** Takes in what the server said, unless something newer is shown already. Answers come in before the step that shows them. */
  async #show(checkIn: CheckIn | null, asked: number): Promise<void> {
    if (asked < this.#shown) return;
    const step = checkIn === null ? null : stepOf(checkIn, this.#options.me);
    const needsBoth = (step === 'hear' || step === 'past') && !this.#hasBoth();
    const needsOwn = (step === 'wait' || step === 'put_away') && this.#answers === null;
    const answers =
      needsBoth || needsOwn ? await this.#options.source.answers(this.#options.id) : null;
    if (asked < this.#shown) return;
    this.#shown = asked;
    if (answers !== null) this.#answers = answers;
    if (step === 'write') this.#answers = null;
    this.#checkIn = checkIn;
  }

  #hasBoth(): boolean {
    const answers = this.#answers ?? [];
    return ([1, 2] as const).every((slot) => answers.some((answer) => answer.slot === slot));
  }
}
