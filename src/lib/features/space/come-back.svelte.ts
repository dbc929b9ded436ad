import { toFailure, type Failure, type FailureCode } from '$lib/domain/failure/failure.ts';
import type { AskedReadmission } from '$lib/domain/space/readmission.ts';
import { Attempt, type Session } from '$lib/session/index.ts';
import { Poll } from './poll.ts';

export type ComeBackView = 'opening' | 'stopped' | AskedReadmission['state'];

/** After these the request leads nowhere, and asking anew is the way. */
const ends: readonly FailureCode[] = ['readmission_forged', 'readmission_over'];

/** The side of the partner who has lost their keys: asking, the four words, and taking the keys in. */
export class ComeBack {
  /** Asking, taking back, coming in: one at a time. */
  readonly attempt = new Attempt();
  readonly #session: Session;
  readonly #onBack: () => void;
  readonly #poll: Poll;
  #asked = $state.raw<AskedReadmission | null>(null);
  #failure = $state.raw<Failure | null>(null);

  constructor(session: Session, onBack: () => void) {
    this.#session = session;
    this.#onBack = onBack;
    this.#poll = new Poll({ ask: () => this.#look() });
  }

  get view(): ComeBackView {
    if (this.#failure !== null && ends.includes(this.#failure.code)) return 'stopped';
    return this.#asked?.state ?? 'opening';
  }

  /** The words that the partner needs; none before both pages have answered each other. */
  get words(): readonly string[] {
    return this.#asked !== null && 'words' in this.#asked ? this.#asked.words : [];
  }

  /** With `tries_over`, when it can be asked again. */
  get until(): Date | null {
    return this.#asked?.state === 'tries_over' ? this.#asked.until : null;
  }

  /** With `stopped` the reason; otherwise why it could not be looked up. */
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Looks the request up and follows it while the page is open; the result ends that. */
  start(): () => void {
    const wake = () => {
      if (document.visibilityState === 'visible') this.#poll.hurry();
    };
    document.addEventListener('visibilitychange', wake);
    let left = false;
    void this.reload().then(() => {
      if (!left) this.#poll.start();
    });
    return () => {
      left = true;
      document.removeEventListener('visibilitychange', wake);
      this.#poll.stop();
    };
  }

  async reload(): Promise<void> {
    try {
      await this.#look();
    } catch (thrown) {
      this.#failure = toFailure(thrown);
    }
  }

  ask(): Promise<boolean> {
    return this.attempt.run(async () => {
      await (await this.#session.room.comingBack()).ask();
      this.#failure = null;
      this.#asked = { state: 'waiting' };
      this.#poll.start();
      this.#poll.hurry();
    });
  }

  takeBack(): Promise<boolean> {
    return this.attempt.run(async () => {
      await (await this.#session.room.comingBack()).cancel();
      this.#asked = { state: 'none' };
    });
  }

  /** Takes the keys in: the partner has said that the words were the same. */
  async comeIn(): Promise<void> {
    const done = await this.attempt.run(async () => {
      await (await this.#session.room.comingBack()).receive();
    });
    if (done) this.#onBack();
  }

  /** Leaves a space that nobody can open any more. */
  leave(): Promise<boolean> {
    return this.attempt.run(() => this.#session.room.leaveLost());
  }

  async #look(): Promise<boolean> {
    if (this.attempt.busy) return false;
    try {
      const asked = await (await this.#session.room.comingBack()).look();
      if (this.attempt.busy) return false;
      this.#asked = asked;
      this.#failure = null;
    } catch (thrown) {
      const failure = toFailure(thrown);
      if (!ends.includes(failure.code)) throw failure;
      this.#failure = failure;
      return true;
    }
    return false;
  }
}
