import { toFailure } from '$lib/domain/failure/failure.ts';
import { Attempt, type Session } from '$lib/session/index.ts';

/** What confirming needs of the session. */
export interface ConfirmDoors {
  readonly status: Session['status'];
  readonly addresses: Pick<Session['addresses'], 'followed' | 'confirm' | 'drop'>;
}

export type ConfirmView = 'no_link' | 'starting' | 'sign_in' | 'confirm' | 'done';

/** The page that a mail to a new address leads to. */
export class ConfirmAddress {
  readonly attempt = new Attempt();
  readonly #doors: ConfirmDoors;
  #done = $state<string | null>(null);
  #looked = $state(0);

  constructor(doors: ConfirmDoors) {
    this.#doors = doors;
  }

  get view(): ConfirmView {
    // Read so that a link that was followed or has ended is looked at again.
    void this.#looked;
    if (this.#done !== null) return 'done';
    if (!this.#doors.addresses.followed) return 'no_link';
    if (this.#doors.status === 'starting') return 'starting';
    return this.#doors.status === 'signed_out' ? 'sign_in' : 'confirm';
  }

  /** The address from now on; empty before. */
  get address(): string {
    return this.#done ?? '';
  }

  /** A link was followed to here. */
  again(): void {
    this.attempt.clear();
    this.#done = null;
    this.#looked += 1;
  }

  /** Lets the new address take the place of the old one. */
  confirm(): Promise<boolean> {
    return this.attempt.run(async () => {
      try {
        const { email } = await this.#doors.addresses.confirm();
        this.#done = email;
      } catch (thrown) {
        if (toFailure(thrown).code === 'link_spent') this.#doors.addresses.drop();
        throw thrown;
      } finally {
        this.#looked += 1;
      }
    });
  }
}
