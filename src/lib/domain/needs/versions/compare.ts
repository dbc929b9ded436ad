import type { Depth } from '../depth.ts';
import { itemTexts, type ItemText } from '../item.ts';
import type { Outline, OutlinedItem } from './outline.ts';

/** One text that says something else, or the same in another form: then its characters are the same. */
export interface TextChange {
  readonly text: ItemText | 'opening' | 'closing';
  readonly before: string;
  readonly after: string;
}

export interface ItemChange {
  /** As it is afterwards; as it was, when it was removed. */
  readonly item: OutlinedItem;
  readonly change: 'new' | 'removed' | 'changed';
  readonly texts: readonly TextChange[];
  /** Set when it became both partners', or one's again. */
  readonly became: 'ours' | 'own' | null;
  /** Set when somebody said that it goes to another depth. */
  readonly depth: { readonly before: Depth | null; readonly after: Depth | null } | null;
}

/** What is different between two versions of a document. */
export interface Comparison {
  /** The words at the top and at the end. */
  readonly texts: readonly TextChange[];
  readonly items: readonly ItemChange[];
  /** Items that say the same in both. */
  readonly same: number;
}

/** Compares two versions, item by item. What only stands in another place counts as the same. */
export function compareOutlines(before: Outline, after: Outline): Comparison {
  const earlier = new Map(before.items.map((item) => [item.id, item]));
  const later = new Set(after.items.map(({ id }) => id));
  const kept = after.items.map((item) => changeOf(earlier.get(item.id), item));
  const removed = before.items
    .filter(({ id }) => !later.has(id))
    .map((item) => ({
      item,
      change: 'removed' as const,
      texts: textsOf(item, null),
      became: null,
      depth: null,
    }));
  const items = [...kept.filter((change) => change !== null), ...removed];
  return {
    texts: (['opening', 'closing'] as const).flatMap((text) =>
      before[text] === after[text] && before.forms[text] === after.forms[text]
        ? []
        : [{ text, before: before[text], after: after[text] }],
    ),
    items,
    same: kept.length + removed.length - items.length,
  };
}

export function isSame({ texts, items }: Comparison): boolean {
  return texts.length === 0 && items.length === 0;
}

function changeOf(before: OutlinedItem | undefined, item: OutlinedItem): ItemChange | null {
  if (before === undefined) {
    return { item, change: 'new', texts: textsOf(null, item), became: null, depth: null };
  }
  const texts = textsOf(before, item);
  const became = before.ours === item.ours ? null : item.ours ? 'ours' : 'own';
  const depth = before.depth === item.depth ? null : { before: before.depth, after: item.depth };
  if (texts.length === 0 && became === null && depth === null) return null;
  return { item, change: 'changed', texts, became, depth };
}

function textsOf(before: OutlinedItem | null, after: OutlinedItem | null): TextChange[] {
  return itemTexts.flatMap((text) => {
    const said = { text, before: before?.texts[text] ?? '', after: after?.texts[text] ?? '' };
    const sameForm = before === null || after === null || before.forms[text] === after.forms[text];
    return said.before === said.after && sameForm ? [] : [said];
  });
}
