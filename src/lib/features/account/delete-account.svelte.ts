import { Failure } from '$lib/domain/failure/failure.ts';
import { Attempt, type Session } from '$lib/session/index.ts';

/** What deleting the account needs of the session. */
export interface DeleteDoors {
  readonly end: Pick<Session['end'], 'deleteAccount'>;
}

/** Deleting the account: the password, one question, and then it is done. */
export class DeleteAccount {
  password = $state('');
  /** Whether the question stands on the screen. */
  asking = $state(false);
  readonly attempt = new Attempt();
  readonly #doors: DeleteDoors;

  constructor(doors: DeleteDoors) {
    this.#doors = doors;
  }

  /** Asks the question, once a password is there; until then its field says that it takes one. */
  ask(): void {
    this.attempt.clear();
    if (this.password === '')
      this.attempt.refuse(new Failure('wrong_password', { field: 'password' }));
    else this.asking = true;
  }

  /** True when the account is gone. */
  async confirm(): Promise<boolean> {
    const gone = await this.attempt.run(() => this.#doors.end.deleteAccount(this.password));
    this.asking = false;
    return gone;
  }
}
