import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { NeedsAndFears } from '../needs/needs-and-fears.ts';
import { writeRichText } from '../needs/write-rich-text.ts';
import { goBack, type Opened } from './go-back.ts';
import { outlineOf } from './outline-of.ts';
import { documentOf, stateOf } from './state.ts';

const ada = '11111111-1111-4111-8111-111111111111';
const noor = '22222222-2222-4222-8222-222222222222';

function open(me: string, doc = new Y.Doc()): Opened {
  return { doc, needs: new NeedsAndFears(doc, { me, partner: me === ada ? noor : ada }) };
}

/** Two partners whose changes reach each other at once. */
function together(): { mine: Opened; theirs: Opened } {
  const [mine, theirs] = [open(ada), open(noor)];
  const wire = Symbol('wire');
  for (const [from, to] of [
    [mine.doc, theirs.doc],
    [theirs.doc, mine.doc],
  ] as const) {
    from.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== wire) Y.applyUpdate(to, update, wire);
    });
  }
  return { mine, theirs };
}

const words = (text: string) => [
  { kind: 'paragraph' as const, runs: [{ text, bold: false, italic: false, link: null }] },
];

function add({ needs }: Opened, text: string): string {
  const id = needs.add('need');
  needs.wordings.tell(id, 'words', words(text));
  return id;
}

function say({ doc, needs }: Opened, text: string): void {
  doc.transact(() => {
    writeRichText(needs.opening, words(text));
  });
}

const itemsIn = (opened: Opened) => outlineOf(opened.needs).items.map(({ texts }) => texts.words);

describe('a version', () => {
  test('says what the document said, also after it has changed', () => {
    const { mine } = together();
    say(mine, 'In March');
    const id = add(mine, 'rest');
    const state = stateOf(mine.doc);
    say(mine, 'In June');
    mine.needs.wordings.tell(id, 'words', words('air'));
    const version = open(ada, documentOf(state));
    expect(outlineOf(version.needs).opening).toBe('In March');
    expect(itemsIn(version)).toEqual(['rest']);
    expect(itemsIn(mine)).toEqual(['air']);
  });

  test('is read in the order of the page: needs before fears', () => {
    const { mine } = together();
    const fear = mine.needs.add('fear');
    const [first, second] = [add(mine, 'rest'), add(mine, 'air')];
    expect(outlineOf(mine.needs).items.map(({ id }) => id)).toEqual([first, second, fear]);
  });

  test('holds nothing that was taken back before it was kept', () => {
    const { mine } = together();
    const removed = add(mine, 'unsayable');
    mine.needs.remove(removed);
    expect(new TextDecoder('latin1').decode(stateOf(mine.doc))).not.toContain('unsayable');
    mine.needs.undo.undo();
    expect(itemsIn(mine)).toEqual(['unsayable']);
  });

  test('that is none is refused', () => {
    expect(() => documentOf(new Uint8Array([1, 2, 3]))).toThrow(
      expect.objectContaining({ code: 'envelope_tampered' }) as Error,
    );
  });
});

