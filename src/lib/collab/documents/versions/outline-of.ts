import type * as Y from 'yjs';
import { itemTexts, type ItemText } from '../../../domain/needs/item.ts';
import type { Outline } from '../../../domain/needs/versions/outline.ts';
import type { NeedsAndFears } from '../needs/needs-and-fears.ts';
import { readRichText, textOf } from '../needs/rich-text.ts';

/** What a document says now, in plain characters. */
export function outlineOf(needs: NeedsAndFears): Outline {
  return {
    opening: characters(needs.opening),
    closing: characters(needs.closing),
    items: needs.contents().items.map((item) => ({
      id: item.id,
      kind: item.kind,
      owner: item.owner,
      ours: item.ours,
      texts: Object.fromEntries(
        itemTexts.map((text) => [text, characters(item.texts[text])]),
      ) as Record<ItemText, string>,
    })),
  };
}

function characters(fragment: Y.XmlFragment | null): string {
  return fragment === null ? '' : textOf(readRichText(fragment)).trim();
}
