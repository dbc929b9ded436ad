import { Schema } from '@tiptap/pm/model';
import { leadsTo, safeLink } from '../../../domain/needs/link.ts';

/** What may stand in a quotation and in an item of a list. */
const simple = '(paragraph | bulletList | orderedList)+';

/**
 * What a text may hold: paragraphs of bold, italic and linked words, quotations and lists. `readRichText` knows the same, and guards what is
 * bound to it. A container takes its parts in any order: the binding deletes, for both, a container whose parts do not fit after two
 * people changed it at once, with the words in it. The names are TipTap's.
 */
export const schema = new Schema({
  nodes: {
    doc: { content: '(paragraph | blockquote | bulletList | orderedList)+' },
    paragraph: {
      content: 'text*',
      parseDOM: [{ tag: 'p' }],
      // Each paragraph finds its own direction.
      toDOM: () => ['p', { dir: 'auto' }, 0],
    },
    blockquote: {
      content: simple,
      defining: true,
      parseDOM: [{ tag: 'blockquote' }],
      toDOM: () => ['blockquote', 0],
    },
    bulletList: {
      content: 'listItem+',
      parseDOM: [{ tag: 'ul' }],
      toDOM: () => ['ul', 0],
    },
    orderedList: {
      content: 'listItem+',
      parseDOM: [{ tag: 'ol' }],
      toDOM: () => ['ol', 0],
    },
    listItem: {
      content: simple,
      defining: true,
      parseDOM: [{ tag: 'li' }],
      toDOM: () => ['li', 0],
    },
    text: {},
  },
  marks: {
    link: {
      attrs: { href: { default: '' } },
      inclusive: false,
      parseDOM: [
        {
          tag: 'a[href]',
          getAttrs: (node) => {
            const href = safeLink(node.getAttribute('href'));
            return href === null ? false : { href };
          },
        },
      ],
      // Where it leads stands beside it. It opens only when somebody asks for it: see `open-link.ts`.
      toDOM: (mark) => {
        const href = safeLink(mark.attrs.href);
        if (href === null) return ['span', 0];
        return [
          'a',
          {
            href,
            title: href,
            rel: 'noopener noreferrer',
            target: '_blank',
            'data-leads-to': leadsTo(href),
          },
          0,
        ];
      },
    },
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

/** What a person can make of a paragraph. */
export type Form = 'bulletList' | 'orderedList' | 'blockquote';
