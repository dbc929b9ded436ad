import { Schema } from '@tiptap/pm/model';

/** What a text may hold: paragraphs of bold and italic words. `readRichText` knows the same, and guards what is bound to it. */
export const schema = new Schema({
  nodes: {
    doc: { content: 'paragraph+' },
    paragraph: {
      content: 'text*',
      parseDOM: [{ tag: 'p' }],
      // Each paragraph finds its own direction.
      toDOM: () => ['p', { dir: 'auto' }, 0],
    },
    text: {},
  },
  marks: {
    bold: {
      parseDOM: [
        { tag: 'strong' },
        // Some editors put everything into a <b> of normal weight.
        { tag: 'b', getAttrs: (node) => (node.style.fontWeight === 'normal' ? false : null) },
        {
          style: 'font-weight',
          getAttrs: (value) => (/^(bold|[6-9]00)/.test(value) ? null : false),
        },
      ],
      toDOM: () => ['strong', 0],
    },
    italic: {
      parseDOM: [{ tag: 'em' }, { tag: 'i' }, { style: 'font-style=italic' }],
      toDOM: () => ['em', 0],
    },
  },
});

/** The styles that a person can give to words. */
export type Style = 'bold' | 'italic';
