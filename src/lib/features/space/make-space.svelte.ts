import { parseName } from '$lib/domain/space/name.ts';
import { Attempt, type Session } from '$lib/session/index.ts';

/** The form that makes a space. */
export class MakeSpace {
  name = $state('');
  myName = $state('');
  readonly attempt = new Attempt();
  readonly #session: Session;
  #requested = $state(false);
  /** Chosen once, so that sending the form again after a lost answer makes the same space. */
  readonly #id = crypto.randomUUID();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Whether this person has asked to come into another space, and still waits. */
  get requested(): boolean {
    return this.#requested;
  }

  async findRequest(): Promise<void> {
    try {
      const pairing = await this.#session.room.pairing();
      this.#requested = (await pairing.pending()) !== null;
    } catch {
      // The form works without knowing; a request whose invitation is over is none.
      this.#requested = false;
    }
  }

  submit(): Promise<boolean> {
    return this.attempt.run(async () => {
      const myName = parseName(this.myName, 'my-name');
      const name = parseName(this.name, 'space-name');
      await this.#session.room.make({ id: this.#id, name, myName });
    });
  }
}
