import { Attempt, type Session } from '$lib/session/index.ts';
import { NewPassword } from './new-password.svelte.ts';

/** The form that makes an account: what is typed in it, and what is true of it. */
export class SignUp {
  email = $state('');
  stay = $state(false);
  readonly password = new NewPassword(() => [this.email]);
  readonly attempt = new Attempt();
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Makes the account, unless it is being made already. */
  submit(): Promise<boolean> {
    return this.attempt.run(async () => {
      const password = await this.password.strong();
      await this.#session.signUp({ email: this.email, password }, { staySignedIn: this.stay });
    });
  }
}
