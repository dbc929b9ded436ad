import { expect, test } from 'vitest';
import { noAnswers } from './answers.ts';
import { differing, keepBoth } from './merge.ts';

const mine = { ...noAnswers, days: 'Long.', mind: 'The move.', need: 'Rest, and a plan.' };
const other = { ...noAnswers, days: 'Long. And good.', mind: 'The rent.', need: 'Rest' };

test('names the prompts that differ, in order', () => {
  expect(differing(mine, other)).toEqual(['days', 'mind', 'need']);
  expect(differing(mine, mine)).toEqual([]);
});

test('keeping both loses nothing and repeats nothing', () => {
  expect(keepBoth(mine, other)).toEqual({
    ...noAnswers,
    days: 'Long. And good.',
    mind: 'The move.\n\nThe rent.',
    need: 'Rest, and a plan.',
  });
});
