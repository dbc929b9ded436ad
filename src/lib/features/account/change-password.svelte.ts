import { Attempt, type Session } from '$lib/session/index.ts';
import { NewPassword } from './new-password.svelte.ts';

/** What changing the password needs of the session. */
export interface ChangeDoors {
  readonly account: Session['account'];
  readonly passwords: Pick<Session['passwords'], 'change'>;
}

/** The form that changes the password. What is typed in it stays until it has worked. */
export class ChangePassword {
  present = $state('');
  readonly next: NewPassword;
  readonly attempt = new Attempt();
  readonly #doors: ChangeDoors;

  constructor(doors: ChangeDoors) {
    this.#doors = doors;
    this.next = new NewPassword(() => [doors.account?.email ?? '']);
  }

  /** True when the password has changed. */
  submit(): Promise<boolean> {
    return this.attempt.run(async () => {
      await this.#doors.passwords.change(this.present, await this.next.strong());
    });
  }
}
