import type * as Y from 'yjs';
import type { Block } from '../needs/rich-text.ts';
import { writeRichText } from '../needs/write-rich-text.ts';

/**
 * Begins the text at the top of an empty needs-and-fears document with questions, each with room below it. Does nothing where anything
 * is written already, so that it may be tried again.
 * @param doc the plaintext document
 * @returns whether something was written
 */
export function writeOpening(doc: Y.Doc, questions: readonly string[]): boolean {
  const opening = doc.getXmlFragment('opening');
  if (questions.length === 0 || opening.length > 0) return false;
  doc.transact(() => {
    writeRichText(
      opening,
      questions.flatMap((question) => [asked(question), room]),
    );
  });
  return true;
}

const room: Block = { kind: 'paragraph', runs: [] };

function asked(text: string): Block {
  return { kind: 'paragraph', runs: [{ text, bold: true, italic: false, link: null }] };
}
