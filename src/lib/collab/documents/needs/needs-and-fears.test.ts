import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Failure } from '../../../domain/failure/failure.ts';
import { limits } from '../../../domain/needs/limits.ts';
import { NeedsAndFears } from './needs-and-fears.ts';

const ada = '00000000-0000-4000-8000-00000000000a';
const ben = '00000000-0000-4000-8000-00000000000b';

function open(me: string, doc = new Y.Doc()) {
  const partner = me === ada ? ben : ada;
  return { doc, page: new NeedsAndFears(doc, { me, partner }) };
}

/** Two devices of the two partners; `sync` is what the relay does. */
function pair() {
  const a = open(ada);
  const b = open(ben);
  const sync = () => {
    Y.applyUpdate(b.doc, Y.encodeStateAsUpdate(a.doc, Y.encodeStateVector(b.doc)), 'remote');
    Y.applyUpdate(a.doc, Y.encodeStateAsUpdate(b.doc, Y.encodeStateVector(a.doc)), 'remote');
  };
  return { a, b, sync };
}

function write(page: NeedsAndFears, doc: Y.Doc, id: string, text: string, origin: unknown) {
  const words = page.contents().items.find((item) => item.id === id)?.texts.words;
  doc.transact(() => {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(text)]);
    words?.insert(words.length, [paragraph]);
  }, origin);
}

function wordsOf(page: NeedsAndFears): string[] {
  return page.contents().items.map((item) => item.texts.words.toString());
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (thrown) {
    return thrown instanceof Failure ? thrown.code : 'another error';
  }
  return 'done';
}

