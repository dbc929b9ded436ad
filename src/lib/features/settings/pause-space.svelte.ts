import { Failure } from '$lib/domain/failure/failure.ts';
import { dayOf } from '$lib/domain/log/days.ts';
import { Attempt, type Session } from '$lib/session/index.ts';
import { wallClock } from '$lib/session/wall-clock.ts';

/** What pausing needs of the session. */
export interface PauseDoors {
  readonly space: Session['space'];
  readonly room: Pick<Session['room'], 'standing' | 'pause' | 'resume'>;
}

/** The calendar day so many days after a moment, where the reader is. */
function dayAfter(moment: Date, days: number): string {
  return dayOf(new Date(moment.getFullYear(), moment.getMonth(), moment.getDate() + days));
}

/** Pausing the space until a day, and going on before it. */
export class PauseSpace {
  /** The day on which the space opens again, `YYYY-MM-DD`. */
  day = $state('');
  readonly attempt = new Attempt();
  readonly resuming = new Attempt();
  readonly #doors: PauseDoors;
  readonly #now: () => Date;

  constructor(doors: PauseDoors, now: () => Date = wallClock) {
    this.#doors = doors;
    this.#now = now;
    this.day = dayAfter(now(), 7);
  }

  /** The first day that can be chosen, and the last. */
  get range(): { readonly first: string; readonly last: string } {
    return { first: dayAfter(this.#now(), 1), last: dayAfter(this.#now(), 365) };
  }

  get paused(): boolean {
    return this.#doors.room.standing === 'paused';
  }

  /** Whether this person may end the pause, or move its end. */
  get mine(): boolean {
    const { space } = this.#doors;
    return space?.pausedBy == null || space.pausedBy === space.me.slot;
  }

  /** Pauses until the chosen day begins, where this person is. */
  pause(): Promise<boolean> {
    return this.attempt.run(async () => {
      const { first, last } = this.range;
      if (this.day < first || this.day > last)
        throw new Failure('date_invalid', { field: 'until' });
      await this.#doors.room.pause(new Date(`${this.day}T00:00:00`));
    });
  }

  resume(): Promise<boolean> {
    return this.resuming.run(() => this.#doors.room.resume());
  }
}