describe('going back', () => {
  test('restores what both write and what is mine, and leaves the other one’s words alone', () => {
    const { mine, theirs } = together();
    say(mine, 'In March');
    const kept = add(mine, 'rest');
    const gone = add(mine, 'quiet');
    const hers = add(theirs, 'air');
    mine.needs.setDepth(kept, 'shallows');
    theirs.needs.setDepth(hers, 'deep');
    const version = open(ada, documentOf(stateOf(mine.doc)));

    say(theirs, 'In June');
    mine.needs.wordings.tell(kept, 'words', words('work'));
    mine.needs.remove(gone);
    add(mine, 'new in June');
    theirs.needs.wordings.tell(hers, 'words', words('a window'));
    const added = add(theirs, 'theirs, new in June');
    mine.needs.move(kept, 3);
    mine.needs.setDepth(kept, 'deeper');
    theirs.needs.setDepth(hers, null);

    goBack(mine, version, ada);
    expect(outlineOf(mine.needs).opening).toBe('In March');
    expect(itemsIn(mine)).toEqual(['rest', 'quiet', 'a window', 'theirs, new in June']);
    expect(outlineOf(mine.needs).items.map(({ depth }) => depth)).toEqual([
      'shallows',
      null,
      null,
      null,
    ]);
    expect(outlineOf(theirs.needs)).toEqual(outlineOf(mine.needs));
    expect(outlineOf(theirs.needs).items.map(({ id }) => id)).toContain(added);
    // How it was said in June is in its history.
    const item = mine.needs.contents().items.find(({ id }) => id === kept);
    expect(item).toBeDefined();
    if (item !== undefined) {
      const { earlier } = mine.needs.wordings.history(item, 'words');
      expect(JSON.stringify(earlier)).toContain('work');
    }
  });

  test('brings a removed item back without saying for the other one that it is ours', () => {
    const { mine, theirs } = together();
    const id = add(mine, 'rest');
    mine.needs.answers.setOurs(id, true);
    theirs.needs.answers.setOurs(id, true);
    const version = open(ada, documentOf(stateOf(mine.doc)));
    theirs.needs.answers.setOurs(id, false);
    mine.needs.remove(id);
    goBack(mine, version, ada);
    expect(theirs.needs.contents().items).toMatchObject([
      { id, ours: false, saidOurs: new Set([ada]) },
    ]);
  });

  test('is taken back in one step: all is as before, with what the other one has written since', () => {
    const { mine, theirs } = together();
    say(mine, 'In March');
    const kept = add(mine, 'rest');
    add(mine, 'quiet');
    const gone = add(mine, 'air');
    const version = open(ada, documentOf(stateOf(mine.doc)));
    say(mine, 'In June');
    mine.needs.wordings.tell(kept, 'words', words('work'));
    mine.needs.setDepth(kept, 'deep');
    mine.needs.remove(gone);
    const added = add(mine, 'new in June');
    theirs.needs.answers.say(added, 'word', 'Which one?');
    mine.needs.move(kept, 2);
    const before = outlineOf(mine.needs);
    const mineNow = () => mine.needs.contents().items.filter(({ owner }) => owner === ada);
    const told = mineNow().map(({ wordings }) => wordings);

    const takeBack = goBack(mine, version, ada);
    expect(itemsIn(mine)).toEqual(['rest', 'quiet', 'air']);
    const meanwhile = add(theirs, 'theirs, meanwhile');
    takeBack();
    const { items, ...around } = outlineOf(mine.needs);
    expect({ ...around, items: items.filter(({ id }) => id !== meanwhile) }).toEqual(before);
    expect(items).toHaveLength(before.items.length + 1);
    expect(outlineOf(theirs.needs)).toEqual(outlineOf(mine.needs));
    expect(mineNow().map(({ wordings }) => wordings)).toEqual(told);
    expect(mineNow().flatMap(({ notes }) => notes)).toHaveLength(1);
    // Once.
    takeBack();
    expect(outlineOf(mine.needs).opening).toBe('In June');
  });

  test('the second time changes nothing', () => {
    const { mine } = together();
    say(mine, 'In March');
    add(mine, 'rest');
    const version = open(ada, documentOf(stateOf(mine.doc)));
    say(mine, 'In June');
    goBack(mine, version, ada);
    const after = Y.encodeStateVector(mine.doc);
    goBack(mine, version, ada);
    expect(Y.encodeStateVector(mine.doc)).toEqual(after);
  });

  test('does not replace what a newer app wrote', () => {
    const { mine } = together();
    say(mine, 'In March');
    const version = open(ada, documentOf(stateOf(mine.doc)));
    mine.needs.opening.insert(0, [new Y.XmlElement('table')]);
    const before = mine.needs.opening.toString();
    goBack(mine, version, ada);
    expect(mine.needs.opening.toString()).toBe(before);
  });
});