describe('two partners', () => {
  test('both see what either adds, whose it is, and in the same order', () => {
    const { a, b, sync } = pair();
    a.page.add('need');
    b.page.add('need');
    a.page.add('fear');
    sync();
    const view = (page: NeedsAndFears) =>
      page.contents().items.map(({ id, kind, owner }) => ({ id, kind, owner }));
    expect(view(a.page)).toEqual(view(b.page));
    expect(
      view(a.page)
        .map((item) => item.owner)
        .sort(),
    ).toEqual([ada, ada, ben]);
  });

  test('only the owner can remove an item', () => {
    const { a, b, sync } = pair();
    const id = a.page.add('need');
    sync();
    expect(codeOf(() => b.page.remove(id))).toBe('not_allowed');
    expect(b.page.contents().items).toHaveLength(1);
    a.page.remove(id);
    sync();
    expect(b.page.contents().items).toHaveLength(0);
    expect(codeOf(() => a.page.remove(id))).toBe('not_found');
  });

  test('"me too" reaches the partner, can be taken back, and is not for one’s own words', () => {
    const { a, b, sync } = pair();
    const id = a.page.add('fear');
    sync();
    b.page.answers.setMeToo(id, true);
    sync();
    expect([...(a.page.contents().items[0]?.meToo ?? [])]).toEqual([ben]);
    expect(
      codeOf(() => {
        a.page.answers.setMeToo(id, true);
      }),
    ).toBe('not_allowed');
    b.page.answers.setMeToo(id, false);
    sync();
    expect(a.page.contents().items[0]?.meToo.size).toBe(0);
  });

  test('any interleaving of adding, moving and answering ends in one order on both devices', () => {
    const step = fc.record({
      who: fc.boolean(),
      act: fc.constantFrom('add', 'move', 'meToo', 'remove', 'undo', 'sync'),
      which: fc.nat(20),
      index: fc.nat(20),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { a, b, sync } = pair();
        for (const { who, act, which, index } of steps) {
          const { page } = who ? a : b;
          const items = page.contents().items;
          const id = items[which % Math.max(1, items.length)]?.id;
          if (act === 'sync') sync();
          else if (act === 'add') page.add(which % 2 === 0 ? 'need' : 'fear');
          else if (act === 'undo') page.undo.undo();
          else if (id !== undefined) {
            codeOf(() => {
              if (act === 'move') page.move(id, index);
              else if (act === 'meToo') page.answers.setMeToo(id, index % 2 === 0);
              else page.remove(id);
            });
          }
        }
        sync();
        const view = (page: NeedsAndFears) => {
          const { items, setAside } = page.contents();
          return {
            setAside,
            items: items.map(({ id, position, meToo }) => [id, position, [...meToo]]),
          };
        };
        expect(view(a.page)).toEqual(view(b.page));
        expect(view(a.page).setAside).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});

describe('order', () => {
  test('a moved item stands among its own kind where it was put', () => {
    const { page } = open(ada);
    const [first, second, third] = [page.add('need'), page.add('need'), page.add('need')];
    const fear = page.add('fear');
    page.move(third, 0);
    const needs = page.contents().items.filter((item) => item.kind === 'need');
    expect(needs.map((item) => item.id)).toEqual([third, first, second]);
    expect(page.contents().items.filter((item) => item.kind === 'fear')[0]?.id).toBe(fear);
  });

  test('items that both inserted at one place can still be moved between one another', () => {
    const { a, b, sync } = pair();
    a.page.add('need');
    b.page.add('need');
    b.page.add('need');
    sync();
    const before = a.page.contents().items.map((item) => item.id);
    const [last] = before.slice(-1);
    a.page.move(last ?? '', 1);
    sync();
    expect(b.page.contents().items.map((item) => item.id)).toEqual([before[0], last, before[1]]);
  });
});

describe('undo', () => {
  const typing = Symbol('an editor');

  test('takes back the last step of this person, in the list or in an editor, and never the partner’s', () => {
    const { a, b, sync } = pair();
    a.page.undo.addTrackedOrigin(typing);
    const id = a.page.add('need');
    sync();
    write(a.page, a.doc, id, 'To be heard', typing);
    a.page.move(id, 0);
    b.page.answers.setMeToo(id, true);
    b.page.add('fear');
    sync();
    a.page.undo.undo();
    expect(wordsOf(a.page)[0]).toBe('');
    expect(a.page.contents().items).toHaveLength(2);
    expect(
      a.page
        .contents()
        .items.find((item) => item.id === id)
        ?.meToo.has(ben),
    ).toBe(true);
    a.page.undo.undo();
    expect(a.page.contents().items.map((item) => item.owner)).toEqual([ben]);
    expect(a.page.undo.canUndo()).toBe(false);
    a.page.undo.redo();
    a.page.undo.redo();
    expect(wordsOf(a.page)).toContain('<paragraph>To be heard</paragraph>');
  });

  test('keeps what the partner wrote into a paragraph that this person made', () => {
    const { a, b, sync } = pair();
    a.page.undo.addTrackedOrigin(typing);
    a.doc.transact(() => {
      const paragraph = new Y.XmlElement('paragraph');
      paragraph.insert(0, [new Y.XmlText('mine ')]);
      a.page.opening.insert(0, [paragraph]);
    }, typing);
    sync();
    const paragraph = b.page.opening.get(0);
    const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null;
    if (text instanceof Y.XmlText) text.insert(5, 'and theirs');
    sync();
    a.page.undo.undo();
    sync();
    expect(b.page.opening.toString()).toBe('<paragraph>and theirs</paragraph>');
  });

  test('a removed item comes back with its words, its place and its answers, on both devices', () => {
    const { a, b, sync } = pair();
    const first = a.page.add('need');
    a.page.add('need');
    write(a.page, a.doc, first, 'To be reassured', typing);
    sync();
    b.page.answers.setMeToo(first, true);
    sync();
    const removal = a.page.remove(first);
    sync();
    expect(b.page.contents().items).toHaveLength(1);
    removal.restore();
    sync();
    const back = b.page.contents().items[0];
    expect(back?.id).toBe(first);
    expect(back?.texts.words.toString()).toBe('<paragraph>To be reassured</paragraph>');
    expect(back?.meToo.has(ben)).toBe(true);
  });

  test('a removed item can be brought back after other steps without taking those back', () => {
    const { page, doc } = open(ada);
    const id = page.add('need');
    write(page, doc, id, 'Time alone', typing);
    const removal = page.remove(id);
    const other = page.add('fear');
    removal.restore();
    removal.restore();
    expect(
      page
        .contents()
        .items.map((item) => item.id)
        .sort(),
    ).toEqual([id, other].sort());
    expect(wordsOf(page)).toContain('<paragraph>Time alone</paragraph>');
    page.undo.undo();
    expect(page.contents().items.map((item) => item.id)).toEqual([other]);
  });
});

describe('what another client wrote', () => {
  function hostile(doc: Y.Doc, id: string, fields: Record<string, unknown>) {
    const item = new Y.Map<unknown>();
    for (const [key, value] of Object.entries(fields)) item.set(key, value);
    doc.getMap('items').set(id, item);
  }

  test.each([
    ['no map at all', () => 'text'],
    ['a list', () => new Y.Array()],
    ['an empty map', () => new Y.Map()],
  ])('an item that is %s is set aside and the others stay', (_what, make) => {
    const { page, doc } = open(ada);
    page.add('need');
    doc.getMap('items').set('x', make());
    expect(page.contents()).toMatchObject({ items: [{ owner: ada }], setAside: 1 });
  });

  test.each([
    ['kind', 'a wish', () => 'wish'],
    ['kind', 'a number', () => 3],
    ['owner', 'a word', () => 'ours'],
    ['owner', 'a stranger', () => '00000000-0000-4000-8000-0000000000ff'],
    ['owner', 'nobody', () => null],
    ['words', 'a plain string', () => 'To be heard'],
    ['words', 'another type', () => new Y.Text()],
    ['words', 'an element', () => new Y.XmlElement('p')],
  ])('an item whose %s is %s is set aside, counted and left as it is', (field, _what, make) => {
    const { page, doc } = open(ada);
    const id = page.add('need');
    hostile(doc, 'x', { kind: 'need', owner: ben, words: new Y.XmlFragment(), [field]: make() });
    expect(page.contents().setAside).toBe(1);
    expect(page.contents().items.map((item) => item.id)).toEqual([id]);
    expect(doc.getMap('items').has('x')).toBe(true);
    expect(codeOf(() => page.remove('x'))).toBe('not_found');
  });

  test('an item with only its kind, owner and words can be read, moved and answered', () => {
    const { page, doc } = open(ada);
    hostile(doc, 'x', {
      kind: 'need',
      owner: ben,
      words: new Y.XmlFragment(),
      position: { a: 1 },
      meToo: 'yes',
      createdAt: 'once',
    });
    const id = page.add('need');
    expect(page.contents().items.map((item) => item.id)).toEqual([id, 'x']);
    expect(page.contents().items[1]).toMatchObject({
      position: null,
      createdAt: null,
      texts: { manage: null },
    });
    page.move('x', 0);
    page.answers.setMeToo('x', true);
    expect(page.contents().items[0]).toMatchObject({ id: 'x', meToo: new Set([ada]) });
  });

  test('any values at all in the items never stop the page', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 6 }),
        fc.dictionary(
          fc.constantFrom('kind', 'owner', 'words', 'meToo', 'position'),
          fc.jsonValue(),
        ),
        (entries, fields) => {
          const { page, doc } = open(ada);
          const id = page.add('fear');
          for (const [key, value] of Object.entries(entries))
            doc.getMap('items').set(`x${key}`, value);
          hostile(doc, 'fields', fields);
          expect(page.contents().items.map((item) => item.id)).toContain(id);
        },
      ),
    );
  });
});

