import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { firstWording, hearingLimit } from '../../../domain/check-in/hearing.ts';
import { hearingDocument } from './hearing-document.ts';

const answer = { speaker: 1, prompt: 'need' } as const;
const at = new Date('2026-11-22T18:00:00Z');

function pair() {
  const hers = new Y.Doc();
  const his = new Y.Doc();
  return {
    ana: hearingDocument(hers, 1),
    ben: hearingDocument(his, 2),
    hers,
    his,
    meet: () => {
      const toHim = Y.encodeStateAsUpdate(hers, Y.encodeStateVector(his));
      const toHer = Y.encodeStateAsUpdate(his, Y.encodeStateVector(hers));
      Y.applyUpdate(his, toHim);
      Y.applyUpdate(hers, toHer);
    },
  };
}

describe('the hearing document', () => {
  test('carries a mirror, a re-telling, a second mirror and a "yes" between the two', () => {
    const { ana, ben, meet } = pair();
    ben.mirror(answer, { id: 'm1', of: firstWording, text: 'You want time.', at });
    meet();
    expect(ana.hearing(answer).state).toBe('respond');
    ana.retell(answer, { id: 'r1', text: 'I want to be asked.', at });
    meet();
    expect(ben.hearing(answer)).toMatchObject({ state: 'listen', current: { id: 'r1' } });
    ben.mirror(answer, { id: 'm2', of: 'r1', text: 'You want me to ask.', at });
    meet();
    ana.confirm(answer, { id: 'y1', of: 'm2', at });
    meet();
    expect(ben.hearing(answer).state).toBe('heard');
    expect(ben.hearing(answer).earlier[0]?.mirrors[0]?.text).toBe('You want time.');
  });

  test('both writing at the same time lose nothing and end up seeing the same', () => {
    const { ana, ben, meet } = pair();
    ben.mirror(answer, { id: 'm1', of: firstWording, text: 'from him', at });
    ana.retell(answer, { id: 'r1', text: 'from her', at });
    ben.confirm({ speaker: 2, prompt: 'days' }, { id: 'y9', of: 'none', at });
    meet();
    expect(ana.hearing(answer)).toEqual(ben.hearing(answer));
    expect(ana.hearing(answer).earlier[0]?.mirrors).toHaveLength(1);
  });

  test('sending the same words twice says them once, also across a lost connection', () => {
    const { ana, ben, meet } = pair();
    ben.mirror(answer, { id: 'm1', of: firstWording, text: 'once', at });
    ben.mirror(answer, { id: 'm1', of: firstWording, text: 'once', at });
    meet();
    expect(ana.hearing(answer).current.mirrors).toHaveLength(1);
  });

  test('an item that nobody understands is passed over and left where it is', () => {
    const { ana, hers } = pair();
    hers.getArray('hearing').push([{ kind: 'dance' }, 7, null]);
    ana.retell(answer, { id: 'r1', text: 'still works', at });
    expect(ana.hearing(answer).current.text).toBe('still works');
    expect(hers.getArray('hearing').length).toBe(4);
  });

  test('refuses nothing and too much', () => {
    const { ana, ben, hers } = pair();
    expect(() => ana.retell(answer, { id: 'r', text: ' \n', at })).toThrow('text_empty');
    const tooMuch = 'x'.repeat(hearingLimit + 1);
    expect(() => ben.mirror(answer, { id: 'm', of: firstWording, text: tooMuch, at })).toThrow(
      'text_too_long',
    );
    expect(hers.getArray('hearing').length).toBe(0);
  });

  test('tells of changes by either, until told to stop', () => {
    const { ana, ben, meet } = pair();
    let changes = 0;
    const stop = ana.onChange(() => changes++);
    ben.mirror(answer, { id: 'm1', of: firstWording, text: 'a', at });
    meet();
    ana.confirm(answer, { id: 'y1', of: 'm1', at });
    expect(changes).toBe(2);
    stop();
    ana.retell(answer, { id: 'r1', text: 'b', at });
    expect(changes).toBe(2);
  });
});
