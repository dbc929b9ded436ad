import { Plugin } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';

/** Shows a hint in an empty text. It is drawn by the style sheet and is never part of the text. */
export function placeholder(hint: string): Plugin {
  return new Plugin({
    props: {
      decorations: ({ doc }) => {
        const only = doc.childCount === 1 ? doc.firstChild : null;
        if (only === null || only.content.size > 0) return null;
        const attributes = { class: 'is-blank', 'data-placeholder': hint };
        return DecorationSet.create(doc, [Decoration.node(0, only.nodeSize, attributes)]);
      },
    },
  });
}
