import { expect, test } from 'vitest';
import { parseTitle } from '../../../domain/needs/title.ts';
import { labelBefore, versionLabel } from './version-words.ts';

test('what is kept before going back is named after where it went, and the name is always accepted', () => {
  expect(labelBefore({ label: 'March' })).toBe('Before going back to “March”');
  const long = labelBefore({ label: '🌊'.repeat(120) });
  expect(parseTitle(long)).toBe(long);
  expect(long.endsWith('…”')).toBe(true);
});

test('a name that does not open still leads to its version', () => {
  expect(versionLabel({ label: null })).toBe('A name that could not be opened');
});
