import { expect, test } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { packPlain, unpackText } from '../../../collab/documents/needs/packed-text.ts';
import type { Block } from '../../../collab/documents/needs/rich-text.ts';
import { MemoryShelf } from '../../../session/memory-shelf.ts';
import { UnsentWords } from '../../../session/unsent-words.svelte.ts';
import { EditorTools } from '../editor/editor-tools.svelte.ts';
import { SuggestionDraft } from './suggestion-draft.svelte.ts';

const plain = (text: string) => unpackText(packPlain(text)) ?? [];
const bold: Block[] = [
  { kind: 'paragraph', runs: [{ text: 'To be heard', bold: true, italic: false, link: null }] },
];

function device() {
  const memory = new MemoryShelf();
  const shelf = () => memory;
  const doc = new Y.Doc();
  const tools = new EditorTools({
    undo: new Y.UndoManager(doc.getXmlFragment('opening')),
    awareness: new Awareness(doc),
    onTooLong: () => undefined,
    people: {
      ...{ me: 'ada', partner: 'ben' },
      shown: { partner: { name: 'Ben', slot: 2 }, me_elsewhere: { name: 'You', slot: 1 } },
    },
  });
  const open = () => new SuggestionDraft({ itemId: '1', shelf, tools, onTooLong: () => undefined });
  return { kept: memory.kept, shelf, open };
}

test('a suggestion begins with the words as they are, which are nothing to lose yet', async () => {
  const { open, kept } = device();
  const draft = open();
  await draft.load(bold);
  expect(draft.text.blocks).toEqual(bold);
  expect([draft.blank, draft.unsaved]).toEqual([false, false]);
  await draft.keepHere();
  expect(kept.size).toBe(0);
});

test('what was not sent comes back in its form, and goes when it is sent', async () => {
  const { open, kept } = device();
  const before = open();
  await before.load(plain('Listen'));
  before.text.write(bold);
  await before.keepHere();
  const after = open();
  await after.load(plain('Listen'));
  expect(after.text.blocks).toEqual(bold);
  after.sent();
  await after.keepHere();
  expect(kept.size).toBe(0);
});

test.each(['To be heard\nfirst', '[not ours]', '{"a":1}'])(
  'plain words that an older app kept come back as they were: %s',
  async (words) => {
    const { open, shelf } = device();
    const older = new UnsentWords(shelf, 'needs/1/suggestion');
    older.text = words;
    await older.keepHere();
    const draft = open();
    await draft.load(plain('Listen'));
    expect(draft.text.blocks).toEqual(plain(words));
  },
);
