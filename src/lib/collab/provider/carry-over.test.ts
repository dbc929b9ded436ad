import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { envelopesIn, holds, readEnvelopes } from './carry-over.ts';
import { Coverage } from './coverage.ts';
import { encodeSnapshot, encodeUpdate } from './payloads.ts';
import { anyEpochOpener, documentSealer } from './sealer.ts';
import { documentId, makeSpaceKeys } from './simulation/keys.ts';

const session = '0102030405060708';

function written(text: string): Y.Doc {
  const doc = new Y.Doc();
  doc.getText('text').insert(0, text);
  return doc;
}

function empty() {
  return { inner: new Y.Doc(), applied: new Coverage() };
}

describe('what an earlier generation holds', () => {
  it('is read under whichever space key it was sealed; what cannot be read stops nothing and is told apart', async () => {
    const keys = await makeSpaceKeys(2);
    const sealers = await Promise.all(
      [0, 1].map(async (epoch) =>
        documentSealer({ documentId, generation: 4, keys: await keys({ generation: 4, epoch }) }),
      ),
    );
    const [old, young] = sealers;
    if (!old || !young) throw new Error('no sealers');
    const update = Y.encodeStateAsUpdate(written('first'));
    const first = await old.seal('update', encodeUpdate({ session, seq: 1, update }));
    const covers = new Coverage();
    covers.addUpTo(session, 7);
    const state = Y.encodeStateAsUpdateV2(written('second'));
    const second = await young.seal('snapshot', encodeSnapshot({ covers, state }));
    const spoilt = first.slice();
    spoilt[60] = (spoilt[60] ?? 0) ^ 1;
    const ofLaterApp = first.slice();
    ofLaterApp[0] = 2;
    const ofUnknownKey = first.slice();
    ofUnknownKey[6] = 9;
    const laterFormat = await old.seal('update', Uint8Array.of(2, 0, 0));
    const malformed = await old.seal('update', Uint8Array.of(1, 0, 0));

    const into = empty();
    const unread = await readEnvelopes(
      [spoilt, ofLaterApp, first, new Uint8Array(), ofUnknownKey, laterFormat, malformed, second],
      anyEpochOpener({ documentId, generation: 4, keys }),
      into,
    );
    const text = into.inner.getText('text').toString();
    expect(text).toContain('first');
    expect(text).toContain('second');
    expect(into.applied.contains(covers)).toBe(true);
    expect(unread).toEqual({ broken: 3, later: 3 });
  });

  it('is nothing in another generation', async () => {
    const keys = await makeSpaceKeys(1);
    const place = { generation: 4, epoch: 0 };
    const sealer = documentSealer({ documentId, generation: 4, keys: await keys(place) });
    const update = Y.encodeStateAsUpdate(written('replayed'));
    const item = await sealer.seal('update', encodeUpdate({ session, seq: 1, update }));
    const into = empty();
    const opener = anyEpochOpener({ documentId, generation: 5, keys });
    expect(await readEnvelopes([item], opener, into)).toEqual({ broken: 1, later: 0 });
    expect(into.inner.getText('text').toString()).toBe('');
  });

  it('is found in the updates of its outer document, past those that are none', () => {
    const outer = new Y.Doc();
    outer.getArray('u').push([Uint8Array.of(1), 'no envelope', Uint8Array.of(2)]);
    const updates = [Uint8Array.of(255, 255, 255), Y.encodeStateAsUpdate(outer)];
    expect(envelopesIn(updates)).toEqual([Uint8Array.of(1), Uint8Array.of(2)]);
  });
});

describe('a document holds another', () => {
  it('when it has every letter and every removal of it, and perhaps more', () => {
    const part = written('a need');
    const whole = new Y.Doc();
    Y.applyUpdate(whole, Y.encodeStateAsUpdate(part));
    whole.getText('text').insert(0, 'more: ');
    expect(holds(whole, part)).toBe(true);
    part.getText('text').delete(0, 2);
    expect(holds(whole, part)).toBe(false);
  });

  it('not when a letter is missing', () => {
    const part = written('a need');
    const whole = new Y.Doc();
    Y.applyUpdate(whole, Y.encodeStateAsUpdate(part));
    part.getText('text').insert(6, 's');
    expect(holds(whole, part)).toBe(false);
  });

  it('not when either waits for something that it builds on', () => {
    const whole = written('a need');
    const before = Y.encodeStateVector(whole);
    whole.getText('text').insert(0, 'x');
    const waiting = new Y.Doc();
    Y.applyUpdate(waiting, Y.encodeStateAsUpdate(whole, before));
    expect(holds(whole, waiting)).toBe(false);
    expect(holds(waiting, whole)).toBe(false);
  });
});
