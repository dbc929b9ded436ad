import type { OpenSpace, SpaceStatus } from './open-space.ts';

/** What a space is at this moment, as the database sees it: a pause that is over is over. Only an `open` one takes new writing. */
export function standingOf(
  space: Pick<OpenSpace, 'status' | 'pausedUntil'>,
  now: Date,
): SpaceStatus {
  const over = space.pausedUntil !== null && space.pausedUntil.getTime() <= now.getTime();
  return space.status === 'paused' && over ? 'open' : space.status;
}
