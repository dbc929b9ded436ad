import { parseName } from '$lib/domain/space/name.ts';
import { Attempt, type Session } from '$lib/session/index.ts';

/** The names that both partners see: of the space, and of oneself. */
export class Names {
  space = $state('');
  mine = $state('');
  readonly spaceAttempt = new Attempt();
  readonly myAttempt = new Attempt();
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
    this.space = session.openSpace.name;
    this.mine = session.openSpace.me.name;
  }

  renameSpace(): Promise<boolean> {
    return this.spaceAttempt.run(async () => {
      this.space = parseName(this.space, 'space-name');
      await this.#session.room.rename(this.space);
    });
  }

  renameMe(): Promise<boolean> {
    return this.myAttempt.run(async () => {
      this.mine = parseName(this.mine, 'my-name');
      await this.#session.room.renameMe(this.mine);
    });
  }
}
