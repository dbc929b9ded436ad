import { describe, expect, test } from 'vitest';
import { limits } from '../../../domain/needs/limits.ts';
import { ada, ben, codeOf, twoPartners } from './two-partners.ts';

test('"I hear you" reaches the partner, can be taken back, and is not for one’s own words', () => {
  const { a, b, sync } = twoPartners();
  const id = a.page.add('fear');
  sync();
  b.page.answers.setHeard(id, true);
  sync();
  expect([...a.item(id).heard]).toEqual([ben]);
  expect(codeOf(() => a.page.answers.setHeard(id, true))).toBe('not_allowed');
  b.page.answers.setHeard(id, false);
  sync();
  expect(a.item(id).heard.size).toBe(0);
});

describe('what is said beside an item', () => {
  test('both add at once, both see it in one order, and each removes only their own', () => {
    const { a, b, sync, clock } = twoPartners();
    const id = a.page.add('need');
    sync();
    b.page.answers.say(id, 'offer', '  I can take the children on Friday. ');
    clock.at += 1;
    a.page.answers.say(id, 'word', 'Would you?');
    b.page.answers.say(id, 'word', 'What would help most?');
    sync();
    const said = (device: typeof a) => device.item(id).notes.map(({ by, text }) => `${by} ${text}`);
    expect(said(a)).toEqual(said(b));
    expect(a.item(id).notes[0]).toMatchObject({
      kind: 'offer',
      by: ben,
      text: 'I can take the children on Friday.',
    });
    const [offer] = a.item(id).notes;
    expect(codeOf(() => a.page.answers.unsay(id, offer?.id ?? ''))).toBe('not_allowed');
    b.page.answers.unsay(id, offer?.id ?? '');
    sync();
    expect(a.item(id).notes.map(({ kind }) => kind)).toEqual(['word', 'word']);
    expect(codeOf(() => b.page.answers.unsay(id, 'gone'))).toBe('done');
    b.page.undo.undo();
    expect(b.item(id).notes).toHaveLength(3);
  });

  test('sending twice says it once', () => {
    const { a, b, sync } = twoPartners();
    const id = a.page.add('need');
    sync();
    b.page.answers.say(id, 'word', 'When?', 'chosen');
    b.page.answers.say(id, 'word', 'When?', 'chosen');
    expect(b.item(id).notes).toHaveLength(1);
  });

  test('is refused when it is empty, too long, an offer to oneself, or one too many', () => {
    const { a, b, sync } = twoPartners();
    const id = a.page.add('need');
    sync();
    expect(codeOf(() => b.page.answers.say(id, 'word', ' \n'))).toBe('text_empty');
    const long = '🌊'.repeat(limits.noteCharacters);
    expect(codeOf(() => b.page.answers.say(id, 'word', `${long}x`))).toBe('text_too_long');
    expect(codeOf(() => a.page.answers.say(id, 'offer', 'x'))).toBe('not_allowed');
    for (let n = 0; n < limits.notes; n += 1) b.page.answers.say(id, 'word', long.slice(0, 4));
    expect(codeOf(() => b.page.answers.say(id, 'word', 'one more'))).toBe('thread_full');
    expect(b.item(id).notes).toHaveLength(limits.notes);
    sync();
    expect(codeOf(() => a.page.answers.say(id, 'word', 'There is room for me'))).toBe('done');
    sync();
    expect(b.item(id).notes).toHaveLength(limits.notes + 1);
    expect(b.item(id).setAside).toBe(0);
  });
});

describe('ours', () => {
  test('needs both to say so, and then both write its words and how they manage it together', () => {
    const { a, b, sync } = twoPartners();
    const id = a.page.add('fear');
    a.write(id, 'That it stays like this');
    sync();
    b.page.answers.setMeToo(id, true);
    b.page.answers.setOurs(id, true);
    sync();
    expect(a.item(id)).toMatchObject({ ours: false, saidOurs: new Set([ben]) });
    expect(codeOf(() => b.page.setDepth(id, 'deep'))).toBe('not_allowed');
    a.page.answers.setOurs(id, true);
    sync();
    expect([a.item(id).ours, b.item(id).ours]).toEqual([true, true]);
    b.page.setDepth(id, 'deep');
    b.write(id, 'We say so when it begins', 'together');
    sync();
    expect(a.item(id).depth).toBe('deep');
    expect(a.says(id, 'together')).toBe('We say so when it begins');
  });

  test('one person on two devices is still one', () => {
    const { a, a2, sync } = twoPartners();
    const id = a.page.add('need');
    sync();
    a.page.answers.setOurs(id, true);
    a2.page.answers.setOurs(id, true);
    sync();
    expect(a.item(id).ours).toBe(false);
  });

  test('cannot be removed by one of the two; taken back, it is its owner’s again with all that was written', () => {
    const { a, b, sync } = twoPartners();
    const id = a.page.add('need');
    sync();
    a.page.answers.setOurs(id, true);
    b.page.answers.setOurs(id, true);
    sync();
    b.write(id, 'An evening a week');
    sync();
    expect(codeOf(() => a.page.remove(id))).toBe('not_allowed');
    expect(codeOf(() => b.page.remove(id))).toBe('not_allowed');
    b.page.answers.setOurs(id, false);
    sync();
    expect(a.item(id)).toMatchObject({ ours: false, owner: ada });
    expect(a.says(id)).toBe('An evening a week');
    expect(codeOf(() => b.page.remove(id))).toBe('not_allowed');
    expect(codeOf(() => a.page.remove(id))).toBe('done');
  });

  test('undoing all that one did here keeps what the partner has written in it', () => {
    const { a, b, sync } = twoPartners();
    const id = a.page.add('need');
    a.page.answers.setOurs(id, true);
    sync();
    b.page.answers.setOurs(id, true);
    b.write(id, 'Written by Ben');
    sync();
    while (a.page.undo.canUndo()) a.page.undo.undo();
    sync();
    expect(b.says(id)).toBe('Written by Ben');
    expect(a.page.contents().setAside).toBe(0);
  });
});
