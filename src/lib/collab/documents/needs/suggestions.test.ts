import { expect, test } from 'vitest';
import { limits } from '../../../domain/needs/limits.ts';
import { packPlain, unpackText } from './packed-text.ts';
import { readRichText, type Block, type TextRun } from './rich-text.ts';
import { ben, codeOf, twoPartners } from './two-partners.ts';

const plain = (text: string) => unpackText(packPlain(text)) ?? [];

function suggested(words = plain('To be heard\nbefore we look for an answer')) {
  const devices = twoPartners();
  const id = devices.a.page.add('need');
  devices.a.tell(id, 'Listen');
  devices.sync();
  devices.b.page.suggestions.suggest(id, words, 'first');
  devices.sync();
  return { ...devices, id };
}

test('the partner suggests another wording, and the words stay as they are until their owner takes it', () => {
  const { a, b, sync, id } = suggested();
  expect(a.item(id).suggestions).toMatchObject([{ by: ben, answer: null }]);
  expect(b.says(id)).toBe('Listen');
  expect(codeOf(() => b.page.suggestions.take(id, 'first'))).toBe('not_allowed');
  a.page.suggestions.take(id, 'first');
  sync();
  expect(b.says(id)).toBe('To be heard\nbefore we look for an answer');
  expect(b.item(id).suggestions).toMatchObject([{ answer: 'taken' }]);
  expect(b.earlier(id)).toEqual(['Listen']);
  a.page.undo.undo();
  expect(a.says(id)).toBe('Listen');
  expect(a.item(id).suggestions).toMatchObject([{ answer: null }]);
});

test('a suggestion keeps its form: bold, italic, lists, quotations and links', () => {
  const run = (text: string, style: Partial<TextRun> = {}) => ({
    ...{ text, bold: false, italic: false, link: null },
    ...style,
  });
  const words: Block[] = [
    { kind: 'paragraph', runs: [run('To be '), run('heard', { bold: true })] },
    {
      kind: 'quote',
      blocks: [{ kind: 'paragraph', runs: [run('slowly', { italic: true })] }],
    },
    {
      kind: 'list',
      ordered: true,
      items: [[{ kind: 'paragraph', runs: [run('first', { link: 'https://example.org/' })] }]],
    },
  ];
  const { a, b, sync, id } = suggested(words);
  expect(a.item(id).suggestions).toMatchObject([{ blocks: words }]);
  a.page.suggestions.take(id, 'first');
  sync();
  expect(readRichText(b.item(id).texts.words)).toMatchObject({ blocks: words });
});

test('plain words that an older app suggested are read, a line for each paragraph', () => {
  const { a, b, sync, id } = suggested();
  const entry = b.doc.getMap('items').get(id) as { set(key: string, value: unknown): void };
  entry.set('suggestion:older', { by: ben, at: 2e12, text: 'To be\nheard' });
  sync();
  expect(a.item(id).suggestions.at(-1)).toMatchObject({ blocks: plain('To be\nheard') });
  a.page.suggestions.take(id, 'older');
  expect(a.says(id)).toBe('To be\nheard');
});

test('the owner leaves their words as they are, and the partner sees that', () => {
  const { a, b, sync, id } = suggested();
  a.page.suggestions.leave(id, 'first');
  sync();
  expect(b.item(id).suggestions).toMatchObject([{ answer: 'left' }]);
  expect(a.says(id)).toBe('Listen');
  expect(codeOf(() => a.page.suggestions.take(id, 'first'))).toBe('not_found');
});

test('a newer suggestion takes the place of an open one, and can be withdrawn', () => {
  const { a, b, sync, id } = suggested();
  b.page.suggestions.suggest(id, plain('To be heard'), 'second');
  sync();
  expect(a.item(id).suggestions).toMatchObject([{ blocks: plain('To be heard') }]);
  expect(codeOf(() => a.page.suggestions.withdraw(id, 'second'))).toBe('not_allowed');
  b.page.suggestions.withdraw(id, 'second');
  sync();
  expect(a.item(id).suggestions).toEqual([]);
});

test('a suggestion to oneself, an empty, an overlong and one too many are refused', () => {
  const { a, b, sync, id } = suggested();
  expect(codeOf(() => a.page.suggestions.suggest(id, plain('x')))).toBe('not_allowed');
  expect(codeOf(() => b.page.suggestions.suggest(id, plain(' \n')))).toBe('text_empty');
  const long = 'x'.repeat(limits.suggestionCharacters + 1);
  expect(codeOf(() => b.page.suggestions.suggest(id, plain(long)))).toBe('text_too_long');
  for (let n = 0; n < limits.suggestions; n += 1) {
    b.page.suggestions.suggest(id, plain('x'), `${n}`);
    sync(a, b);
    a.page.suggestions.leave(id, `${n}`);
    sync(a, b);
  }
  expect(codeOf(() => b.page.suggestions.suggest(id, plain('y')))).toBe('thread_full');
});

test('an answer that the partner’s client claims in the owner’s place counts only under the owner’s name', () => {
  const { a, b, sync, id } = suggested();
  const entry = b.doc.getMap('items').get(id) as { set(key: string, value: unknown): void };
  entry.set('answer:first', { by: ben, at: 1, taken: true });
  sync();
  expect(a.item(id).suggestions).toMatchObject([{ answer: null }]);
});
