import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { NeedsAndFears } from '../../../collab/documents/needs/needs-and-fears.ts';
import { putWords } from '../../../collab/documents/needs/two-partners.ts';
import { Announcer } from './announcer.ts';
import type { People } from './people.ts';

const me = { id: '00000000-0000-4000-8000-00000000000a', name: 'Ada', slot: 1 } as const;
const sam = { id: '00000000-0000-4000-8000-00000000000b', name: 'Sam', slot: 2 } as const;
const people: People = { me, partner: sam };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function listening() {
  const doc = new Y.Doc();
  const theirs = new NeedsAndFears(doc, { me: sam.id, partner: me.id });
  const said: string[] = [];
  const items = () => theirs.contents().items;
  const announcer = new Announcer({
    people: () => people,
    items,
    say: (words) => said.push(words),
  });
  const change = (act: () => void) => {
    const before = items();
    act();
    announcer.listChanged(before);
  };
  const write = (id: string, words: string) => {
    const text = items().find((item) => item.id === id)?.texts.words;
    if (text !== undefined) putWords(text, words);
    announcer.textChanged(id);
  };
  return { theirs, said, change, write, announcer };
}

test('a partner who types is told of once, when they have come to rest', () => {
  const { theirs, said, change, write } = listening();
  let id = '';
  change(() => (id = theirs.add('need')));
  for (const words of ['An', 'An evening', 'An evening a week']) {
    vi.advanceTimersByTime(1_000);
    write(id, words);
  }
  expect(said).toEqual([]);
  vi.advanceTimersByTime(3_000);
  expect(said).toEqual(['Sam added a need.']);
  write(id, 'Two evenings a week');
  vi.advanceTimersByTime(60_000);
  expect(said.slice(1)).toEqual(['Sam changed the words of a need.']);
});

test('a partner who types without a pause is told of now and then', () => {
  const { theirs, said, change, write } = listening();
  let id = '';
  change(() => (id = theirs.add('fear')));
  for (let second = 0; second < 60; second += 1) {
    write(id, 'x'.repeat(second + 1));
    vi.advanceTimersByTime(1_000);
  }
  expect(said.length).toBeGreaterThanOrEqual(3);
  expect(said.length).toBeLessThanOrEqual(4);
});

test('many changes are counted, and nothing is said after the page was left', () => {
  const { theirs, said, change, announcer } = listening();
  change(() => {
    for (let n = 0; n < 5; n += 1) theirs.add('fear');
  });
  vi.advanceTimersByTime(3_000);
  expect(said).toEqual(['5 things have changed here.']);
  change(() => theirs.add('fear'));
  announcer.stop();
  vi.advanceTimersByTime(60_000);
  expect(said).toHaveLength(1);
});
