import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { NeedsAndFears } from '../../../collab/documents/needs/needs-and-fears.ts';
import { putWords } from '../../../collab/documents/needs/two-partners.ts';
import { foundWords, groupsOf, saysAll, type Look } from './groups.ts';
import type { People } from './people.ts';

const me = { id: '00000000-0000-4000-8000-00000000000a', name: 'Ada', slot: 1 } as const;
const sam = { id: '00000000-0000-4000-8000-00000000000b', name: 'Sam', slot: 2 } as const;
const people: People = { me, partner: sam };

function grown() {
  const doc = new Y.Doc();
  const mine = new NeedsAndFears(doc, { me: me.id, partner: sam.id });
  const theirs = new NeedsAndFears(doc, { me: sam.id, partner: me.id });
  const say = (needs: NeedsAndFears, kind: 'need' | 'fear', words: string) => {
    const id = needs.add(kind);
    const text = needs.contents().items.find((item) => item.id === id)?.texts.words;
    if (text !== undefined) putWords(text, words);
    return id;
  };
  const time = say(mine, 'need', 'Time for Zoë');
  const quiet = say(mine, 'fear', 'The quiet');
  const evenings = say(theirs, 'need', 'Evenings');
  const weak = say(theirs, 'fear', 'To be weak');
  theirs.answers.setMeToo(quiet, true);
  mine.answers.setOurs(weak, true);
  theirs.answers.setOurs(weak, true);
  mine.setDepth(time, 'shallows');
  mine.answers.say(evenings, 'word', 'Which evening suits you?');
  const look = (change: Partial<Look>) =>
    groupsOf(
      mine.contents().items,
      { view: 'kind', query: '', depth: null, ...change },
      people,
    ).map(({ id, items }) => [id, items.map((item) => item.id)]);
  return { look, time, quiet, evenings, weak };
}

test('a document is seen by kind, by partner and by what both share', () => {
  const { look, time, quiet, evenings, weak } = grown();
  expect(look({})).toEqual([
    ['need', [time, evenings]],
    ['fear', [quiet, weak]],
  ]);
  expect(look({ view: 'partner' })).toEqual([
    ['mine', [time, quiet]],
    ['theirs', [evenings]],
    ['ours', [weak]],
  ]);
  expect(look({ view: 'shared' })).toEqual([
    ['ours', [weak]],
    ['both', [quiet]],
  ]);
});

test('a search finds words without their accents, in any order, also in what stands beside; depth narrows', () => {
  const { look, time, evenings } = grown();
  const found = (change: Partial<Look>) => look(change).flatMap(([, ids]) => ids);
  expect(found({ query: 'zoe TIME' })).toEqual([time]);
  expect(found({ query: 'suits' })).toEqual([evenings]);
  expect(found({ query: 'nowhere' })).toEqual([]);
  expect(found({ depth: 'shallows' })).toEqual([time]);
  expect(found({ depth: 'deep' })).toEqual([]);
});

test('a search tells also of the words at the beginning and at the end', () => {
  const { opening } = new NeedsAndFears(new Y.Doc(), { me: me.id, partner: sam.id });
  putWords(opening, 'We begin slowly, Zoë');
  expect(saysAll(opening, 'zoe begin')).toBe(true);
  expect(saysAll(opening, 'evening')).toBe(false);
  expect(saysAll(opening, ' ')).toBe(false);
  expect(foundWords(0, [])).toBe('Nothing found.');
  expect(foundWords(1, [])).toBe('One found.');
  expect(foundWords(0, ['opening'])).toBe('Found in “Where we begin”.');
  expect(foundWords(3, ['opening', 'closing'])).toBe(
    '3 found, and in “Where we begin” and the closing words.',
  );
});
