import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { readRichText } from '../needs/rich-text.ts';
import { writeOpening } from './write-opening.ts';

test('questions stand at the top as text that the editor knows, each with room below it', () => {
  const doc = new Y.Doc();
  expect(writeOpening(doc, ['What now?', 'And then?'])).toBe(true);
  const question = (text: string) => [{ text, bold: true, italic: false, link: null }];
  expect(readRichText(doc.getXmlFragment('opening'))).toMatchObject({
    form: 'known',
    paragraphs: [question('What now?'), [], question('And then?'), []],
  });
});

test('what is written already is left as it is', () => {
  const doc = new Y.Doc();
  writeOpening(doc, ['What now?']);
  const before = doc.getXmlFragment('opening').toString();
  expect(writeOpening(doc, ['Something else?'])).toBe(false);
  expect(writeOpening(new Y.Doc(), [])).toBe(false);
  expect(doc.getXmlFragment('opening').toString()).toBe(before);
});
