import { expect, test } from 'vitest';
import { choosePlaces, isSameWord } from './readmission.ts';

test('two different places of the four are asked for, in order, each pair as likely', () => {
  const counts = new Map<string, number>();
  for (let first = 0; first < 4; first += 1) {
    for (let second = 0; second < 3; second += 1) {
      const numbers = [(first + 0.5) / 4, (second + 0.5) / 3];
      const places = choosePlaces(() => numbers.shift() ?? 0);
      expect(places[0]).toBeLessThan(places[1]);
      counts.set(places.join(), (counts.get(places.join()) ?? 0) + 1);
    }
  }
  expect([...counts.values()]).toEqual([2, 2, 2, 2, 2, 2]);
});

test.each([
  [' Acorn ', 'acorn', true],
  ['ＡＣＯＲＮ', 'acorn', true],
  ['acorns', 'acorn', false],
  ['', 'acorn', false],
])('%j is taken for %j: %s', (typed, word, same) => {
  expect(isSameWord(typed, word)).toBe(same);
});
