import type { EntryBody } from './entry.ts';

function joinTexts(mine: string, other: string): string {
  if (other.includes(mine)) return other;
  return mine.includes(other) ? mine : `${mine}\n\n${other}`;
}

/**
 * Two versions of one entry in one: where long texts differ, the other follows below one's own; feelings of both are kept, one's own
 * strength first. The choices (day, time, way, direction) are one's own, or the other's where one made none.
 */
export function joinEntries(mine: EntryBody, other: EntryBody): EntryBody {
  const named = new Set(mine.feelings.map(({ name }) => name.trim().toLowerCase()));
  return {
    version: 1,
    on: mine.on,
    at: mine.at ?? other.at,
    how: mine.how ?? other.how,
    said: joinTexts(mine.said, other.said),
    feelings: [
      ...mine.feelings,
      ...other.feelings.filter(({ name }) => !named.has(name.trim().toLowerCase())),
    ],
    heldBack: joinTexts(mine.heldBack, other.heldBack),
    moved: mine.moved ?? other.moved,
  };
}
