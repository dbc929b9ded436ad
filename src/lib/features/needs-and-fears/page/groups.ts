import type * as Y from 'yjs';
import type { NeedOrFear } from '../../../collab/documents/needs/parse-item.ts';
import { readRichText, textOf } from '../../../collab/documents/needs/rich-text.ts';
import type { Depth } from '../../../domain/needs/depth.ts';
import { itemKinds, itemTexts, type ItemKind } from '../../../domain/needs/item.ts';
import { partnerName, type People } from './people.ts';
import { sections } from './sections.ts';

export const views = ['kind', 'partner', 'shared'] as const;
/** `kind`: needs and fears. `partner`: yours, theirs, ours. `shared`: only what both have. */
export type View = (typeof views)[number];

/** What of the document is looked at. */
export interface Look {
  readonly view: View;
  readonly query: string;
  readonly depth: Depth | null;
}

/** Items that stand together under one heading. */
export interface Group {
  readonly id: string;
  readonly title: string;
  /** The same on paper, with names. */
  readonly onPaper: string;
  /** Said where nothing stands. */
  readonly none: string;
  readonly items: readonly NeedOrFear[];
  /** What can be added here. */
  readonly adds: readonly ItemKind[];
  /** Needs and fears stand together, so each says what it is. */
  readonly mixed: boolean;
  /** It stands below the others and has the room of both. */
  readonly wide: boolean;
}

/** The groups of a view, in the order in which they stand; what the search leaves out is left out. */
export function groupsOf(
  items: readonly NeedOrFear[],
  look: Look,
  people: People,
): readonly Group[] {
  const shown = items.filter((item) => matches(item, look));
  const searching = look.query.trim() !== '' || look.depth !== null;
  const saidOf = (none: string) => (searching ? 'Nothing here is like that.' : none);
  if (look.view === 'kind') {
    return sections.map(({ kind, title, none }) => ({
      id: kind,
      title,
      onPaper: title,
      none: saidOf(none),
      items: shown.filter((item) => item.kind === kind),
      adds: searching ? [] : [kind],
      mixed: false,
      wide: false,
    }));
  }

  const byKind = itemKinds.flatMap((kind) => shown.filter((item) => item.kind === kind));
  const group = (
    id: string,
    title: string,
    none: string,
    which: (item: NeedOrFear) => boolean,
    {
      adds = [],
      wide = false,
      onPaper = title,
    }: Partial<Pick<Group, 'adds' | 'wide' | 'onPaper'>> = {},
  ): Group => ({
    id,
    title,
    onPaper,
    none: saidOf(none),
    items: byKind.filter(which),
    adds,
    mixed: true,
    wide,
  });
  const ours = (place?: Pick<Group, 'wide'>) =>
    group('ours', 'Ours', 'What both call ours stands here.', (item) => item.ours, place);

  if (look.view === 'shared') {
    return [
      ours(),
      group(
        'both',
        'Both of us',
        'What one wrote and the other answered “me too” stands here.',
        (item) => !item.ours && hasBoth(item),
      ),
    ];
  }

  const name = partnerName(people);
  const mine = (item: NeedOrFear) => item.owner === people.me.id;
  return [
    group(
      'mine',
      'You',
      'Nothing of yours is written here yet.',
      (item) => mine(item) && !item.ours,
      { onPaper: people.me.name, adds: searching ? [] : itemKinds },
    ),
    group('theirs', name, `${name} has not written here yet.`, (item) => !mine(item) && !item.ours),
    ours({ wide: true }),
  ];
}

/** The other one said "me too" to it. */
function hasBoth(item: NeedOrFear): boolean {
  return [...item.meToo].some((who) => who !== item.owner);
}

/** Whether all words of a search stand in a text of the document. */
export function saysAll(fragment: Y.XmlFragment, query: string): boolean {
  const words = wordsOf(query);
  const all = normal(textOf(readRichText(fragment)));
  return words.length > 0 && words.every((word) => all.includes(word));
}

/**
 * What a search has found, in words.
 * @param found how many needs and fears
 * @param around which of the document's own texts say it, too
 */
export function foundWords(found: number, around: readonly ('opening' | 'closing')[]): string {
  const items = found === 0 ? 'Nothing found' : found === 1 ? 'One found' : `${found} found`;
  const places = around
    .map((text) => (text === 'opening' ? '“Where we begin”' : 'the closing words'))
    .join(' and ');
  if (places === '') return `${items}.`;
  return found === 0 ? `Found in ${places}.` : `${items}, and in ${places}.`;
}

function wordsOf(query: string): string[] {
  return normal(query).split(/\s+/u).filter(Boolean);
}

function matches(item: NeedOrFear, { query, depth }: Look): boolean {
  if (depth !== null && item.depth !== depth) return false;
  const words = wordsOf(query);
  if (words.length === 0) return true;
  const texts = itemTexts.map((text) => {
    const fragment = item.texts[text];
    return fragment === null ? '' : textOf(readRichText(fragment));
  });
  const all = normal([...texts, ...item.notes.map(({ text }) => text)].join('\n'));
  return words.every((word) => all.includes(word));
}

function normal(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
