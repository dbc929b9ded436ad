import { expect, test } from 'vitest';
import { blankEntry } from './entry.ts';
import { joinEntries } from './join.ts';

const blank = blankEntry('2026-11-22');

test('joining two versions loses no words and repeats none', () => {
  const mine = {
    ...blank,
    said: 'The move.',
    heldBack: 'I am afraid. Still.',
    feelings: [{ name: 'sad', strength: 4 }],
  };
  const other = {
    ...blank,
    how: 'phone' as const,
    said: 'The rent.',
    heldBack: 'I am afraid.',
    feelings: [
      { name: 'Sad', strength: 9 },
      { name: 'close', strength: null },
    ],
  };
  expect(joinEntries(mine, other)).toEqual({
    ...blank,
    how: 'phone',
    said: 'The move.\n\nThe rent.',
    heldBack: 'I am afraid. Still.',
    feelings: [
      { name: 'sad', strength: 4 },
      { name: 'close', strength: null },
    ],
  });
});
