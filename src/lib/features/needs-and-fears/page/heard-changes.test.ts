import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { NeedsAndFears } from '../../../collab/documents/needs/needs-and-fears.ts';
import type { ItemKind } from '../../../domain/needs/item.ts';
import { heardChanges } from './heard-changes.ts';
import { meTooWords, ownerOf, textWords, type People } from './people.ts';

const me = { id: '00000000-0000-4000-8000-00000000000a', name: 'Ada', slot: 1 } as const;
const sam = { id: '00000000-0000-4000-8000-00000000000b', name: 'Sam', slot: 2 } as const;
const people: People = { me, partner: sam };

/** A document as Sam's page writes it and Ada's page reads it. */
function shared() {
  const doc = new Y.Doc();
  const theirs = new NeedsAndFears(doc, { me: sam.id, partner: me.id });
  const mine = new NeedsAndFears(doc, { me: me.id, partner: sam.id });
  return { theirs, mine, look: () => mine.contents().items };
}

test('what the partner adds, removes and answers is said in one sentence each', () => {
  const { theirs, mine, look } = shared();
  const empty = look();
  const id = theirs.add('need');
  const added = look();
  expect(heardChanges(empty, added, people)).toBe('Sam added a need.');
  theirs.remove(id);
  expect(heardChanges(added, look(), people)).toBe('Sam removed a need.');
  const own = mine.add('fear');
  const before = look();
  theirs.answers.setMeToo(own, true);
  expect(heardChanges(before, look(), people)).toBe('Sam fears this too.');
});

const put = { text: 'Put like this', bold: false, italic: false, link: null };

test('what the partner says beside an item, suggests and calls ours is told without its words', () => {
  const { theirs, mine, look } = shared();
  const id = mine.add('need');
  let before = look();
  theirs.answers.setHeard(id, true);
  theirs.answers.say(id, 'offer', 'I cook');
  expect(heardChanges(before, look(), people)).toBe('Sam hears you. Sam wrote beside a need.');
  before = look();
  theirs.suggestions.suggest(id, [{ kind: 'paragraph', runs: [put] }]);
  theirs.answers.setOurs(id, true);
  expect(heardChanges(before, look(), people)).toBe(
    'Sam would like a need to be ours. Sam suggests other words for your need.',
  );
  before = look();
  mine.answers.setOurs(id, true);
  expect(heardChanges(before, look(), people)).toBe('A need is ours now.');
});

test('whose words were changed is told, and not what they say', () => {
  const { theirs, mine, look } = shared();
  const [own, other] = [mine.add('need'), theirs.add('need')];
  const texts = { items: new Set([own, other]), document: true };
  expect(heardChanges(look(), look(), people, texts)).toBe(
    'The words of a need of yours were changed. Sam changed the words of a need. The words of this document were changed.',
  );
});

test('a new order, a withdrawn answer and what was there before stay quiet', () => {
  const { theirs, mine, look } = shared();
  const id = mine.add('need');
  mine.add('need');
  theirs.answers.setMeToo(id, true);
  const before = look();
  theirs.move(id, 1);
  theirs.answers.setMeToo(id, false);
  expect(heardChanges(before, look(), people)).toBe('');
});

test('many changes at once, as after a week offline, are one sentence', () => {
  const { theirs, look } = shared();
  const empty = look();
  for (let n = 0; n < 5; n += 1) theirs.add('fear');
  expect(heardChanges(empty, look(), people)).toBe('5 things have changed here.');
});

test.each<[ItemKind, string, string]>([
  ['need', 'Your need', 'What Sam needs'],
  ['fear', 'Your fear', 'What Sam fears'],
])('a %s is named by whose it is', (kind, mineIs, theirsIs) => {
  const { theirs, mine, look } = shared();
  mine.add(kind);
  theirs.add(kind);
  const labels = look().map((item) => textWords(item, 'words', people).label);
  expect(labels.sort()).toEqual([mineIs, theirsIs].sort());
});

test('somebody who has left keeps a name and the other colour, never the reader’s', () => {
  const { theirs, look } = shared();
  theirs.add('need');
  const [item] = look();
  if (item === undefined) throw new Error('nothing was added');
  const alone: People = { me, partner: null };
  expect(ownerOf(item, alone)).toMatchObject({ name: 'Your former partner', slot: 2 });
  expect(meTooWords(item, alone).theirs).toBe('your partner needs this too');
});
