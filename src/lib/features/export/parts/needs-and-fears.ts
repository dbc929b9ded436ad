import type * as Y from 'yjs';
import { documentOf } from '../../../collab/documents/versions/state.ts';
import { NeedsAndFears } from '../../../collab/documents/needs/needs-and-fears.ts';
import { itemKinds, itemTexts } from '../../../domain/needs/item.ts';
import type { DocumentVersion } from '../../../domain/needs/versions/outline.ts';
import type { SharedDocument } from '../../../domain/space/shared-document.ts';
import type { HeldSpace } from '../../../session/open-holdings.ts';
import { fileName, sayMoment, type Block, type Part, type Read, type Thing } from '../page.ts';
import { itemBlocks, plainText, setAsideOf, textBlocks } from './item-blocks.ts';
import { nameOfPerson } from './people.ts';

interface Written {
  readonly blocks: readonly Block[];
  readonly data: object;
  /** Items, and parts of items, of a version that this one does not know. */
  readonly setAside: number;
}

/** All that is written in a document, or in a version of it. */
function writtenIn({ space }: HeldSpace, inner: Y.Doc): Written {
  const needs = new NeedsAndFears(inner, { me: space.me.id, partner: null });
  try {
    const { items, setAside } = needs.contents();
    const ordered = itemKinds.flatMap((kind) => items.filter((item) => item.kind === kind));
    return {
      blocks: [
        ...textBlocks(needs.opening),
        ...ordered.flatMap((item) => itemBlocks(needs, space, item)),
        ...textBlocks(needs.closing),
      ],
      data: {
        opening: plainText(needs.opening),
        closing: plainText(needs.closing),
        items: ordered.map((item) => ({
          id: item.id,
          kind: item.kind,
          owner: nameOfPerson(space, item.owner),
          ours: item.ours,
          depth: item.depth,
          createdAt: item.createdAt === null ? null : new Date(item.createdAt),
          ...Object.fromEntries(itemTexts.map((text) => [text, plainText(item.texts[text])])),
        })),
        // Everything that the document holds, also what this version has no words for.
        raw: inner.getMap('items').toJSON(),
      },
      setAside: items.reduce((sum, item) => sum + setAsideOf(needs, item), setAside),
    };
  } finally {
    needs.destroy();
  }
}

/** For the list of what could not be opened. */
function parts(count: number, of: string, what: string): readonly string[] {
  return count === 0 ? [] : [`${of}: ${what} (${count})`];
}

async function readDocument(held: HeldSpace, document: SharedDocument): Promise<Read> {
  const title = document.title ?? 'Needs and fears';
  const read = await held.read(document);
  try {
    const { blocks, data, setAside } = writtenIn(held, read.inner);
    const { id, createdAt, changedAt, archivedAt, deletedAt } = document;
    const lies = deletedAt === null ? (archivedAt === null ? '' : ', put away') : ', deleted';
    return {
      unopened: [
        ...(document.title === null ? ['The title of a document'] : []),
        ...parts(read.setAside, title, 'changes that do not open'),
        ...(read.incomplete ? [`${title}: changes that have not reached the server`] : []),
        ...parts(setAside, title, 'parts of a newer version'),
      ],
      pages: [
        {
          name: `needs-and-fears-${fileName(title)}`,
          title,
          blocks: [
            {
              kind: 'note',
              text: `Begun ${sayMoment(createdAt)}, changed ${sayMoment(changedAt)}${lies}`,
            },
            ...blocks,
          ],
          data: {
            kind: 'needs_and_fears',
            id,
            title: document.title,
            createdAt,
            changedAt,
            archivedAt,
            deletedAt,
            ...data,
          },
        },
      ],
    };
  } finally {
    await read.close();
  }
}

async function readVersion(
  held: HeldSpace,
  document: SharedDocument,
  version: DocumentVersion,
): Promise<Read> {
  const title = `${document.title ?? 'Needs and fears'}: ${version.label ?? 'a version'}`;
  const inner = documentOf(await held.versions.state(version));
  try {
    const { blocks, data, setAside } = writtenIn(held, inner);
    const { id, documentId, label, at, by } = version;
    return {
      unopened: [
        ...(label === null ? ['The name of a version of a document'] : []),
        ...parts(setAside, title, 'parts of a newer version'),
      ],
      pages: [
        {
          name: `version-${fileName(title)}`,
          title,
          blocks: [
            {
              kind: 'note',
              text: `Kept ${sayMoment(at)} by ${nameOfPerson(held.space, by)}`,
            },
            ...blocks,
          ],
          data: { kind: 'document_version', id, documentId, label, at, ...data },
        },
      ],
    };
  } finally {
    inner.destroy();
  }
}

/** The documents of needs and fears with the versions that were kept, those put away or deleted lately included. */
export const needsAndFears: Part<HeldSpace> = async (held) => {
  const things: Thing[] = [];
  const { inUse, archived, deleted } = await held.documents.list();
  for (const document of [...inUse, ...archived, ...deleted]) {
    const name = document.title ?? `A document from ${sayMoment(document.createdAt)}`;
    things.push({ name, read: () => readDocument(held, document) });
    for (const version of await held.versions.list(document.id)) {
      things.push({
        name: `${name}: ${version.label ?? 'a version'}`,
        read: () => readVersion(held, document, version),
      });
    }
  }
  return things;
};
