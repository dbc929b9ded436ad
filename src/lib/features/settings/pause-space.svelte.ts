import { Failure } from '$lib/domain/failure/failure.ts';
import { Attempt, type Session } from '$lib/session/index.ts';
import { wallClock } from '$lib/session/wall-clock.ts';
import { dayAfter, startOfDay } from './calendar.ts';

/** What pausing needs of the session. */
export interface PauseDoors {
  readonly space: Session['space'];
  readonly room: Pick<Session['room'], 'standing' | 'pause' | 'resume'>;
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
      await this.#doors.room.pause(startOfDay(this.day));
    });
  }

  resume(): Promise<boolean> {
    return this.resuming.run(() => this.#doors.room.resume());
  }
}
