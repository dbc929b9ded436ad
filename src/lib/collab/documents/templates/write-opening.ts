import * as Y from 'yjs';

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
    opening.insert(
      0,
      questions.flatMap((question) => [paragraph(question), paragraph('')]),
    );
  });
  return true;
}

/** As the editor makes them: an empty one has no text node. */
function paragraph(words: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph');
  if (words === '') return element;
  const text = new Y.XmlText();
  text.insert(0, words, { bold: {} });
  element.insert(0, [text]);
  return element;
}
