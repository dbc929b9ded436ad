import type { Account } from '../data/accounts.ts';

/**
 * `locked`: signed in, but the keys are not in memory, so nothing can be read until the password is typed.
 * `ready`: what is shared can be read and written; the private log has its own lock.
 */
export type SessionStatus = 'starting' | 'signed_out' | 'locked' | 'ready';

/** `from_another_device`: somebody signed this one out on purpose, and it has forgotten everything. */
export type EndedVisit = 'over' | 'from_another_device';

/** Who is here, and how far in they are. It knows nothing of keys. */
export class Presence {
  #status = $state<SessionStatus>('starting');
  #account = $state.raw<Account | null>(null);
  #ended = $state<EndedVisit | null>(null);
  /** Whose things this device holds, until they have been taken off it. */
  #holding: Account | null = null;
  #visit = 0;

  get status(): SessionStatus {
    return this.#status;
  }

  get account(): Account | null {
    return this.#account;
  }

  /** How the visit here ended, when nobody here asked for that; null once somebody has signed in. */
  get ended(): EndedVisit | null {
    return this.#ended;
  }

  /** Counts how often everything was forgotten: what began in an earlier visit is not taken in any more. */
  get visit(): number {
    return this.#visit;
  }

  /** Somebody is signed in. */
  arrived(account: Account): void {
    this.#account = this.#holding = account;
  }

  /** Their keys stay closed until the password is typed. */
  locked(): void {
    this.#status = 'locked';
  }

  /** Their keys are open. */
  opened(account: Account): void {
    this.arrived(account);
    this.#ended = null;
    this.#status = 'ready';
  }

  /** The same person under another address. */
  moved(account: Account): void {
    this.#account = account;
  }

  /** Everything was forgotten. */
  forgot(status: SessionStatus): void {
    this.#visit += 1;
    this.#status = status;
    this.#account = null;
  }

  /** Whose things the device holds; from now on nobody's. */
  release(): Account | null {
    const held = this.#holding;
    this.#holding = null;
    return held;
  }

  endedAs(ended: EndedVisit): void {
    this.#ended = ended;
  }
}
