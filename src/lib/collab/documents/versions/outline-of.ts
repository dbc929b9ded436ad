import type * as Y from 'yjs';
import { itemKinds, itemTexts, type ItemText } from '../../../domain/needs/item.ts';
import type { Outline } from '../../../domain/needs/versions/outline.ts';
import type { NeedsAndFears } from '../needs/needs-and-fears.ts';
import { packText } from '../needs/packed-text.ts';
import { readRichText, textOf } from '../needs/rich-text.ts';

/** What a document says now, in plain characters, and enough of their form to tell another one. */
export function outlineOf(needs: NeedsAndFears): Outline {
  const { items } = needs.contents();
  return {
    opening: characters(needs.opening),
    closing: characters(needs.closing),
    forms: { opening: formOf(needs.opening), closing: formOf(needs.closing) },
    items: itemKinds
      .flatMap((kind) => items.filter((item) => item.kind === kind))
      .map((item) => ({
        id: item.id,
        kind: item.kind,
        owner: item.owner,
        ours: item.ours,
        depth: item.depth,
        texts: ofEach((text) => characters(item.texts[text])),
        forms: ofEach((text) => formOf(item.texts[text])),
      })),
  };
}

function ofEach(read: (text: ItemText) => string): Record<ItemText, string> {
  return Object.fromEntries(itemTexts.map((text) => [text, read(text)])) as Record<
    ItemText,
    string
  >;
}

function formOf(fragment: Y.XmlFragment | null): string {
  const rich = fragment === null ? null : readRichText(fragment);
  return rich?.form === 'known' ? JSON.stringify(packText(rich.blocks)) : '[]';
}

function characters(fragment: Y.XmlFragment | null): string {
  return fragment === null ? '' : textOf(readRichText(fragment)).trim();
}
