import { parseEmail } from '$lib/domain/account/email.ts';
import { Failure, toFailure, type FailureCode } from '$lib/domain/failure/failure.ts';
import { Attempt, checkRecoveryCode, type Session } from '$lib/session/index.ts';
import { NewPassword } from './new-password.svelte.ts';

/** What recovering needs of the session. */
export interface RecoveryDoors {
  readonly account: Session['account'];
  readonly passwords: Pick<
    Session['passwords'],
    'askForWayIn' | 'enterByMail' | 'recover' | 'startAnew'
  >;
}

export type RecoverView = 'ask' | 'sent' | 'open' | 'anew' | 'done';

/** What the secret of a link looks like; other fragments, such as the one of "Skip to the content", are none. */
const secretShape = /^[\w-]{16,}$/;

/** After these only another mail helps. */
const ended: readonly FailureCode[] = ['link_spent', 'prove_again', 'signed_out'];

/** A forgotten password: from asking for a mail to the link in it, the recovery code, and a new password. */
export class RecoverAccount {
  code = $state('');
  /** Whether the person has said that they know what stays closed without the code. */
  understood = $state(false);
  readonly next: NewPassword;
  readonly asking = new Attempt();
  readonly opening = new Attempt();
  readonly #doors: RecoveryDoors;
  /** What the link holds: in memory only, and gone once it is used. */
  #secret: string | null = null;
  #view = $state<RecoverView>('ask');
  #email = $state<string | null>(null);
  #delivery = $state.raw<'mail' | 'console'>('mail');

  constructor(doors: RecoveryDoors) {
    this.#doors = doors;
    this.next = new NewPassword(() => [this.email]);
  }

  get view(): RecoverView {
    return this.#view;
  }

  /** The address as typed; before that, of whoever is signed in here. */
  get email(): string {
    return this.#email ?? this.#doors.account?.email ?? '';
  }

  set email(typed: string) {
    this.#email = typed;
  }

  /** Where the mail went that was asked for. */
  get delivery(): 'mail' | 'console' {
    return this.#delivery;
  }

  /** Takes the fragment of a link that was followed to here. Nothing is done with it before `open`, so that a reload or a mail scanner does not use it up. */
  follow(fragment: string): void {
    if (!secretShape.test(fragment)) return;
    this.#secret = fragment;
    this.opening.clear();
    this.#view = 'open';
  }

  /** Asks for a mail with a link. */
  ask(): Promise<boolean> {
    return this.asking.run(async () => {
      this.#delivery = await this.#doors.passwords.askForWayIn(parseEmail(this.email));
      this.opening.clear();
      this.#view = 'sent';
    });
  }

  /** Back to the form, for another try or another address. */
  askAgain(): void {
    this.#view = 'ask';
  }

  /**
   * Opens the account with the code, for the new password. The link is used once, on the first try that could work; a code that turns out
   * wrong can be corrected without another one.
   */
  open(): Promise<boolean> {
    return this.opening.run(async () => {
      await checkRecoveryCode(this.code);
      const next = await this.next.strong();
      await this.#finish(() => this.#doors.passwords.recover(this.code, next));
    });
  }

  /** There is no code: says what that means, before anything happens. */
  withoutCode(): void {
    this.opening.clear();
    this.understood = false;
    this.#view = 'anew';
  }

  /** Back to the code, which was found. */
  withCode(): void {
    this.opening.clear();
    this.#view = 'open';
  }

  /** Begins with new keys, for the new password. Nothing happens before it was said that this is understood. */
  startAnew(): Promise<boolean> {
    return this.opening.run(async () => {
      if (!this.understood) throw new Failure('not_understood', { field: 'understood' });
      const next = await this.next.strong();
      await this.#finish(() => this.#doors.passwords.startAnew(next));
    });
  }

  async #finish(work: () => Promise<void>): Promise<void> {
    try {
      await this.#enter();
      await work();
    } catch (thrown) {
      const failure = toFailure(thrown);
      if (!ended.includes(failure.code)) throw failure;
      this.#secret = null;
      this.#view = 'ask';
      // Whoever came in by the link and is signed out again cannot sign in anew: for them it is the link that has ended.
      throw failure.code === 'signed_out' ? new Failure('link_spent', { cause: failure }) : failure;
    }
    this.#view = 'done';
  }

  async #enter(): Promise<void> {
    if (this.#secret === null) return;
    await this.#doors.passwords.enterByMail(this.#secret);
    this.#secret = null;
  }
}
