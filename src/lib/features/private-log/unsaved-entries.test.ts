import { expect, test } from 'vitest';
import { blankEntry } from '../../domain/log/entry.ts';
import { spoiltRecords, unsavedEntries } from './unsaved-entries.ts';

function record(key: string, said: string, base: string | null = null) {
  const content = { ...blankEntry('2026-11-22'), said };
  const value = { content, base, confirmed: false, at: '2026-11-22T18:00:00.000Z', writer: 'w' };
  return { key, value };
}

test('each entry with unsaved words is offered once, whatever the number of tabs', () => {
  const found = unsavedEntries([
    record('private_entry/a/1', 'The move.'),
    record('private_entry/a/2', 'The move, again.'),
    record('private_entry/b/1', 'The rent.'),
  ]);
  expect(found).toEqual([
    { id: 'a', on: '2026-11-22' },
    { id: 'b', on: '2026-11-22' },
  ]);
});

test('an untouched page and a broken record are not offered; an emptied entry is', () => {
  expect(unsavedEntries([record('private_entry/a/1', '  ')])).toEqual([]);
  expect(unsavedEntries([{ key: 'private_entry/a/1', value: { content: 7 } }])).toEqual([]);
  expect(unsavedEntries([record('private_entry/a/1', '', '3')])).toHaveLength(1);
});

test('a record that does not open is told of, and hides no other of its entry', () => {
  const records = [
    record('private_entry/a/1', 'The move.'),
    { key: 'private_entry/a/2', value: null },
  ];
  expect(spoiltRecords(records)).toEqual(['private_entry/a/2']);
  expect(unsavedEntries(records)).toEqual([{ id: 'a', on: '2026-11-22' }]);
});
