import { expect, it } from 'vitest';
import { charactersLeft } from './characters-left.ts';

it.each([
  ['', undefined, null],
  ['x'.repeat(89), 100, null],
  ['x'.repeat(90), 100, { over: false, sentence: '10 characters left' }],
  ['x'.repeat(99), 100, { over: false, sentence: '1 character left' }],
  ['x'.repeat(100), 100, { over: false, sentence: '0 characters left' }],
  ['x'.repeat(101), 100, { over: true, sentence: '1 character too long. Nothing is cut off.' }],
  ['x'.repeat(99_799), 100_000, null],
  ['x'.repeat(99_800), 100_000, { over: false, sentence: '200 characters left' }],
  [
    'x'.repeat(101_234),
    100_000,
    { over: true, sentence: '1,234 characters too long. Nothing is cut off.' },
  ],
])(
  'of a limit, only the last tenth and at most 200 characters are worth a word',
  (text, limit, said) => {
    expect(charactersLeft(text, limit)).toEqual(said);
  },
);
