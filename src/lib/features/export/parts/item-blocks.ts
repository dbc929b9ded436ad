import type * as Y from 'yjs';
import type { NeedsAndFears } from '../../../collab/documents/needs/needs-and-fears.ts';
import type { NeedOrFear } from '../../../collab/documents/needs/parse-item.ts';
import { isBlank, readRichText, textOf } from '../../../collab/documents/needs/rich-text.ts';
import { itemTexts, type ItemText } from '../../../domain/needs/item.ts';
import type { OpenSpace } from '../../../domain/space/open-space.ts';
import { sayMoment, type Block } from '../page.ts';
import { nameOfPerson } from './people.ts';

const textNames: Readonly<Record<ItemText, string>> = {
  words: 'Said',
  manage: 'How to manage it',
  support: 'How to support',
  together: 'How we manage it together',
};
const kindNames = { need: 'Need', fear: 'Fear' } as const;
const noteNames = { offer: 'offers', word: 'says' } as const;
const suggestionNames = { taken: ', taken', left: ', left' } as const;

const note = (text: string): Block => ({ kind: 'note', text });

/** A text of a document as blocks; none when nothing is written in it. */
export function textBlocks(fragment: Y.XmlFragment | null): readonly Block[] {
  if (fragment === null || isBlank(fragment)) return [];
  const text = readRichText(fragment);
  return text.form === 'plain'
    ? [{ kind: 'words', text: text.text }]
    : [{ kind: 'rich', blocks: text.blocks }];
}

/** The characters of a text, for another program. Null when nobody wrote one. */
export function plainText(fragment: Y.XmlFragment | null): string | null {
  return fragment === null ? null : textOf(readRichText(fragment));
}

function when(at: number | null): string {
  return at === null ? '' : `, ${sayMoment(new Date(at))}`;
}

/** What a text of the item said earlier, newest first. */
function earlier(
  { wordings }: NeedsAndFears,
  space: OpenSpace,
  item: NeedOrFear,
  text: ItemText,
): readonly Block[] {
  return wordings
    .history(item, text)
    .earlier.flatMap(({ by, at, blocks }) => [
      note(
        `${textNames[text]} earlier${by === null ? '' : ` by ${nameOfPerson(space, by)}`}${when(at)}`,
      ),
      { kind: 'rich' as const, blocks },
    ]);
}

/** One need or fear with all that stands beside it. */
export function itemBlocks(
  needs: NeedsAndFears,
  space: OpenSpace,
  item: NeedOrFear,
): readonly Block[] {
  const name = (id: string) => nameOfPerson(space, id);
  const names = (ids: ReadonlySet<string>) => [...ids].map(name).join(', ');
  return [
    {
      kind: 'heading',
      text: `${kindNames[item.kind]}, ${item.ours ? 'ours' : name(item.owner)}`,
    },
    ...itemTexts.flatMap((text): readonly Block[] => {
      const blocks = textBlocks(item.texts[text]);
      if (blocks.length === 0 || text === 'words') return blocks;
      return [note(textNames[text]), ...blocks];
    }),
    ...(item.meToo.size === 0 ? [] : [note(`Me too: ${names(item.meToo)}`)]),
    ...(item.heard.size === 0 ? [] : [note(`I hear you: ${names(item.heard)}`)]),
    ...item.notes.flatMap(({ kind, by, at, text }): readonly Block[] => [
      note(`${name(by)} ${noteNames[kind]}${when(at)}`),
      { kind: 'words', text },
    ]),
    ...item.suggestions.flatMap(({ by, at, blocks, answer }): readonly Block[] => [
      note(
        `${name(by)} suggests other words${answer === null ? '' : suggestionNames[answer]}${when(at)}`,
      ),
      { kind: 'rich', blocks },
    ]),
    ...itemTexts.flatMap((text) => earlier(needs, space, item, text)),
  ];
}

/** Parts of an item that could not be shown. */
export function setAsideOf({ wordings }: NeedsAndFears, item: NeedOrFear): number {
  const ofWordings = itemTexts.map((text) => wordings.history(item, text).setAside);
  return item.setAside + ofWordings.reduce((sum, count) => sum + count, 0);
}
