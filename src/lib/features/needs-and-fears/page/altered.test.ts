import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { NeedsAndFears } from '../../../collab/documents/needs/needs-and-fears.ts';
import { putWords, twoPartners } from '../../../collab/documents/needs/two-partners.ts';
import { Altered } from './altered.svelte.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A page that Ada opens anew, after the other one's app has changed what she left there. */
function opened() {
  const { a, b, sync } = twoPartners();
  const id = a.page.add('need');
  a.tell(id, 'To be heard');
  sync();
  b.doc.transact(() => {
    putWords(b.item(id).texts.words, 'Nothing');
  });
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(b.doc), 'remote');
  const needs = new NeedsAndFears(doc, { me: a.item(id).owner, partner: null });
  const [item] = needs.contents().items;
  if (item === undefined) throw new Error('no item');
  return { needs, item, words: item.texts.words };
}

test('altered words are told of after a while, not while another device may still be writing', () => {
  const { needs, item } = opened();
  const altered = new Altered();
  const stop = altered.follow(needs, item, 'words');
  vi.advanceTimersByTime(9_000);
  expect(altered.from).toBeNull();
  vi.advanceTimersByTime(2_000);
  expect(altered.from?.blocks).toMatchObject([{ runs: [{ text: 'To be heard' }] }]);
  needs.wordings.bringBack(item.id, altered.from?.id ?? '');
  expect(altered.from).toBeNull();
  stop();
});

test('nothing is told after the page was left', () => {
  const { needs, item } = opened();
  const altered = new Altered();
  altered.follow(needs, item, 'words')();
  vi.advanceTimersByTime(60_000);
  expect(altered.from).toBeNull();
});
