import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { documentOf2026November } from './fixture-2026-11-24.ts';
import { NeedsAndFears } from './needs-and-fears.ts';
import { readRichText, textOf } from './rich-text.ts';

const ada = '00000000-0000-4000-8000-00000000000a';
const ben = '00000000-0000-4000-8000-00000000000b';

function open(me: string) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Buffer.from(documentOf2026November, 'base64'), 'remote');
  return { doc, page: new NeedsAndFears(doc, { me, partner: me === ada ? ben : ada }) };
}

function said(page: NeedsAndFears) {
  return page.contents().items.map(({ id, kind, owner, texts, meToo, createdAt }) => ({
    id,
    kind,
    owner,
    words: textOf(readRichText(texts.words)),
    manage: texts.manage && textOf(readRichText(texts.manage)),
    support: texts.support && textOf(readRichText(texts.support)),
    meToo: [...meToo],
    createdAt,
  }));
}

test('a document of the first version opens with everything in place', () => {
  const { page } = open(ada);
  expect(page.contents().setAside).toBe(0);
  expect(said(page)).toEqual([
    {
      id: 'item-2',
      kind: 'fear',
      owner: ada,
      words: 'That I am too much',
      manage: '',
      support: '',
      meToo: [ben],
      createdAt: 1772568120000,
    },
    {
      id: 'item-3',
      kind: 'need',
      owner: ben,
      words: 'An evening a week\nthat is only ours',
      manage: 'Say so on Monday',
      support: '',
      meToo: [],
      createdAt: 1772568180000,
    },
    {
      id: 'item-1',
      kind: 'need',
      owner: ada,
      words: 'To be heard before we look for an answer 🌊',
      manage: '',
      support: 'Ask one question more',
      meToo: [ben],
      createdAt: 1772568060000,
    },
  ]);
  expect(readRichText(page.opening)).toMatchObject({
    form: 'known',
    paragraphs: [
      [{ text: 'We write this ' }, { text: 'slowly', bold: true }, { text: '.' }],
      [{ text: 'Without being right.', italic: true }],
    ],
  });
  expect(page.closing.length).toBe(0);
});

test('what the first version did not know can be added to its items, by both at once', () => {
  const a = open(ada);
  const b = open(ben);
  a.page.answers.setOurs('item-1', true);
  b.page.answers.setOurs('item-1', true);
  a.page.answers.setHeard('item-3', true);
  b.page.answers.say('item-1', 'offer', 'I can put the phone away');
  a.page.answers.say('item-1', 'word', 'Would mornings do?');
  Y.applyUpdate(b.doc, Y.encodeStateAsUpdate(a.doc), 'remote');
  Y.applyUpdate(a.doc, Y.encodeStateAsUpdate(b.doc), 'remote');
  for (const { page } of [a, b]) {
    const items = page.contents().items;
    expect(items.find(({ id }) => id === 'item-1')).toMatchObject({
      ours: true,
      notes: [{ by: expect.any(String) as string }, { by: expect.any(String) as string }],
    });
    expect(items.find(({ id }) => id === 'item-1')?.texts.together).toBeInstanceOf(Y.XmlFragment);
    expect(items.find(({ id }) => id === 'item-3')?.heard).toEqual(new Set([ada]));
  }
});

test('the first change to old words keeps how they were said, with the date of the item', () => {
  const { page, doc } = open(ada);
  page.wordings.begin('item-2', 'words');
  doc.transact(() => {
    const words = page.contents().items.find(({ id }) => id === 'item-2')?.texts.words;
    words?.delete(0, words.length);
  });
  page.wordings.settle('item-2', 'words');
  const item = page.contents().items.find(({ id }) => id === 'item-2');
  expect(item && page.wordings.history(item, 'words').earlier).toMatchObject([
    { by: ada, at: 1772568120000, blocks: [{ runs: [{ text: 'That I am too much' }] }] },
  ]);
});
