import type { ItemText } from '../../../domain/needs/item.ts';
import { countCharacters, limits } from '../../../domain/needs/limits.ts';
import type { ItemChange, TextChange } from '../../../domain/needs/versions/compare.ts';
import type { DocumentVersion, OutlinedItem } from '../../../domain/needs/versions/outline.ts';
import { depthWords } from '../page/depth-words.ts';

export interface Names {
  readonly me: { readonly id: string };
  readonly partner: string;
}

export function versionLabel({ label }: Pick<DocumentVersion, 'label'>): string {
  return label ?? 'A name that could not be opened';
}

/** The name under which the present state is kept before going back, cut where it would be too long. */
export function labelBefore(version: Pick<DocumentVersion, 'label'>): string {
  const label = `Before going back to “${versionLabel(version)}”`;
  if (countCharacters(label, limits.titleCharacters) <= limits.titleCharacters) return label;
  return `${[...label].slice(0, limits.titleCharacters - 2).join('')}…”`;
}

/** Whose item it is, in words. */
export function whoseWords({ owner, ours, kind }: OutlinedItem, { me, partner }: Names): string {
  if (ours) return `A ${kind} of both of you`;
  return owner === me.id ? `Your ${kind}` : `${partner}’s ${kind}`;
}

export function changeWords({ change, became, texts, depth }: ItemChange): string {
  if (change === 'new') return 'New';
  if (change === 'removed') return 'No longer there';
  if (became === 'ours') return 'Became both of yours';
  if (became === 'own') return 'No longer both of yours';
  if (texts.some(({ before, after }) => before !== after)) return 'Said differently';
  return texts.length === 0 && depth !== null
    ? 'Of another depth'
    : 'The same words in another form';
}

/** Stands under an item whose depth is another one than before. */
export function depthChangeWords({ before, after }: NonNullable<ItemChange['depth']>): string {
  const was =
    before === null ? 'Nobody had said how deep it goes.' : `It was called ${depthWords[before]}.`;
  return after === null
    ? `${was} Now nobody says how deep it goes.`
    : `${was} Now: ${depthWords[after]}.`;
}

const headings: Readonly<Record<Exclude<ItemText, 'words'>, string>> = {
  manage: 'How to manage it',
  support: 'How to support',
  together: 'How we manage it together',
};

/** Stands above a changed text; null for the words of an item, which need none. */
export function textHeading(text: TextChange['text']): string | null {
  if (text === 'opening') return 'Where we begin';
  if (text === 'closing') return 'Closing words';
  return text === 'words' ? null : headings[text];
}
