import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { isBlank, readRichText } from './rich-text.ts';

function fragment(build: (text: Y.XmlFragment) => void): Y.XmlFragment {
  const text = new Y.Doc().getXmlFragment('opening');
  build(text);
  return text;
}

function paragraph(...parts: { insert: unknown; attributes?: Record<string, unknown> }[]) {
  const element = new Y.XmlElement('paragraph');
  const text = new Y.XmlText();
  text.applyDelta(parts);
  element.insert(0, [text]);
  return element;
}

test('bold and italic words are read in their paragraphs', () => {
  const text = fragment((f) => {
    f.insert(0, [
      paragraph({ insert: 'To be ' }, { insert: 'heard', attributes: { bold: {}, italic: {} } }),
      new Y.XmlElement('paragraph'),
    ]);
  });
  expect(readRichText(text)).toEqual({
    form: 'known',
    paragraphs: [
      [
        { text: 'To be ', bold: false, italic: false },
        { text: 'heard', bold: true, italic: true },
      ],
      [],
    ],
  });
});

test('markup that somebody typed stays text', () => {
  const typed = '<img src=x onerror=alert(1)> مرحبا 👩‍👩‍👧 e\u0301';
  const text = fragment((f) => f.insert(0, [paragraph({ insert: typed })]));
  expect(readRichText(text)).toMatchObject({ paragraphs: [[{ text: typed }]] });
});

test.each<[string, (f: Y.XmlFragment) => void]>([
  ['a heading', (f) => f.insert(0, [new Y.XmlElement('heading')])],
  ['text outside a paragraph', (f) => f.insert(0, [new Y.XmlText('loose')])],
  // The types of Yjs do not offer this, another client may still do it.
  ['a hook', (f) => Reflect.apply(f.insert, f, [0, [new Y.XmlHook('x')]])],
  ['an unknown style', (f) => f.insert(0, [paragraph({ insert: 'x', attributes: { link: {} } })])],
  ['an embedded object', (f) => f.insert(0, [paragraph({ insert: { image: 'x' } })])],
  [
    'a paragraph with attributes',
    (f) => {
      const element = paragraph({ insert: 'x' });
      element.setAttribute('align', 'right');
      f.insert(0, [element]);
    },
  ],
  [
    'a paragraph in a paragraph',
    (f) => {
      const outer = new Y.XmlElement('paragraph');
      outer.insert(0, [paragraph({ insert: 'x' })]);
      f.insert(0, [outer]);
    },
  ],
])('%s is not offered to an editor, which would drop it for both', (_what, build) => {
  const text = fragment(build);
  const before = text.toString();
  expect(readRichText(text).form).toBe('plain');
  expect(text.toString()).toBe(before);
});

test('the words in an unknown structure can still be read, line by line', () => {
  const text = fragment((f) => {
    const list = new Y.XmlElement('bulletList');
    list.insert(0, [paragraph({ insert: 'first' }), paragraph({ insert: 'second' })]);
    f.insert(0, [paragraph({ insert: 'Before' }), list]);
  });
  expect(readRichText(text)).toEqual({ form: 'plain', text: 'Before\nfirst\nsecond' });
});

test('a nest without end and a text without end are read only so far', () => {
  const deep = fragment((f) => {
    let inner: Y.XmlFragment = f;
    for (let n = 0; n < 2_000; n += 1) {
      const element = new Y.XmlElement('paragraph');
      inner.insert(0, [element]);
      inner = element;
    }
  });
  expect(readRichText(deep)).toEqual({ form: 'plain', text: '' });
  const long = fragment((f) => {
    for (let n = 0; n < 10; n += 1) f.insert(0, [paragraph({ insert: 'x'.repeat(100_000) })]);
  });
  const read = readRichText(long);
  expect(read.form === 'plain' && read.text.length < 600_000).toBe(true);
});

test('nothing, and an empty paragraph, count as blank; what cannot be read does not', () => {
  expect(isBlank(fragment(() => undefined))).toBe(true);
  expect(isBlank(fragment((f) => f.insert(0, [new Y.XmlElement('paragraph')])))).toBe(true);
  expect(isBlank(fragment((f) => f.insert(0, [paragraph({ insert: ' ' })])))).toBe(false);
  expect(isBlank(fragment((f) => f.insert(0, [new Y.XmlElement('image')])))).toBe(false);
});
