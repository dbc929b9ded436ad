import { Attempt, type Session } from '$lib/session/index.ts';

/** What can be set for this device. */
export class Settings {
  readonly attempt = new Attempt();
  readonly #session: Session;
  #stay = $state(false);

  constructor(session: Session) {
    this.#session = session;
    this.#stay = session.staysSignedIn;
  }

  get stay(): boolean {
    return this.#stay;
  }

  async setStay(stay: boolean): Promise<void> {
    this.#stay = stay;
    await this.attempt.run(() => this.#session.setStaySignedIn(stay));
    this.#stay = this.#session.staysSignedIn;
  }
}
