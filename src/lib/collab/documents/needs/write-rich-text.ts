import * as Y from 'yjs';
import type { Block, TextRun } from './rich-text.ts';

/** Puts these words in the place of what a text says now. Called within a transaction. */
export function writeRichText(fragment: Y.XmlFragment, blocks: readonly Block[]): void {
  if (fragment.length > 0) fragment.delete(0, fragment.length);
  if (blocks.length > 0) fragment.insert(0, blocks.map(elementOf));
}

function elementOf(block: Block): Y.XmlElement {
  switch (block.kind) {
    case 'paragraph':
      return element('paragraph', block.runs.length === 0 ? [] : [textOf(block.runs)]);
    case 'quote':
      return element('blockquote', block.blocks.map(elementOf));
    case 'list':
      return element(
        block.ordered ? 'orderedList' : 'bulletList',
        block.items.map((item) => element('listItem', item.map(elementOf))),
      );
  }
}

function element(name: string, children: (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
  const made = new Y.XmlElement(name);
  if (children.length > 0) made.insert(0, children);
  return made;
}

function textOf(runs: readonly TextRun[]): Y.XmlText {
  const text = new Y.XmlText();
  text.applyDelta(
    runs.map((run) => ({
      insert: run.text,
      attributes: {
        ...(run.bold && { bold: {} }),
        ...(run.italic && { italic: {} }),
        ...(run.link !== null && { link: { href: run.link } }),
      },
    })),
  );
  return text;
}
