import { describe, expect, test } from 'vitest';
import { limits } from '../../../domain/needs/limits.ts';
import { tellingMs } from '../../../domain/needs/wording.ts';
import { ada, ben, codeOf, putWords, twoPartners, type Device } from './two-partners.ts';

/** A need of Ada, told once, a day ago. */
function toldNeed(words = 'I need you to listen') {
  const devices = twoPartners();
  const id = devices.a.page.add('need');
  devices.a.tell(id, words);
  devices.sync();
  devices.clock.at += 24 * 60 * 60_000;
  return { ...devices, id };
}

describe('a wording', () => {
  test('is kept once for one telling, however often it comes to rest', () => {
    const { a, sync, clock } = twoPartners();
    const id = a.page.add('need');
    for (const words of ['I', 'I need', 'I need you', 'I need you to listen']) {
      a.tell(id, words);
      clock.at += 60_000;
    }
    sync();
    expect(a.item(id).wordings).toHaveLength(1);
    expect(a.earlier(id)).toEqual([]);
  });

  test('stays when it is told again on another day, and is folded with its date', () => {
    const { a, b, sync, id, clock } = toldNeed();
    a.tell(id, 'I need you to listen before you answer');
    clock.at += tellingMs;
    a.tell(id, 'To be heard');
    sync();
    for (const device of [a, b]) {
      expect(device.earlier(id)).toEqual([
        'I need you to listen before you answer',
        'I need you to listen',
      ]);
    }
    const [newest] = a.page.wordings.history(a.item(id), 'words').earlier;
    expect(newest).toMatchObject({ by: ada, at: Date.UTC(2026, 2, 4) });
  });

  test('stays when the partner has answered it in between', () => {
    const { a, b, sync } = twoPartners();
    const id = a.page.add('need');
    a.tell(id, 'I need you to listen');
    sync();
    b.page.answers.setHeard(id, true);
    sync();
    a.tell(id, 'I need you to hear me');
    expect(a.earlier(id)).toEqual(['I need you to listen']);
  });

  test('stays when its owner wants to tell it again', () => {
    const { a, id } = toldNeed();
    a.tell(id, 'first');
    a.page.wordings.tellAgain(id, 'words');
    a.page.wordings.tellAgain(id, 'words');
    a.tell(id, 'second');
    expect(a.earlier(id)).toEqual(['first', 'I need you to listen']);
  });

  test('is none when what was typed is taken back or emptied', () => {
    const { a, id } = toldNeed();
    a.tell(id, 'something else');
    a.page.undo.undo();
    a.page.wordings.settle(id, 'words');
    expect(a.says(id)).toBe('I need you to listen');
    expect(a.earlier(id)).toEqual([]);
    expect(a.item(id).wordings).toHaveLength(1);
    a.tell(id, '');
    expect(a.earlier(id)).toEqual(['I need you to listen']);
  });

  test('that two devices of one person tell at once is kept from both, and the same on both', () => {
    const { a, a2, sync, id, clock } = toldNeed();
    a.tell(id, 'on the phone');
    clock.at += 1;
    a2.tell(id, 'on the laptop');
    sync();
    clock.at += 24 * 60 * 60_000;
    a.tell(id, 'in the end');
    sync();
    // What the two made together stood there, too.
    expect(a.earlier(id)).toEqual([
      expect.stringMatching(/on the (phone|laptop)\non the (phone|laptop)/),
      'on the laptop',
      'on the phone',
      'I need you to listen',
    ]);
    expect(a2.earlier(id)).toEqual(a.earlier(id));
  });

  test('keeps styles, lists and links', () => {
    const { a, id, clock } = toldNeed('a');
    const blocks = [
      {
        kind: 'list' as const,
        ordered: false,
        items: [
          [
            {
              kind: 'paragraph' as const,
              runs: [{ text: 'here', bold: true, italic: false, link: 'https://example.org/' }],
            },
          ],
        ],
      },
    ];
    a.page.wordings.tell(id, 'words', blocks);
    clock.at += tellingMs;
    a.tell(id, 'plain');
    expect(a.page.wordings.history(a.item(id), 'words').earlier[0]?.blocks).toEqual(blocks);
  });

  test('of how to manage it, and of what is ours, has a history of its own', () => {
    const { a, b, sync, id, clock } = toldNeed();
    a.tell(id, 'Walk around the block', 'manage');
    a.page.answers.setOurs(id, true);
    b.page.answers.setOurs(id, true);
    sync();
    b.tell(id, 'Say it early', 'together');
    clock.at += tellingMs;
    sync();
    a.tell(id, 'Say it before supper', 'together');
    expect(a.earlier(id, 'together')).toEqual(['Say it early']);
    expect(a.earlier(id, 'manage')).toEqual([]);
    expect(a.earlier(id)).toEqual([]);
  });

  test('is kept however many there are, and an altered text is still seen after all of them', () => {
    const { a, b, sync, id, clock } = toldNeed();
    for (let n = 0; n < 400; n += 1) {
      clock.at += tellingMs;
      a.tell(id, `wording ${n}`);
    }
    sync();
    expect(b.earlier(id)).toHaveLength(400);
    expect(b.earlier(id).slice(-2)).toEqual(['wording 0', 'I need you to listen']);
    b.doc.transact(() => putWords(b.item(id).texts.words, 'nothing'));
    const fresh = twoPartners().a2;
    sync(b, fresh);
    expect(fresh.page.wordings.alteredFrom(fresh.item(id), 'words')).toMatchObject({
      blocks: [{ runs: [{ text: 'wording 399' }] }],
    });
  });
});

