import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { NeedsAndFears } from '../../../collab/documents/needs/needs-and-fears.ts';
import { stateOf } from '../../../collab/documents/versions/state.ts';
import { writeRichText } from '../../../collab/documents/needs/write-rich-text.ts';
import type { HeldSpace } from '../../../session/open-holdings.ts';
import { writeMarkdown } from '../write-markdown.ts';
import { versions } from './versions.ts';

const ada = '10000000-0000-4000-8000-000000000001';

test('each version is taken along with its name and its words, also of a document that was deleted', async () => {
  const doc = new Y.Doc();
  const needs = new NeedsAndFears(doc, { me: ada, partner: null });
  const says = (text: string) => [
    { kind: 'paragraph' as const, runs: [{ text, bold: false, italic: false, link: null }] },
  ];
  doc.transact(() => {
    writeRichText(needs.opening, says('Slowly.'));
  });
  needs.wordings.tell(needs.add('need'), 'words', says('An evening of ours'));
  const version = {
    id: '1',
    documentId: 'd',
    generation: 0,
    label: 'As in March',
    at: new Date('2026-03-20T18:00:00Z'),
    by: ada,
  };
  const held = {
    space: { id: 's', me: { id: ada, name: 'Ada', slot: 1 }, partner: null },
    documents: {
      list: ({ which }: { which: string }) =>
        Promise.resolve(which === 'deleted' ? [{ id: 'd', title: 'Winter' }] : []),
    },
    versions: {
      list: () => Promise.resolve([version]),
      state: () => Promise.resolve(stateOf(doc)),
    },
  } as unknown as HeldSpace;
  const [thing] = await versions(held);
  const read = await thing?.read();
  const text = read?.pages.map(writeMarkdown).join('\n');
  expect(read?.pages.map(({ title }) => title)).toEqual(['Winter: As in March']);
  expect(text).toContain('Slowly');
  expect(text).toContain('An evening of ours');
  expect(read?.unopened).toEqual([]);
});
