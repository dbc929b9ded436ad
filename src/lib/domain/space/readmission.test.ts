import { expect, test } from 'vitest';
import { choosePlaces, isSameWord, triesOverUntil } from './readmission.ts';

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

test('three tries are all there are in a day: a fourth waits until the first of the last three is a day old', () => {
  const at = (hours: number) => new Date(Date.UTC(2026, 10, 24, hours));
  expect(triesOverUntil([at(9), at(10)], at(11))).toBeNull();
  expect(triesOverUntil([at(10), at(9), at(11)], at(12))).toEqual(at(33));
  expect(triesOverUntil([at(9), at(10), at(11)], at(33))).toBeNull();
  expect(triesOverUntil([at(9), at(10), at(11), at(33)], at(34))).toBeNull();
  expect(triesOverUntil([at(0), at(9), at(10), at(11)], at(25))).toEqual(at(33));
});