describe('an earlier wording', () => {
  test('can be brought back with one step, which undo takes back; nothing in between is lost', () => {
    const { a, sync, b, id } = toldNeed();
    a.tell(id, 'Nothing');
    const [earlier] = a.page.wordings.history(a.item(id), 'words').earlier;
    a.page.wordings.bringBack(id, earlier?.id ?? '');
    sync();
    expect(b.says(id)).toBe('I need you to listen');
    expect(b.earlier(id)).toContain('Nothing');
    a.page.undo.undo();
    expect(a.says(id)).toBe('Nothing');
  });

  test('is gone only when its owner removes it on purpose; the partner cannot', () => {
    const { a, b, sync, id } = toldNeed();
    a.tell(id, 'To be heard');
    sync();
    const [earlier] = a.page.wordings.history(a.item(id), 'words').earlier;
    expect(codeOf(() => b.page.wordings.forget(id, earlier?.id ?? ''))).toBe('not_allowed');
    expect(codeOf(() => b.page.wordings.bringBack(id, earlier?.id ?? ''))).toBe('not_allowed');
    expect(codeOf(() => b.page.wordings.tellAgain(id, 'words'))).toBe('not_allowed');
    a.page.wordings.forget(id, earlier?.id ?? '');
    sync();
    expect(b.earlier(id)).toEqual([]);
    expect(a.says(id)).toBe('To be heard');
    expect(JSON.stringify(b.doc.getMap('items').toJSON())).not.toContain('listen');
  });

  test('that was told twice goes at once, and the present one is never forgotten', () => {
    const { a, id, clock } = toldNeed();
    for (const words of ['other', 'I need you to listen', 'last', 'other', 'present']) {
      clock.at += tellingMs;
      a.tell(id, words);
    }
    const [other] = a.page.wordings.history(a.item(id), 'words').earlier;
    expect(a.earlier(id)).toEqual([
      'other',
      'last',
      'I need you to listen',
      'other',
      'I need you to listen',
    ]);
    a.page.wordings.forget(id, other?.id ?? '');
    expect(a.earlier(id)).toEqual(['last', 'I need you to listen']);
    a.tell(id, 'last');
    expect(a.earlier(id)).toEqual(['I need you to listen']);
  });
});

