import { expect, test } from 'vitest';
import { countCharacters } from './limits.ts';

test('an emoji counts as one character', () => {
  expect(countCharacters('a🌊b')).toBe(3);
});

test('a combining mark counts, so that the limit is the same on every device', () => {
  expect(countCharacters('e\u0301')).toBe(2);
});

test('half of a surrogate pair is counted instead of failing', () => {
  expect(countCharacters('a\ud83c')).toBe(2);
});

test('counting stops right after the limit', () => {
  expect(countCharacters('x'.repeat(1_000_000), 10)).toBe(11);
});
