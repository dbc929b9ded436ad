import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lengthPrefixed } from './length-prefixed.ts';

test('different parts never give the same bytes, however they are cut', () => {
  const parts = fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { maxLength: 5 });
  fc.assert(
    fc.property(parts, parts, (left, right) => {
      const same = Buffer.from(lengthPrefixed(...left)).equals(lengthPrefixed(...right));
      expect(same).toBe(JSON.stringify(left) === JSON.stringify(right));
    }),
  );
  expect(lengthPrefixed('ab', 'c')).not.toEqual(lengthPrefixed('a', 'bc'));
});

test('a number that is no u32 is refused', () => {
  for (const value of [-1, 1.5, 2 ** 32, Number.NaN]) {
    expect(() => lengthPrefixed(value)).toThrow(RangeError);
  }
});
