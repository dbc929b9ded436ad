import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { limits } from '../../../domain/needs/limits.ts';
import type { Block } from './rich-text.ts';
import { ada, ben, codeOf, putWords, twoPartners } from './two-partners.ts';

/** What another client can put under a key: JSON, nothing, numbers that are none, and every shared type. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, undefined, Number.NaN, Infinity, -1, 9e15, '', ada, ben),
  fc.constantFrom('map', 'array', 'text', 'fragment', 'element').map((type) => ({ type })),
);

function toStored(value: unknown): unknown {
  const type: unknown = typeof value === 'object' && value !== null && Reflect.get(value, 'type');
  if (type === 'map') return new Y.Map([['x', 1]]);
  if (type === 'array') return Y.Array.from([1]);
  if (type === 'text') return new Y.Text('x');
  if (type === 'fragment') return new Y.XmlFragment();
  if (type === 'element') return new Y.XmlElement('script');
  return value;
}

const key = fc.oneof(
  fc.constantFrom(
    ...['kind', 'owner', 'words', 'manage', 'support', 'together', 'depth', 'position', 'meToo'],
    ...[`ours:${ada}`, `ours:${ben}`, `heard:${ben}`, 'ours:x', 'heard:', 'note:1', 'note:'],
    ...['suggestion:1', 'answer:1', 'wording:1', 'wording:2', 'newer:1', ':', 'createdAt'],
  ),
  fc.string({ maxLength: 12 }),
);

const x: Block[] = [
  { kind: 'paragraph', runs: [{ text: 'x', bold: false, italic: false, link: null }] },
];

/** Does everything that the page does with what it reads. */
function useAll(device: ReturnType<typeof twoPartners>['a']) {
  const { items } = device.page.contents();
  for (const item of items) {
    for (const text of ['words', 'manage', 'support', 'together'] as const) {
      device.page.wordings.history(item, text);
      device.page.wordings.alteredFrom(item, text);
      const codes = [
        codeOf(() => device.page.wordings.begin(item.id, text)),
        codeOf(() => device.page.wordings.settle(item.id, text)),
      ];
      expect(codes).toEqual(['done', 'done']);
    }
    const tried = [
      codeOf(() => device.page.answers.setMeToo(item.id, true)),
      codeOf(() => device.page.answers.setHeard(item.id, true)),
      codeOf(() => device.page.answers.setOurs(item.id, true)),
      codeOf(() => device.page.answers.say(item.id, 'word', 'x')),
      codeOf(() => device.page.suggestions.suggest(item.id, x)),
      codeOf(() => device.page.setDepth(item.id, 'deep')),
      codeOf(() => device.page.move(item.id, 0)),
    ];
    expect(tried).not.toContain('another error');
  }
}