test('what a partner wrote stays readable after they have left', () => {
  const { a, b, sync } = pair();
  b.page.add('need');
  sync();
  const alone = new NeedsAndFears(a.doc, { me: ada, partner: null });
  expect(alone.contents()).toMatchObject({ items: [{ owner: ben }], setAside: 0 });
});

test('the list tells of its own and of the partner’s changes, and is quiet while somebody types', () => {
  const { a, b, sync } = pair();
  const heard: boolean[] = [];
  const stop = a.page.onListChange((local) => heard.push(local));
  const id = a.page.add('need');
  sync();
  b.page.answers.setMeToo(id, true);
  sync();
  write(a.page, a.doc, id, 'quiet', null);
  stop();
  a.page.add('need');
  expect(heard).toEqual([true, false]);
});

test('a document takes a thousand items and refuses the next one before anything is lost', () => {
  const { page } = open(ada);
  const doc = new Y.Doc();
  const full = new NeedsAndFears(doc, { me: ada, partner: ben });
  page.destroy();
  for (let n = 0; n < limits.items; n += 1) full.add('need');
  expect(full.contents().items).toHaveLength(limits.items);
  expect(codeOf(() => full.add('fear'))).toBe('document_full');
});

test('what changes is read anew, and every other item is the same object as before', () => {
  const { a, b, sync } = pair();
  const [one, two] = [a.page.add('need'), a.page.add('need')];
  sync();
  const read = (page: NeedsAndFears) =>
    new Map(page.contents().items.map((item) => [item.id, item]));
  const before = read(a.page);
  b.page.answers.setMeToo(one, true);
  write(a.page, a.doc, two, 'Typing changes no item', 'editor');
  sync();
  const after = read(a.page);
  expect([...(after.get(one)?.meToo ?? [])]).toEqual([ben]);
  expect(after.get(two)).toBe(before.get(two));

  a.page.setDepth(two, 'deep');
  expect(read(a.page).get(two)?.depth).toBe('deep');
  expect(read(a.page).get(one)).toBe(after.get(one));
  a.page.undo.undo();
  expect(read(a.page).get(two)?.depth).toBeNull();
  // In the middle of a change, too, it is what stands there.
  a.doc.transact(() => {
    a.page.setDepth(one, 'deep');
    expect(read(a.page).get(one)?.depth).toBe('deep');
  });
  a.page.remove(one);
  expect(read(a.page).has(one)).toBe(false);
  a.page.undo.undo();
  expect(read(a.page).get(one)?.depth).toBe('deep');
});
