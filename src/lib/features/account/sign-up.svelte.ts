import type { Session } from '$lib/session/index.ts';
import { Attempt } from '$lib/session/index.ts';
import {
  enoughScore,
  PasswordStrength,
  requireStrongPassword,
} from './password-strength.svelte.ts';

/** Milliseconds without typing before the strength is looked at. */
const pause = 250;

/** The form that makes an account: what is typed in it, and what is true of it. */
export class SignUp {
  email = $state('');
  stay = $state(false);
  readonly strength = new PasswordStrength();
  readonly attempt = new Attempt();
  readonly #session: Session;
  #password = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  get password(): string {
    return this.#password;
  }

  set password(typed: string) {
    this.#password = typed;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.strength.look(typed, [this.email]), pause);
  }

  get strongEnough(): boolean {
    return (this.strength.score ?? 0) >= enoughScore;
  }

  /** Makes the account, unless it is being made already. */
  submit(): Promise<boolean> {
    return this.attempt.run(async () => {
      await requireStrongPassword(this.#password, [this.email]);
      await this.#session.signUp(
        { email: this.email, password: this.#password },
        { staySignedIn: this.stay },
      );
    });
  }
}
