import { Failure, toFailure, type FailureCode } from '$lib/domain/failure/failure.ts';
import { parseName } from '$lib/domain/space/name.ts';
import { Attempt, checkInviteLink, type Session } from '$lib/session/index.ts';
import { Poll } from './poll.ts';

export type JoinView = 'opening' | 'no_link' | 'welcome' | 'ask' | 'waiting' | 'over';

/** Failures after which this link will never work for this person. */
const finalCodes: readonly FailureCode[] = [
  'invite_mangled',
  'invite_expired',
  'invite_revoked',
  'invite_used',
  'invite_own',
  'invite_forged',
  'partner_key_changed',
  'already_in_a_space',
  'space_full',
  'space_closed',
];

/** The joiner's side of pairing: what the link leads to, asking to come in, and waiting. */
export class JoinSpace {
  name = $state('');
  readonly attempt = new Attempt();
  readonly #session: Session;
  readonly #onArrived: () => void;
  readonly #poll: Poll;
  #view = $state<JoinView>('opening');
  #words = $state.raw<readonly string[]>([]);
  #failure = $state.raw<Failure | null>(null);
  /** Counts looks, so that an earlier one that ends late changes nothing. */
  #look = 0;

  constructor(session: Session, onArrived: () => void) {
    this.#session = session;
    this.#onArrived = onArrived;
    this.#poll = new Poll({ ask: () => this.#receive() });
  }

  get view(): JoinView {
    return this.#view;
  }

  /** The words that the inviter sees too. */
  get words(): readonly string[] {
    return this.#words;
  }

  /** With `over` the reason; otherwise why it could not be looked up. */
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Finds out what there is to do for whoever is here now. Call it again when that changes. */
  async look(): Promise<void> {
    const look = ++this.#look;
    const { status, invitation } = this.#session;
    this.#failure = null;
    try {
      const view = await this.#next(status === 'ready', invitation.fragment);
      if (look === this.#look) this.#show(view);
    } catch (thrown) {
      if (look === this.#look) this.#failed(toFailure(thrown));
    }
  }

  /** Asks to be let in. */
  ask(): Promise<boolean> {
    return this.attempt.run(async () => {
      const name = parseName(this.name, 'my-name');
      const { fragment } = this.#session.invitation;
      if (fragment === null) throw new Failure('invite_mangled');
      try {
        const pairing = await this.#session.room.pairing();
        this.#words = (await pairing.request(fragment, name)).words;
        this.#show('waiting');
      } catch (thrown) {
        const failure = toFailure(thrown);
        if (!finalCodes.includes(failure.code)) throw failure;
        this.#failed(failure);
      }
    });
  }

  /** The page is visible again, or a signal came. */
  hurry(): void {
    this.#poll.hurry();
  }

  stop(): void {
    this.#look += 1;
    this.#poll.stop();
  }

  async #next(signedIn: boolean, kept: string | null): Promise<JoinView> {
    if (!signedIn) {
      if (kept === null) return 'no_link';
      await checkInviteLink(kept);
      return 'welcome';
    }
    const pairing = await this.#session.room.pairing();
    if (kept === null) {
      const pending = await pairing.pending();
      if (pending === null) return 'no_link';
      this.#session.invitation.keep(pending.fragment);
      this.#words = pending.words;
      return 'waiting';
    }
    const { state } = await pairing.look(kept);
    if (state === 'offered') return 'ask';
    const pending = state === 'requested' ? await pairing.pending() : null;
    this.#words = pending?.words ?? [];
    return state === 'requested' && pending === null ? 'ask' : 'waiting';
  }

  async #receive(): Promise<boolean> {
    const { fragment } = this.#session.invitation;
    if (this.#view !== 'waiting' || fragment === null) return true;
    try {
      const pairing = await this.#session.room.pairing();
      if (!(await pairing.receive(fragment))) return false;
    } catch (thrown) {
      const failure = toFailure(thrown);
      if (!finalCodes.includes(failure.code)) throw failure;
      this.#failed(failure);
      return true;
    }
    this.#session.invitation.drop();
    this.#onArrived();
    return true;
  }

  #show(view: JoinView): void {
    this.#view = view;
    if (view !== 'waiting') return this.#poll.stop();
    this.#poll.start();
    this.#poll.hurry();
  }

  #failed(failure: Failure): void {
    this.#failure = failure;
    if (!finalCodes.includes(failure.code)) return;
    this.#session.invitation.drop();
    this.#show('over');
  }
}
