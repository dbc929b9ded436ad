import { NeedsAndFears } from '../../../collab/documents/needs/needs-and-fears.ts';
import { outlineOf } from '../../../collab/documents/versions/outline-of.ts';
import { documentOf } from '../../../collab/documents/versions/state.ts';
import { itemTexts, type ItemText } from '../../../domain/needs/item.ts';
import type { DocumentVersion, Outline } from '../../../domain/needs/versions/outline.ts';
import type { HeldSpace } from '../../../session/open-holdings.ts';
import { fileName, sayMoment, type Block, type Part, type Read } from '../page.ts';
import { nameOfPerson } from './people.ts';

const textNames: Readonly<Record<Exclude<ItemText, 'words'>, string>> = {
  manage: 'How to manage it',
  support: 'How to support',
  together: 'How we manage it together',
};
const kindNames = { need: 'Need', fear: 'Fear' } as const;

function outlineBlocks({ space }: HeldSpace, outline: Outline): readonly Block[] {
  const words = (text: string): readonly Block[] => (text === '' ? [] : [{ kind: 'words', text }]);
  return [
    ...words(outline.opening),
    ...outline.items.flatMap(({ kind, owner, texts }): readonly Block[] => [
      { kind: 'heading', text: `${kindNames[kind]}, ${nameOfPerson(space, owner)}` },
      ...itemTexts.flatMap((text): readonly Block[] => {
        if (text === 'words' || texts[text] === '') return words(texts[text]);
        return [{ kind: 'note', text: textNames[text] }, ...words(texts[text])];
      }),
    ]),
    ...words(outline.closing),
  ];
}

async function readVersion(
  held: HeldSpace,
  title: string,
  version: DocumentVersion,
): Promise<Read> {
  const doc = documentOf(await held.versions.state(version));
  const needs = new NeedsAndFears(doc, { me: held.space.me.id, partner: null });
  const outline = outlineOf(needs);
  needs.destroy();
  doc.destroy();
  const label = version.label ?? 'A version';
  return {
    unopened: version.label === null ? [`${title}: the name of a version`] : [],
    pages: [
      {
        name: `version-${fileName(`${title} ${label}`)}`,
        title: `${title}: ${label}`,
        blocks: [
          { kind: 'note', text: `Kept ${sayMoment(version.at)}` },
          ...outlineBlocks(held, outline),
        ],
        data: { kind: 'version', ...version, ...outline },
      },
    ],
  };
}

/** The versions of documents that were given a name, those of deleted documents included. */
export const versions: Part<HeldSpace> = async (held) => {
  const shelves = ['in_use', 'archived', 'deleted'] as const;
  const documents = await Promise.all(shelves.map((which) => held.documents.list({ which })));
  const listed = await Promise.all(
    documents.flat().map(async ({ id, title }) => {
      const called = title ?? 'Needs and fears';
      return (await held.versions.list(id)).map((version) => ({
        name: `A version of ${called} from ${sayMoment(version.at)}`,
        read: () => readVersion(held, called, version),
      }));
    }),
  );
  return listed.flat();
};
