import { diffWords } from 'diff';

/** A stretch of words: in both texts, only in the later one, or only in the earlier one. */
export interface Stretch {
  readonly words: string;
  readonly kind: 'same' | 'added' | 'taken_away';
}

/** How long comparing one text may take, in milliseconds; two long texts with nothing in common would keep the page busy. */
const patience = 500;

/** The words of two texts as one, with what was added and taken away. */
export function wordDiff(before: string, after: string): readonly Stretch[] {
  const parts = diffWords(before, after, { timeout: patience }) as
    ReturnType<typeof diffWords> | undefined;
  if (parts === undefined) return whole(before, after);
  return parts.map(({ value, added, removed }) => ({
    words: value,
    kind: added ? 'added' : removed ? 'taken_away' : 'same',
  }));
}

function whole(before: string, after: string): Stretch[] {
  return [
    { words: before, kind: 'taken_away' as const },
    { words: after, kind: 'added' as const },
  ].filter(({ words }) => words !== '');
}
