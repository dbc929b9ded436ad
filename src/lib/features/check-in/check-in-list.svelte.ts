import type { CheckIn } from '../../domain/check-in/check-in.ts';
import { isOpen } from '../../domain/check-in/step.ts';
import { toFailure, type Failure } from '../../domain/failure/failure.ts';
import type { CheckInSource, Pings } from './ports.ts';

/** The check-ins of the space: the open one, if there is one, and those that are closed. */
export class CheckInList {
  readonly #source: CheckInSource;
  readonly #pings: Pings;
  #all = $state.raw<readonly CheckIn[] | undefined>(undefined);
  #failure = $state.raw<Failure | null>(null);
  #starting = $state(false);

  constructor(source: CheckInSource, pings: Pings) {
    this.#source = source;
    this.#pings = pings;
  }

  get loaded(): boolean {
    return this.#all !== undefined;
  }
  get open(): CheckIn | null {
    return this.#all?.find(isOpen) ?? null;
  }
  /** Closed check-ins, newest first. */
  get past(): readonly CheckIn[] {
    return this.#all?.filter((checkIn) => !isOpen(checkIn)) ?? [];
  }
  get failure(): Failure | null {
    return this.#failure;
  }
  get starting(): boolean {
    return this.#starting;
  }

  /** Loads the list, and again whenever something may have changed. Returns the way to stop. */
  follow(): () => void {
    void this.refresh();
    return this.#pings.on('check_in', () => void this.refresh());
  }

  async refresh(): Promise<void> {
    try {
      this.#all = await this.#source.list();
      this.#failure = null;
    } catch (thrown) {
      this.#failure = toFailure(thrown);
    }
  }

  /**
   * Starts a check-in and returns it; whoever comes second, also by a double click, gets the one that is open already. Null when it
   * could not be started: `failure` says why.
   */
  async start(): Promise<CheckIn | null> {
    if (this.#starting) return null;
    this.#starting = true;
    try {
      const checkIn = await this.#source.start();
      this.#failure = null;
      this.#pings.send('check_in');
      return checkIn;
    } catch (thrown) {
      this.#failure = toFailure(thrown);
      return null;
    } finally {
      this.#starting = false;
    }
  }
}
