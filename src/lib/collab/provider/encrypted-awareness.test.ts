import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { encodeAwareness } from './awareness-payload.ts';
import { EncryptedAwareness } from './encrypted-awareness.ts';
import { newSession } from './session-id.ts';
import { CountingSealer } from './simulation/counting-sealer.ts';
import { makeSealer } from './simulation/keys.ts';
import { VirtualClock } from './simulation/virtual-clock.ts';
import { envelopeToText } from '../../crypto/envelopes/index.ts';

class Device {
  readonly inner = new Awareness(new Y.Doc());
  readonly outer = new Awareness(new Y.Doc());
  readonly session = newSession();
  readonly heard: { session: string; seq: number; digest: number }[] = [];
  readonly encrypted: EncryptedAwareness;
  seq = 0;

  constructor() {
    this.outer.setLocalState(null);
    this.encrypted = new EncryptedAwareness({
      inner: this.inner,
      outer: this.outer,
      sealer,
      clock,
      tell: () => ({ session: this.session, seq: this.seq, digest: 7 }),
      onHeard: ({ session, seq, digest }) => this.heard.push({ session, seq, digest }),
    });
  }

  /** What the others show for this device. */
  seenBy(other: Device): unknown {
    return other.inner.getStates().get(this.inner.clientID);
  }

  /** Sends the present outer state, as y-websocket does. */
  async sendTo(other: Device, update = this.outerUpdate()): Promise<void> {
    applyAwarenessUpdate(other.outer, update, 'network');
    await sealer.settle();
  }

  outerUpdate(): Uint8Array {
    return encodeAwarenessUpdate(this.outer, [this.outer.clientID]);
  }

  destroy(): void {
    this.encrypted.close();
    this.inner.destroy();
    this.outer.destroy();
  }
}

let clock: VirtualClock;
let sealer: CountingSealer;
let mine: Device;
let theirs: Device;

beforeEach(async () => {
  clock = new VirtualClock();
  sealer = new CountingSealer(await makeSealer());
  mine = new Device();
  theirs = new Device();
  await pass(0);
});

afterEach(() => {
  mine.destroy();
  theirs.destroy();
});

async function pass(ms: number): Promise<void> {
  await clock.pass(ms, sealer.settle);
}

async function show(state: Record<string, unknown>): Promise<void> {
  mine.inner.setLocalState(state);
  await pass(50);
}

describe('encrypted awareness', () => {
  it('brings the cursor to the partner, and nothing but an envelope to the relay', async () => {
    await show({ name: 'Ana', cursor: { at: 7 } });
    await mine.sendTo(theirs);
    expect(mine.seenBy(theirs)).toEqual({ name: 'Ana', cursor: { at: 7 } });
    const outer = mine.outer.getLocalState();
    expect(Object.keys(outer ?? {})).toEqual(['c']);
    expect(JSON.stringify(outer)).not.toContain('Ana');
  });

  it('sends the newest of many movements, at most every 50 ms', async () => {
    await pass(100);
    let sent = 0;
    mine.outer.on('update', () => (sent += 1));
    for (let at = 0; at < 20; at += 1) {
      mine.inner.setLocalState({ at });
      await pass(5);
    }
    await pass(50);
    expect(sent).toBeLessThanOrEqual(4);
    await mine.sendTo(theirs);
    expect(mine.seenBy(theirs)).toEqual({ at: 19 });
  });

  it('refuses an older envelope under a newer outer clock', async () => {
    await show({ at: 1 });
    const old = mine.outer.getLocalState();
    await show({ at: 2 });
    await mine.sendTo(theirs);
    mine.encrypted.close();
    mine.outer.setLocalState(old);
    await mine.sendTo(theirs);
    expect(mine.seenBy(theirs)).toEqual({ at: 2 });
    expect(theirs.encrypted.refused).toBe(1);
  });

  it('refuses a spoilt envelope, one of another document, and what is none', async () => {
    const foreign = new CountingSealer(await makeSealer());
    const payload = {
      session: newSession(),
      counter: 1,
      client: 5,
      seq: 0,
      digest: 7,
      state: {},
    };
    const envelopes: unknown[] = [
      'AQEFAAAAAA',
      envelopeToText(await foreign.seal('awareness', encodeAwareness(payload))),
      envelopeToText(await sealer.seal('update', encodeAwareness(payload))),
      'x'.repeat(200_000),
      7,
    ];
    mine.encrypted.close();
    for (const c of envelopes) {
      mine.outer.setLocalState({ c });
      await mine.sendTo(theirs);
    }
    expect(theirs.encrypted.refused).toBe(envelopes.length);
    expect(theirs.inner.getStates().size).toBe(1);
    expect(theirs.encrypted.accompanied).toBe(false);
  });

  it('lets nobody speak for the one who reads', async () => {
    theirs.inner.setLocalState({ name: 'Bo' });
    const payload = { session: newSession(), counter: 9, seq: 0, digest: 7 };
    const state = { name: 'not Bo' };
    const forged = encodeAwareness({ ...payload, client: theirs.inner.clientID, state });
    mine.encrypted.close();
    mine.outer.setLocalState({ c: envelopeToText(await sealer.seal('awareness', forged)) });
    await mine.sendTo(theirs);
    expect(theirs.inner.getLocalState()).toEqual({ name: 'Bo' });
  });

  it('takes the partner away when they leave, and shows them again when they come back', async () => {
    await show({ at: 1 });
    await mine.sendTo(theirs);
    expect(theirs.encrypted.accompanied).toBe(true);
    mine.inner.setLocalState(null);
    await pass(50);
    await mine.sendTo(theirs);
    expect(mine.seenBy(theirs)).toBeUndefined();
    expect(theirs.encrypted.accompanied).toBe(false);
    await show({ at: 2 });
    await mine.sendTo(theirs);
    expect(mine.seenBy(theirs)).toEqual({ at: 2 });
  });

  it('shows an unchanged partner again at once after the connection was lost', async () => {
    await show({ at: 1 });
    const update = mine.outerUpdate();
    await mine.sendTo(theirs, update);
    theirs.encrypted.forgetOthers();
    expect(mine.seenBy(theirs)).toBeUndefined();
    theirs.outer.states.delete(mine.outer.clientID);
    await mine.sendTo(theirs, update);
    expect(mine.seenBy(theirs)).toEqual({ at: 1 });
  });

  it('carries how far the partner has published', async () => {
    mine.seq = 41;
    await show({ at: 1 });
    await mine.sendTo(theirs);
    expect(theirs.heard.at(-1)).toEqual({ session: mine.session, seq: 41, digest: 7 });
  });
});