describe('words that a changed app of the partner altered', () => {
  function alter(device: Device, id: string, words: string) {
    device.doc.transact(() => putWords(device.item(id).texts.words, words));
  }

  test('are seen by their owner, and one step brings the kept ones back', () => {
    const { a, b, sync, id } = toldNeed();
    const fresh = twoPartners().a2;
    alter(b, id, 'I need nothing');
    sync(b, fresh);
    const altered = fresh.page.wordings.alteredFrom(fresh.item(id), 'words');
    expect(altered).toMatchObject({
      by: ada,
      blocks: [{ runs: [{ text: 'I need you to listen' }] }],
    });
    fresh.page.wordings.bringBack(id, altered?.id ?? '');
    sync(a, b, fresh);
    expect(b.says(id)).toBe('I need you to listen');
    // Nobody claims the altered words: they stand in the history without a name.
    expect(fresh.page.wordings.history(fresh.item(id), 'words').earlier[0]).toMatchObject({
      by: null,
      blocks: [{ runs: [{ text: 'I need nothing' }] }],
    });
    expect(fresh.page.wordings.alteredFrom(fresh.item(id), 'words')).toBeNull();
  });

  test('can also be kept by their owner', () => {
    const { b, sync, id } = toldNeed();
    const fresh = twoPartners().a2;
    alter(b, id, 'I need you');
    sync(b, fresh);
    fresh.page.wordings.tellAgain(id, 'words');
    expect(fresh.page.wordings.alteredFrom(fresh.item(id), 'words')).toBeNull();
    expect(fresh.earlier(id)).toEqual(['I need you to listen']);
  });

  test('are not suspected while nothing was altered, nor where both write', () => {
    const { a, b, sync, id } = toldNeed();
    expect(a.page.wordings.alteredFrom(a.item(id), 'words')).toBeNull();
    expect(b.page.wordings.alteredFrom(b.item(id), 'words')).toBeNull();
    a.page.answers.setOurs(id, true);
    b.page.answers.setOurs(id, true);
    sync();
    b.write(id, 'We need to listen');
    sync();
    const fresh = twoPartners().a2;
    sync(b, fresh);
    expect(fresh.page.wordings.alteredFrom(fresh.item(id), 'words')).toBeNull();
  });

  test('are not suspected where their owner emptied a text, and are seen where somebody else did', () => {
    const { a, b, sync, id } = toldNeed();
    a.tell(id, '');
    sync();
    const fresh = twoPartners().a2;
    sync(a, fresh);
    expect(fresh.page.wordings.alteredFrom(fresh.item(id), 'words')).toBeNull();
    // An emptied text is no wording that anybody told.
    expect(fresh.earlier(id)).toEqual(['I need you to listen']);
    expect(fresh.page.wordings.history(fresh.item(id), 'words').setAside).toBe(0);

    alter(b, id, 'I need nothing');
    sync(b, fresh);
    const altered = fresh.page.wordings.alteredFrom(fresh.item(id), 'words');
    expect(altered).toMatchObject({ by: ada, blocks: [] });
    fresh.page.wordings.bringBack(id, altered?.id ?? '');
    expect(fresh.says(id)).toBe('');
    expect(fresh.page.wordings.alteredFrom(fresh.item(id), 'words')).toBeNull();
  });

  test('are not suspected where more wordings stand than are read, and what is told is kept all the same', () => {
    const { a, sync, id } = toldNeed();
    const entry = a.doc.getMap('items').get(id) as { set(key: string, value: unknown): void };
    a.doc.transact(() => {
      for (let n = a.item(id).wordings.length; n < limits.wordings; n += 1) {
        entry.set(`wording:${n}`, { text: 'manage', by: ada, at: n, words: [[`${n}`]] });
      }
    });
    a.page.wordings.tellAgain(id, 'words');
    a.tell(id, 'I need you to sit down');
    const fresh = twoPartners().a2;
    sync(a, fresh);
    expect(fresh.page.wordings.alteredFrom(fresh.item(id), 'words')).toBeNull();
    expect(JSON.stringify(fresh.doc.getMap('items').toJSON())).toContain(
      '["I need you to sit down"]',
    );
  });

  test('a history with forged entries keeps every genuine one', () => {
    const { a, b, sync, id } = toldNeed();
    const entry = b.doc.getMap('items').get(id) as { set(key: string, value: unknown): void };
    b.doc.transact(() => {
      entry.set('wording:forged', { text: 'words', by: ada, at: 9e12, words: [['I lied']] });
      entry.set('wording:nobody', { text: 'words', by: 'x', at: 1, words: [['x']] });
      entry.set('wording:broken', { text: 'words', by: ben, at: 2, words: { a: 1 } });
      entry.set('wording:unreadable', { text: 'words', by: ben, at: 3, words: [[[[]]]] });
    });
    sync();
    expect(a.earlier(id)).toEqual(['I lied']);
    expect(a.item(id).setAside).toBe(2);
    expect(a.page.wordings.history(a.item(id), 'words').setAside).toBe(1);
    const genuine = a.item(id).wordings.find(({ at }) => at === Date.UTC(2026, 2, 3));
    a.page.wordings.bringBack(id, genuine?.id ?? '');
    expect(a.says(id)).toBe('I need you to listen');
  });
});
