import { expect, test } from 'vitest';
import type { OutlinedItem } from '../../../domain/needs/versions/outline.ts';
import { parseTitle } from '../../../domain/needs/title.ts';
import { changeWords, depthChangeWords, labelBefore, versionLabel } from './version-words.ts';

test('what is kept before going back is named after where it went, and the name is always accepted', () => {
  expect(labelBefore({ label: 'March' })).toBe('Before going back to “March”');
  const long = labelBefore({ label: '🌊'.repeat(120) });
  expect(parseTitle(long)).toBe(long);
  expect(long.endsWith('…”')).toBe(true);
});

test('a name that does not open still leads to its version', () => {
  expect(versionLabel({ label: null })).toBe('A name that could not be opened');
});

test('each kind of change is said in words', () => {
  const item: OutlinedItem = {
    id: 'a',
    kind: 'need',
    owner: 'ada',
    ours: false,
    depth: 'deep',
    texts: { words: 'rest', manage: '', support: '', together: '' },
    forms: { words: 'rest', manage: '', support: '', together: '' },
  };
  const changed = { item, change: 'changed', became: null, depth: null } as const;
  const texts = (after: string) => [{ text: 'words', before: 'rest', after }] as const;
  expect(changeWords({ ...changed, texts: texts('air') })).toBe('Said differently');
  expect(changeWords({ ...changed, texts: texts('rest') })).toBe('The same words in another form');
  expect(changeWords({ ...changed, became: 'ours', texts: texts('air') })).toBe(
    'Became both of yours',
  );
  const depth = { before: null, after: 'deep' } as const;
  expect(changeWords({ ...changed, depth, texts: [] })).toBe('Of another depth');
  expect(depthChangeWords(depth)).toBe('Nobody had said how deep it goes. Now: Deep.');
  expect(depthChangeWords({ before: 'deep', after: null })).toBe(
    'It was called Deep. Now nobody says how deep it goes.',
  );
  expect(depthChangeWords({ before: 'deep', after: 'shallows' })).toBe(
    'It was called Deep. Now: Shallows.',
  );
});
