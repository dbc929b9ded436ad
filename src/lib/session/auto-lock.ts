import { IdleTimer } from './idle-timer.ts';
import type { LockChoices } from './lock-choices.svelte.ts';

export interface AutoLockOptions {
  readonly choices: LockChoices;
  readonly lockLog: () => Promise<void>;
  /** Locks this page. Other tabs have their own clocks: somebody may be at one of them. */
  readonly lockPage: () => Promise<void>;
  readonly timer?: Pick<ConstructorParameters<typeof IdleTimer>[0], 'now' | 'every'>;
}

/** Locks without being asked, as this device was told to: after some idle minutes, or as soon as the page is out of sight. */
export class AutoLock {
  readonly #options: AutoLockOptions;
  readonly #idle: IdleTimer;

  constructor(options: AutoLockOptions) {
    this.#options = options;
    this.#idle = new IdleTimer({
      after: () => options.choices.minutes * 60_000,
      onIdle: () => void this.#idleOver(),
      ...options.timer,
    });
  }

  /** There is something to lock. */
  start(): void {
    this.#idle.start();
  }

  stop(): void {
    this.#idle.stop();
  }

  /** The person did something. */
  active(): void {
    this.#idle.active();
  }

  /** The page is visible again: its time may be over. */
  wake(): void {
    this.#idle.check();
  }

  /** The page went out of sight. */
  async hidden(): Promise<void> {
    const { choices, lockLog, lockPage } = this.#options;
    if (choices.whenHidden) await (choices.everything ? lockPage() : lockLog());
  }

  /** The log has a clock of its own, which starts when it is opened; this one is for the rest. */
  async #idleOver(): Promise<void> {
    const { choices, lockPage } = this.#options;
    if (choices.everything) await lockPage();
    // It may be chosen later in this visit.
    else this.#idle.start();
  }
}
