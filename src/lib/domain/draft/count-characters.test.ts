import { expect, test } from 'vitest';
import { countCharacters } from './count-characters.ts';

test.each([
  ['', 0],
  ['abc', 3],
  ['🫂', 1],
  ['👨‍👩‍👧', 5],
  ['e\u0301', 2],
  ['\u202eשלום', 5],
  ['\ud800', 1],
  ['\udc00\ud800', 2],
])('counts %j as the code points it has', (text, count) => {
  expect(countCharacters(text)).toBe(count);
  expect(countCharacters(text)).toBe([...text].length);
});
