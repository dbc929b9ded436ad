import { expect, test } from 'vitest';
import { wordDiff } from './word-diff.ts';

const kinds = (before: string, after: string) =>
  wordDiff(before, after).map(({ kind, words }) => `${kind}:${words}`);

test('words that were added and taken away stand where they were', () => {
  expect(kinds('I need rest today', 'I need a rest')).toEqual([
    'same:I need ',
    'added:a ',
    'same:rest',
    'taken_away: today',
  ]);
});

test('a text from nothing is all added, and one that is gone all taken away', () => {
  expect(kinds('', 'new words')).toEqual(['added:new words']);
  expect(kinds('old words', '')).toEqual(['taken_away:old words']);
});

test.each([
  ['right-to-left words', 'نحتاج إلى الهدوء', 'نحتاج إلى وقت'],
  ['emoji', 'calm 🌊 here', 'calm 🌊🌊 here'],
  ['lines', 'one\ntwo', 'one\nthree'],
])('%s lose nothing', (_, before, after) => {
  const parts = wordDiff(before, after);
  const said = (kind: string) =>
    parts
      .filter((part) => part.kind === 'same' || part.kind === kind)
      .map(({ words }) => words)
      .join('');
  // Space around what was taken away may stand on the other side of it.
  const letters = (text: string) => text.replaceAll(/\s/g, '');
  expect(letters(said('taken_away'))).toBe(letters(before));
  expect(said('added')).toBe(after);
});

test('two long texts with nothing in common are shown whole, in time', () => {
  const text = (word: string) => Array.from({ length: 20_000 }, (_, n) => `${word}${n}`).join(' ');
  const [before, after] = [text('a'), text('b')];
  const began = performance.now();
  const parts = wordDiff(before, after);
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(parts.some(({ kind }) => kind === 'added')).toBe(true);
});
