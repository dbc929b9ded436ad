import { describe, expect, test } from 'vitest';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { Signals } from './signals.ts';

/** One open page: real awareness, and what its listeners heard. */
function page() {
  const awareness = new Awareness(new Y.Doc());
  const signals = new Signals();
  const heard: string[] = [];
  for (const topic of ['check_in', 'document', 'space'] as const) {
    signals.on(topic, () => heard.push(topic));
  }
  return {
    awareness,
    signals,
    heard,
    state: () => encodeAwarenessUpdate(awareness, [awareness.clientID]),
  };
}

/** Two pages whose awareness is connected both ways. */
function pair() {
  const [ada, noor] = [page(), page()];
  const carry = (from: typeof ada, to: typeof ada) =>
    from.awareness.on(
      'update',
      ({ added, updated, removed }: Record<string, number[]>, origin: unknown) => {
        if (origin !== 'local') return;
        const clients = [...(added ?? []), ...(updated ?? []), ...(removed ?? [])];
        applyAwarenessUpdate(to.awareness, encodeAwarenessUpdate(from.awareness, clients), 'relay');
      },
    );
  carry(ada, noor);
  carry(noor, ada);
  ada.signals.attach(ada.awareness);
  noor.signals.attach(noor.awareness);
  return { ada, noor };
}

describe('signals between two pages', () => {
  test('ring the named topic at the other page, and never at one’s own', () => {
    const { ada, noor } = pair();
    ada.signals.send('check_in');
    ada.signals.send('document');
    noor.signals.send('space');
    expect(noor.heard).toEqual(['check_in', 'document']);
    expect(ada.heard).toEqual(['space']);
  });

  test('ring each time, also for the same topic twice', () => {
    const { ada, noor } = pair();
    ada.signals.send('document');
    ada.signals.send('document');
    expect(noor.heard).toEqual(['document', 'document']);
  });

  test('that arrive merged into one state ring every topic that moved', () => {
    const [ada, noor] = [page(), page()];
    ada.signals.attach(ada.awareness);
    noor.signals.attach(noor.awareness);
    applyAwarenessUpdate(noor.awareness, ada.state(), 'relay');
    ada.signals.send('check_in');
    ada.signals.send('space');
    applyAwarenessUpdate(noor.awareness, ada.state(), 'relay');
    expect(noor.heard.sort()).toEqual(['check_in', 'space']);
  });

  test('that come with a state of another shape ring nothing and break nothing', () => {
    const [ada, noor] = [page(), page()];
    noor.signals.attach(noor.awareness);
    for (const odd of [null, 7, 'x', { check_in: 'many' }, { check_in: 1.5 }, { check_in: {} }]) {
      ada.awareness.setLocalStateField('signals', odd);
      applyAwarenessUpdate(noor.awareness, ada.state(), 'relay');
    }
    expect(noor.heard).toEqual([]);
  });

  test('sent before the line is open go out when it opens', () => {
    const [ada, noor] = [page(), page()];
    noor.signals.attach(noor.awareness);
    ada.signals.send('space');
    ada.signals.attach(ada.awareness);
    applyAwarenessUpdate(noor.awareness, ada.state(), 'relay');
    expect(noor.heard).toEqual(['space']);
  });

  test('that ring together ring a listener of several topics once', () => {
    const signals = new Signals();
    let heard = 0;
    signals.on(['check_in', 'space'], () => (heard += 1));
    signals.ringAll();
    expect(heard).toBe(1);
  });

  test('are not heard after the line is closed or the listener taken back', () => {
    const { ada, noor } = pair();
    const more: string[] = [];
    const off = noor.signals.on('space', () => more.push('space'));
    off();
    noor.signals.detach();
    ada.signals.send('space');
    expect(noor.heard).toEqual([]);
    expect(more).toEqual([]);
  });
});
