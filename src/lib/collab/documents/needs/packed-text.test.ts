import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { limits } from '../../../domain/needs/limits.ts';
import { packPlain, packText, unpackText } from './packed-text.ts';
import { readRichText, textOf, type Block } from './rich-text.ts';
import { writeRichText } from './write-rich-text.ts';

const run = fc.record({
  text: fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }),
  bold: fc.boolean(),
  italic: fc.boolean(),
  link: fc.constantFrom(null, null, 'https://example.org/', 'mailto:a@example.org'),
});
const paragraph = fc.record({
  kind: fc.constant('paragraph' as const),
  runs: fc.array(run, { maxLength: 4 }),
});
const list = (item: fc.Arbitrary<Block>) =>
  fc.record({
    kind: fc.constant('list' as const),
    ordered: fc.boolean(),
    items: fc.array(fc.array(item, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }),
  });
const simple: fc.Arbitrary<Block> = fc.oneof(paragraph, list(fc.oneof(paragraph, list(paragraph))));
const block: fc.Arbitrary<Block> = fc.oneof(
  simple,
  fc.record({
    kind: fc.constant('quote' as const),
    blocks: fc.array(simple, { minLength: 1, maxLength: 3 }),
  }),
);

test('any text comes back from its packed form, and from the document it is written into', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 5 }), (blocks) => {
      const packed = packText(blocks);
      const unpacked = unpackText(JSON.parse(JSON.stringify(packed)));
      expect(unpacked && packText(unpacked)).toEqual(packed);
      const fragment = new Y.Doc().getXmlFragment('opening');
      writeRichText(fragment, unpacked ?? []);
      const rich = readRichText(fragment);
      expect(rich.form === 'known' && packText(rich.blocks)).toEqual(packed);
    }),
  );
});

test('plain words cost hardly more than their characters', () => {
  const words = 'To be heard before we look for an answer';
  expect(JSON.stringify(packPlain(words)).length).toBe(words.length + 6);
  expect(textOf({ form: 'plain', text: words })).toBe(words);
});

test('whatever is stored as a packed text is read or refused, and never more than a text may hold', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const blocks = unpackText(value);
      if (blocks !== null) expect(unpackText(packText(blocks))).not.toBeNull();
    }),
  );
  expect(unpackText([['x'.repeat(limits.textCharacters + 1)]])).toBeNull();
  expect(unpackText(Array.from({ length: limits.textPieces * 2 + 1 }, () => []))).toBeNull();
  let deep: unknown = ['x'];
  for (let n = 0; n < 100; n += 1) deep = [{ q: [deep] }];
  expect(unpackText(deep)).toBeNull();
  expect(unpackText([[['x', 0, 'javascript:alert(1)']]])).toMatchObject([
    { runs: [{ text: 'x', link: null }] },
  ]);
});