describe('whatever the partner’s client writes', () => {
  test('the page goes on, and everything genuine stays', () => {
    fc.assert(
      fc.property(
        fc.dictionary(key, anything, { maxKeys: 10 }),
        fc.dictionary(key, anything, { maxKeys: 6 }),
        (made, changed) => {
          const { a, b, sync } = twoPartners();
          const genuine = a.page.add('need');
          a.tell(genuine, 'To be heard');
          const other = a.page.add('fear');
          sync();
          b.doc.transact(() => {
            const items = b.doc.getMap<unknown>('items');
            const forged = new Y.Map<unknown>();
            items.set('forged', forged);
            forged.set('kind', 'need');
            forged.set('owner', ada);
            forged.set('words', new Y.XmlFragment());
            for (const [name, value] of Object.entries(made)) forged.set(name, toStored(value));
            const entry = items.get(other);
            for (const [name, value] of Object.entries(changed))
              if (entry instanceof Y.Map) entry.set(name, toStored(value));
          });
          sync();
          useAll(a);
          sync();
          expect(a.says(genuine)).toBe('To be heard');
          expect(codeOf(() => a.page.add('need'))).toBe('done');
        },
      ),
      { numRuns: 300 },
    );
  });

  test('thousands of items leave room for one’s own, and are counted', () => {
    const { a, b, sync } = twoPartners();
    const mine = a.page.add('need');
    sync();
    b.doc.transact(() => {
      const items = b.doc.getMap<unknown>('items');
      for (let n = 0; n < limits.items + 500; n += 1) {
        const item = new Y.Map<unknown>([
          ['kind', 'fear'],
          ['owner', ben],
        ]);
        item.set('words', new Y.XmlFragment());
        items.set(`flood ${n}`, item);
      }
    });
    sync(a, b);
    expect(a.page.contents()).toMatchObject({ setAside: 500 });
    expect(a.page.contents().items.some(({ id }) => id === mine)).toBe(true);
    expect(codeOf(() => a.page.add('need'))).toBe('done');
  });

  test('thousands of notes, suggestions and wordings beside one item are shown up to a bound, and leave room for one’s own', () => {
    const { a, b, sync } = twoPartners();
    const id = a.page.add('need');
    a.tell(id, 'To be heard');
    sync();
    const entry = b.doc.getMap('items').get(id);
    b.doc.transact(() => {
      if (!(entry instanceof Y.Map)) return;
      for (let n = 0; n < 2_000; n += 1) {
        entry.set(`note:${n}`, { kind: 'word', by: ben, at: n, text: 'x' });
        entry.set(`suggestion:${n}`, { by: n % 2 ? ben : ada, at: n, words: [['x']] });
      }
      for (let n = 0; n < limits.wordings + 500; n += 1)
        entry.set(`wording:${n}`, { text: 'words', by: ben, at: n, words: [[`${n}`]] });
      entry.set('note:huge', { kind: 'word', by: ben, at: 1, text: 'x'.repeat(1_000_000) });
    });
    sync(a, b);
    const { notes, suggestions, wordings, setAside } = a.item(id);
    expect(notes.length + suggestions.length).toBeLessThanOrEqual(
      2 * (limits.notes + limits.suggestions),
    );
    expect(wordings).toHaveLength(limits.wordings);
    expect(setAside).toBe(
      4_502 + limits.wordings - notes.length - suggestions.length - wordings.length,
    );
    expect(a.says(id)).toBe('To be heard');
    expect(codeOf(() => b.page.answers.setHeard(id, true))).toBe('done');
    expect(codeOf(() => a.page.answers.say(id, 'word', 'Still here'))).toBe('done');
    a.tell(id, 'To be heard, still');
    sync(a, b);
    expect(b.item(id).notes.some(({ text }) => text === 'Still here')).toBe(true);
    expect(JSON.stringify(b.doc.getMap('items').toJSON())).toContain('["To be heard, still"]');
  });

  test('a note in somebody’s name that is neither of the two is set aside; one in mine I can remove', () => {
    const { a, b, sync } = twoPartners();
    const id = a.page.add('need');
    sync();
    const entry = b.doc.getMap('items').get(id);
    if (entry instanceof Y.Map) {
      entry.set('note:stranger', { kind: 'word', by: 'stranger', at: 1, text: 'x' });
      entry.set('note:forged', { kind: 'word', by: ada, at: 1, text: 'I agree' });
    }
    sync();
    expect(a.item(id)).toMatchObject({ setAside: 1, notes: [{ by: ada }] });
    a.page.answers.unsay(id, 'forged');
    expect(a.item(id).notes).toEqual([]);
  });

  test('an item under my name that I did not write can be removed by me', () => {
    const { a, b, sync } = twoPartners();
    const forged = new Y.Map<unknown>([
      ['kind', 'need'],
      ['owner', ada],
    ]);
    const words = new Y.XmlFragment();
    forged.set('words', words);
    b.doc.transact(() => {
      b.doc.getMap('items').set('forged', forged);
      putWords(words, 'I need nothing');
    });
    sync();
    a.page.remove('forged');
    sync();
    expect(b.page.contents().items).toEqual([]);
  });

  test('taking a genuine text away and putting another type there sets the item aside, not the page', () => {
    const { a, b, sync } = twoPartners();
    const broken = a.page.add('need');
    const other = a.page.add('need');
    a.tell(broken, 'kept');
    sync();
    const entry = b.doc.getMap('items').get(broken);
    if (entry instanceof Y.Map) entry.set('words', 'gone');
    sync();
    expect(a.page.contents()).toMatchObject({ items: [{ id: other }], setAside: 1 });
    expect(codeOf(() => a.page.wordings.settleAll())).toBe('done');
  });
});
