import { expect, test } from 'vitest';
import { compareOutlines, isSame } from './compare.ts';
import type { Outline, OutlinedItem } from './outline.ts';

function item(id: string, words: string, more: Partial<OutlinedItem> = {}): OutlinedItem {
  const texts = { words, manage: '', support: '', together: '' };
  return { id, kind: 'need', owner: 'ada', ours: false, depth: null, texts, forms: texts, ...more };
}
const outline = (items: readonly OutlinedItem[], more: Partial<Outline> = {}): Outline => ({
  opening: '',
  closing: '',
  forms: { opening: '', closing: '' },
  items,
  ...more,
});

test('items are new, removed, changed or the same', () => {
  const before = outline([item('a', 'rest'), item('b', 'time'), item('c', 'quiet')]);
  const after = outline([item('c', 'quiet'), item('a', 'a real rest'), item('d', 'air')]);
  const { items, same } = compareOutlines(before, after);
  expect(items.map(({ item, change }) => [item.id, change])).toEqual([
    ['a', 'changed'],
    ['d', 'new'],
    ['b', 'removed'],
  ]);
  expect(items[0]?.texts).toEqual([{ text: 'words', before: 'rest', after: 'a real rest' }]);
  expect(items[2]?.texts).toEqual([{ text: 'words', before: 'time', after: '' }]);
  expect(same).toBe(1);
});

test('the words at the top and at the end are compared as well', () => {
  const { texts } = compareOutlines(
    outline([], { opening: 'slowly', closing: 'done' }),
    outline([], { opening: 'slowly, and kindly', closing: 'done' }),
  );
  expect(texts).toEqual([{ text: 'opening', before: 'slowly', after: 'slowly, and kindly' }]);
});

test('what became both partners’ is a change without any other words', () => {
  const { items } = compareOutlines(
    outline([item('a', 'rest')]),
    outline([item('a', 'rest', { ours: true })]),
  );
  expect(items).toMatchObject([{ change: 'changed', became: 'ours', texts: [] }]);
});

test('another depth, and the same words in another form, are changes', () => {
  const bold = { words: '*rest*', manage: '', support: '', together: '' };
  const { items, texts, same } = compareOutlines(
    outline([item('a', 'rest'), item('b', 'time', { depth: 'deep' }), item('c', 'air')]),
    outline([item('a', 'rest', { forms: bold }), item('b', 'time'), item('c', 'air')], {
      forms: { opening: '', closing: '*' },
    }),
  );
  expect(items).toMatchObject([
    { item: { id: 'a' }, depth: null, texts: [{ text: 'words', before: 'rest', after: 'rest' }] },
    { item: { id: 'b' }, depth: { before: 'deep', after: null }, texts: [] },
  ]);
  expect(texts).toEqual([{ text: 'closing', before: '', after: '' }]);
  expect(same).toBe(1);
});

test('two versions that only stand in another order are the same', () => {
  const one = outline([item('a', 'rest'), item('b', 'time')]);
  const other = outline([...one.items].reverse());
  expect(isSame(compareOutlines(one, other))).toBe(true);
});
