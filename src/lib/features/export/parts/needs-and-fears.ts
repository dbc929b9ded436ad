import type * as Y from 'yjs';
import { NeedsAndFears } from '../../../collab/documents/needs/needs-and-fears.ts';
import type { NeedOrFear } from '../../../collab/documents/needs/parse-item.ts';
import { isBlank, readRichText } from '../../../collab/documents/needs/rich-text.ts';
import { itemKinds, itemTexts, type ItemText } from '../../../domain/needs/item.ts';
import type { SharedDocument } from '../../../domain/space/shared-document.ts';
import type { HeldSpace } from '../../../session/open-holdings.ts';
import { fileName, sayMoment, type Block, type Part, type Read } from '../page.ts';
import { nameOfPerson } from './people.ts';

const textNames: Readonly<Record<ItemText, string>> = {
  words: '',
  manage: 'How to manage it',
  support: 'How to support',
  together: 'How we manage it together',
};
const kindNames = { need: 'Need', fear: 'Fear' } as const;

function textBlocks(fragment: Y.XmlFragment | null): readonly Block[] {
  if (fragment === null || isBlank(fragment)) return [];
  const text = readRichText(fragment);
  return text.form === 'plain'
    ? [{ kind: 'words', text: text.text }]
    : [{ kind: 'rich', paragraphs: text.paragraphs }];
}

function plain(fragment: Y.XmlFragment | null): string | null {
  if (fragment === null) return null;
  const text = readRichText(fragment);
  return text.form === 'plain'
    ? text.text
    : text.paragraphs.map((runs) => runs.map((run) => run.text).join('')).join('\n');
}

function itemBlocks({ space }: HeldSpace, item: NeedOrFear): readonly Block[] {
  const owner = nameOfPerson(space, item.owner);
  const alsoMine = [...item.meToo].map((id) => nameOfPerson(space, id));
  return [
    { kind: 'heading', text: `${kindNames[item.kind]}, ${owner}` },
    ...itemTexts.flatMap((text): readonly Block[] => {
      const blocks = textBlocks(item.texts[text]);
      const name = textNames[text];
      return blocks.length === 0 || name === ''
        ? blocks
        : [{ kind: 'note', text: name }, ...blocks];
    }),
    ...(alsoMine.length === 0
      ? []
      : [{ kind: 'note' as const, text: `Me too: ${alsoMine.join(', ')}` }]),
  ];
}

async function readDocument(held: HeldSpace, document: SharedDocument): Promise<Read> {
  const { space } = held;
  const title = document.title ?? 'Needs and fears';
  const read = await held.read({ id: document.id, generation: document.generation });
  const needs = new NeedsAndFears(read.inner, { me: space.me.id, partner: null });
  try {
    const { items, setAside } = needs.contents();
    const ordered = itemKinds.flatMap((kind) => items.filter((item) => item.kind === kind));
    const unopened = [
      ...(document.title === null ? ['The title of a document'] : []),
      ...(read.setAside > 0 ? [`${title}: ${read.setAside} changes`] : []),
      ...(read.incomplete ? [`${title}: changes that have not reached the server`] : []),
      ...(setAside > 0 ? [`${title}: ${setAside} items of a newer version`] : []),
    ];
    return {
      unopened,
      pages: [
        {
          name: `needs-and-fears-${fileName(title)}`,
          title,
          blocks: [
            {
              kind: 'note',
              text: `Begun ${sayMoment(document.createdAt)}, changed ${sayMoment(document.changedAt)}${
                document.archivedAt === null ? '' : ', put away'
              }${document.deletedAt === null ? '' : ', deleted'}`,
            },
            ...textBlocks(needs.opening),
            ...ordered.flatMap((item) => itemBlocks(held, item)),
          ],
          data: {
            kind: 'needs_and_fears',
            id: document.id,
            title: document.title,
            createdAt: document.createdAt,
            changedAt: document.changedAt,
            archivedAt: document.archivedAt,
            opening: plain(needs.opening),
            items: ordered.map((item) => ({
              id: item.id,
              kind: item.kind,
              owner: nameOfPerson(space, item.owner),
              createdAt: item.createdAt === null ? null : new Date(item.createdAt),
              meToo: [...item.meToo].map((id) => nameOfPerson(space, id)),
              ...Object.fromEntries(itemTexts.map((text) => [text, plain(item.texts[text])])),
            })),
            // Everything that the document holds, also what this version has no words for.
            raw: read.inner.getMap('items').toJSON(),
          },
        },
      ],
    };
  } finally {
    needs.destroy();
    await read.close();
  }
}

/** The documents of needs and fears, those put away included. */
export const needsAndFears: Part<HeldSpace> = async (held) => {
  const documents = [
    ...(await held.documents.list()),
    ...(await held.documents.list({ which: 'archived' })),
    ...(await held.documents.list({ which: 'deleted' })),
  ];
  return documents.map((document) => ({
    name: document.title ?? `A document from ${sayMoment(document.createdAt)}`,
    read: () => readDocument(held, document),
  }));
};
