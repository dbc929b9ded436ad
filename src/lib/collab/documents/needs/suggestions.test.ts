import { expect, test } from 'vitest';
import { limits } from '../../../domain/needs/limits.ts';
import { ben, codeOf, twoPartners } from './two-partners.ts';

function suggested(text = 'To be heard\nbefore we look for an answer') {
  const devices = twoPartners();
  const id = devices.a.page.add('need');
  devices.a.tell(id, 'Listen');
  devices.sync();
  devices.b.page.suggestions.suggest(id, text, 'first');
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
  b.page.suggestions.suggest(id, 'To be heard', 'second');
  sync();
  expect(a.item(id).suggestions.map((each) => each.text)).toEqual(['To be heard']);
  expect(codeOf(() => a.page.suggestions.withdraw(id, 'second'))).toBe('not_allowed');
  b.page.suggestions.withdraw(id, 'second');
  sync();
  expect(a.item(id).suggestions).toEqual([]);
});

test('a suggestion to oneself, an empty, an overlong and one too many are refused', () => {
  const { a, b, sync, id } = suggested();
  expect(codeOf(() => a.page.suggestions.suggest(id, 'x'))).toBe('not_allowed');
  expect(codeOf(() => b.page.suggestions.suggest(id, ' '))).toBe('text_empty');
  const long = 'x'.repeat(limits.suggestionCharacters + 1);
  expect(codeOf(() => b.page.suggestions.suggest(id, long))).toBe('text_too_long');
  for (let n = 0; n < limits.suggestions; n += 1) {
    b.page.suggestions.suggest(id, 'x', `${n}`);
    sync(a, b);
    a.page.suggestions.leave(id, `${n}`);
    sync(a, b);
  }
  expect(codeOf(() => b.page.suggestions.suggest(id, 'y'))).toBe('thread_full');
});

test('an answer that the partner’s client claims in the owner’s place counts only under the owner’s name', () => {
  const { a, b, sync, id } = suggested();
  const entry = b.doc.getMap('items').get(id) as { set(key: string, value: unknown): void };
  entry.set('answer:first', { by: ben, at: 1, taken: true });
  sync();
  expect(a.item(id).suggestions).toMatchObject([{ answer: null }]);
});
