import { toFailure, type Failure } from '$lib/domain/failure/failure.ts';
import type { OfferedInvite, WaitingJoiner } from '$lib/domain/space/invite.ts';
import { Attempt, type Session } from '$lib/session/index.ts';
import { Poll } from './poll.ts';

export type InviteView = 'opening' | 'none' | 'out' | 'asked' | 'forged' | 'paired';

/** The inviter's side of pairing: the link, whoever asks with it, and letting them in. */
export class InvitePartner {
  /** Making, taking back, letting in: one at a time. */
  readonly attempt = new Attempt();
  readonly #session: Session;
  readonly #origin: () => string;
  readonly #poll: Poll;
  #invite = $state.raw<OfferedInvite | null | undefined>(undefined);
  #failure = $state.raw<Failure | null>(null);
  #said = $state('');

  constructor(session: Session, origin: () => string) {
    this.#session = session;
    this.#origin = origin;
    this.#poll = new Poll({ ask: () => this.#look() });
  }

  get view(): InviteView {
    if (this.#session.space?.partner) return 'paired';
    if (this.#invite === undefined) return 'opening';
    if (this.#invite === null) return 'none';
    if (this.#invite.joiner === null) return 'out';
    return this.#invite.joiner === 'forged' ? 'forged' : 'asked';
  }

  /** Why the invite could not be looked up. */
  get failure(): Failure | null {
    return this.#failure;
  }

  get link(): string {
    return this.#invite ? `${this.#origin()}/join#${this.#invite.fragment}` : '';
  }

  get expiresAt(): Date | null {
    return this.#invite?.expiresAt ?? null;
  }

  /** Who asks to come in, proven to hold the link. */
  get joiner(): WaitingJoiner | null {
    const joiner = this.#invite?.joiner;
    return joiner === undefined || joiner === 'forged' ? null : joiner;
  }

  /** What happened with the link, for the page and a screen reader. */
  get said(): string {
    return this.#said;
  }

  get canShare(): boolean {
    return typeof navigator.share === 'function';
  }

  /** Looks the invite up and follows it while the page is open; the result ends that. */
  start(): () => void {
    const wake = () => this.#poll.hurry();
    const stopSignals = this.#session.signals.on('space', wake);
    void this.reload();
    return () => {
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
    this.#poll.start();
  }

  make(): Promise<boolean> {
    return this.attempt.run(async () => {
      this.#invite = await (await this.#session.room.pairing()).offer();
      this.#said = '';
      this.#tellOtherWindows();
      this.#poll.hurry();
    });
  }

  takeBack(): Promise<boolean> {
    return this.attempt.run(async () => {
      if (!this.#invite) return;
      try {
        await (await this.#session.room.pairing()).revoke(this.#invite.id);
      } catch (thrown) {
        const failure = toFailure(thrown);
        if (failure.code !== 'invite_used') throw failure;
        // Their partner was let in from another window: this one shows who is here.
        return this.#session.room.refresh();
      }
      this.#invite = null;
      this.#said = 'Taken back. The link no longer opens anything.';
      this.#tellOtherWindows();
    });
  }

  /** Lets in whoever the page shows now, and nobody else. True when they are in. */
  async letIn(): Promise<boolean> {
    const shown = this.#invite;
    if (!shown) return false;
    let admitted = false;
    await this.attempt.run(async () => {
      try {
        await (await this.#session.room.pairing()).admit(shown);
        admitted = true;
      } catch (thrown) {
        const failure = toFailure(thrown);
        if (failure.code !== 'invite_revoked') throw failure;
        this.#invite = null;
        this.#said = 'This link was taken back in another window. Nobody came in.';
      }
    });
    return admitted;
  }

  async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.link);
      this.#said = 'Copied.';
    } catch {
      this.#said = 'This browser did not let us copy. Select the link and copy it by hand.';
    }
  }

  async share(): Promise<void> {
    try {
      await navigator.share({ url: this.link });
      this.#said = '';
    } catch (thrown) {
      const cancelled = thrown instanceof DOMException && thrown.name === 'AbortError';
      if (!cancelled) this.#said = 'Sharing did not work here. Copy the link instead.';
    }
  }

  /** One's own other pages that show the invite look at once, instead of when they next ask. */
  #tellOtherWindows(): void {
    this.#session.signals.send('space');
  }

  async #look(): Promise<boolean> {
    // While somebody decides about the person on the screen, that person is not exchanged.
    if (this.attempt.busy) return false;
    if (this.#session.space?.partner) return true;
    const before = this.#invite?.id;
    const found = await (await this.#session.room.pairing()).mine();
    if (this.attempt.busy) return false;
    // One that is gone was admitted in another tab, taken back there, or has expired.
    if (found === null && before !== undefined) await this.#session.room.refresh();
    this.#invite = found;
    this.#failure = null;
    return this.#session.space?.partner !== null && this.#session.space?.partner !== undefined;
  }
}
