import type { Node } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { countCharacters, limits } from '../../../domain/needs/limits.ts';

/** Lists and their items within one another, and a quotation around them: what `readRichText` follows. */
const deepest = 2 * limits.listDepth + 2;

/** Whether a text is within what one text of a document holds. */
export function fits(doc: Node): boolean {
  if (depthOf(doc) > deepest) return false;
  // Sizes count code units and node edges, so a small one needs no closer look.
  if (doc.content.size <= limits.textPieces) return true;
  let pieces = 0;
  doc.descendants((node) => {
    pieces += 1;
    return !node.isText && pieces <= limits.textPieces;
  });
  if (pieces > limits.textPieces) return false;
  const text = doc.textBetween(0, doc.content.size);
  return countCharacters(text, limits.textCharacters) <= limits.textCharacters;
}

function depthOf(node: Node): number {
  let deepest = 0;
  node.forEach((child) => {
    if (!child.isText) deepest = Math.max(deepest, 1 + depthOf(child));
  });
  return deepest;
}

/**
 * Refuses a change that would make a text longer than it may be, as a whole: a paste that does not fit changes nothing, and is still
 * in the clipboard. What the partner wrote, and taking words away, always goes through.
 */
export function textLimit(onRefused: () => void): Plugin {
  return new Plugin({
    filterTransaction: (transaction, state) => {
      if (!transaction.docChanged || transaction.getMeta(ySyncPluginKey) !== undefined) return true;
      if (transaction.doc.content.size <= state.doc.content.size) return true;
      if (fits(transaction.doc)) return true;
      onRefused();
      return false;
    },
  });
}
