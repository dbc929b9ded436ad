import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { isBlank, readRichText, textOf } from './rich-text.ts';

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

function element(name: string, ...children: Y.XmlElement[]): Y.XmlElement {
  const made = new Y.XmlElement(name);
  made.insert(0, children);
  return made;
}

function nestedLists(levels: number): Y.XmlElement {
  if (levels === 0) return paragraph({ insert: 'x' });
  return element('bulletList', element('listItem', nestedLists(levels - 1)));
}

test('bold and italic words are read in their paragraphs', () => {
  const text = fragment((f) => {
    f.insert(0, [
      paragraph({ insert: 'To be ' }, { insert: 'heard', attributes: { bold: {}, italic: {} } }),
      new Y.XmlElement('paragraph'),
    ]);
  });
  const paragraphs = [
    [
      { text: 'To be ', bold: false, italic: false, link: null },
      { text: 'heard', bold: true, italic: true, link: null },
    ],
    [],
  ];
  const blocks = paragraphs.map((runs) => ({ kind: 'paragraph', runs }));
  expect(readRichText(text)).toEqual({ form: 'known', blocks, paragraphs });
});

test('quotations, lists within lists and links are read with what they hold', () => {
  const link = { href: 'https://example.org/way' };
  const text = fragment((f) => {
    f.insert(0, [
      element('blockquote', paragraph({ insert: 'quoted' })),
      element(
        'orderedList',
        element(
          'listItem',
          paragraph({ insert: 'one', attributes: { link } }),
          element('bulletList', element('listItem', paragraph({ insert: 'inner' }))),
        ),
      ),
    ]);
  });
  const rich = readRichText(text);
  expect(rich).toMatchObject({
    blocks: [
      { kind: 'quote', blocks: [{ runs: [{ text: 'quoted' }] }] },
      {
        kind: 'list',
        ordered: true,
        items: [
          [
            { runs: [{ text: 'one', link: 'https://example.org/way' }] },
            { kind: 'list', ordered: false, items: [[{ runs: [{ text: 'inner' }] }]] },
          ],
        ],
      },
    ],
  });
  expect(textOf(rich)).toBe('quoted\none\ninner');
});

test('a list that both emptied at once is nothing, and the words around it stay', () => {
  const text = fragment((f) =>
    f.insert(0, [element('bulletList'), paragraph({ insert: 'here' }), element('blockquote')]),
  );
  expect(readRichText(text)).toMatchObject({ form: 'known', blocks: [{ kind: 'paragraph' }] });
});

test.each(['javascript:alert(1)', 'data:text/html,x', '//', 'https://bank.example@evil.example/'])(
  'the words of a link to %s are shown and lead nowhere',
  (href) => {
    const text = fragment((f) =>
      f.insert(0, [paragraph({ insert: 'press me', attributes: { link: { href } } })]),
    );
    expect(readRichText(text)).toMatchObject({ paragraphs: [[{ text: 'press me', link: null }]] });
  },
);

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
  ['an unknown style', (f) => f.insert(0, [paragraph({ insert: 'x', attributes: { code: {} } })])],
  ...[{}, 'https://example.org', { href: 3 }, { href: 'https://example.org', onclick: 'x()' }].map(
    (link): [string, (f: Y.XmlFragment) => void] => [
      `a link of another make (${JSON.stringify(link)})`,
      (f) => f.insert(0, [paragraph({ insert: 'x', attributes: { link } })]),
    ],
  ),
  ['a list of paragraphs', (f) => f.insert(0, [element('bulletList', paragraph({ insert: 'x' }))])],
  ['a list item outside a list', (f) => f.insert(0, [element('listItem')])],
  [
    'a quotation in a quotation',
    (f) => f.insert(0, [element('blockquote', element('blockquote', paragraph({ insert: 'x' })))]),
  ],
  ['lists nested without end', (f) => f.insert(0, [nestedLists(30)])],
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
    const list = new Y.XmlElement('checklist');
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
