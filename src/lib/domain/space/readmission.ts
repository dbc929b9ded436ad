import type { SpaceStatus } from './open-space.ts';

/** A space that this person is in and has no key to: their keys were lost, and others made since. */
export interface KeylessSpace {
  readonly id: string;
  readonly status: SpaceStatus;
  readonly pausedUntil: Date | null;
  /** Whether there is somebody who could let them back in. */
  readonly hasPartner: boolean;
}

export type Words = readonly [string, string, string, string];

/**
 * Where one's own request to be let back in stands. `elsewhere`: the words belong to another device or browser. `admitted`: the
 * keys are there, and are taken in once the person knows from their partner that the words were the same. `tries_over`: the partner
 * has typed words as often as a day allows, whatever the request, and none were right.
 */
export type AskedReadmission =
  | { readonly state: 'none' | 'declined' | 'waiting' | 'elsewhere' }
  | { readonly state: 'tries_over'; readonly until: Date }
  | { readonly state: 'words' | 'admitted'; readonly words: Words };

/** A partner who asks to be let back in. `asked`: nobody has begun to compare. `begun`: the partner's page has to answer. */
export type WaitingReadmission = { readonly id: string; readonly at: Date } & (
  | { readonly state: 'asked' | 'begun' | 'elsewhere' }
  | {
      readonly state: 'words';
      /** Null where the partner's word is to be typed. */
      readonly words: readonly (string | null)[];
    }
);

/** Places of the words that are typed by whoever lets somebody in, 0 to 3, in order. */
export type AskedPlaces = readonly [number, number];

/**
 * Two of the four places.
 * @param random 0 ≤ number < 1
 */
export function choosePlaces(random: () => number): AskedPlaces {
  const first = Math.floor(random() * 4);
  const second = (first + 1 + Math.floor(random() * 3)) % 4;
  return first < second ? [first, second] : [second, first];
}

/** Whether what was typed is this word, however it is spelled. */
export function isSameWord(typed: string, word: string): boolean {
  return typed.normalize('NFKC').trim().toLowerCase() === word;
}

/** How often words may be typed in a day; the database counts for itself, `private.readmission_tries_left`. */
const triesADay = 3;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Until when no more words are taken; null while there are tries left.
 * @param tried when words were typed, in whatever requests of a space
 */
export function triesOverUntil(tried: readonly Date[], now: Date): Date | null {
  const latest = tried.toSorted((one, other) => other.getTime() - one.getTime());
  const counted = latest[triesADay - 1];
  if (counted === undefined) return null;
  const until = new Date(counted.getTime() + dayMs);
  return until > now ? until : null;
}
