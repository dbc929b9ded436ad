import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CountingSealer } from './simulation/counting-sealer.ts';
import { makeSealer } from './simulation/keys.ts';
import { MemoryDisk } from './simulation/memory-disk.ts';
import { TestCore } from './simulation/open-core.ts';
import { VirtualClock } from './simulation/virtual-clock.ts';

let clock: VirtualClock;
let sealer: CountingSealer;

beforeEach(async () => {
  clock = new VirtualClock();
  sealer = new CountingSealer(await makeSealer());
});

async function written(core: TestCore): Promise<TestCore> {
  core.type('what I need');
  await core.pass(100);
  return core;
}

function empty(core: TestCore): void {
  core.meddle((items) => {
    items.delete(0, items.length);
  });
}

async function newcomerReads(core: TestCore): Promise<string> {
  const newcomer = await TestCore.open({ clock, sealer });
  core.sendTo(newcomer);
  await newcomer.pass(0);
  return newcomer.text;
}

describe('healing', () => {
  it('publishes everything again when somebody takes an item out', async () => {
    const mine = await written(await TestCore.open({ clock, sealer }));
    empty(mine);
    expect(await newcomerReads(mine)).toBe('');
    await mine.pass(1_500);
    expect(await newcomerReads(mine)).toBe('what I need');
  });

  it('does nothing of the kind when it is switched off: the words are gone for a newcomer', async () => {
    const mine = await written(await TestCore.open({ clock, sealer }, { heal: false }));
    empty(mine);
    await mine.pass(60_000);
    expect(await newcomerReads(mine)).toBe('');
  });

  it('does not call anything saved for both while it is missing from the outer document', async () => {
    const mine = await written(await TestCore.open({ clock, sealer }));
    mine.confirm();
    expect(mine.core.status.saved).toBe('both');
    empty(mine);
    mine.confirm();
    expect(mine.core.status.saved).toBe('saving');
    await mine.pass(1_500);
    mine.confirm();
    expect(mine.core.status.saved).toBe('both');
  });

  it('leaves it to the partner who is first', async () => {
    const mine = await written(await TestCore.open({ clock, sealer }, { random: () => 0 }));
    const theirs = await TestCore.open({ clock, sealer }, { random: () => 0.99 });
    mine.sendTo(theirs);
    await theirs.pass(0);
    empty(mine);
    mine.sendTo(theirs);
    await mine.pass(300);
    expect(mine.items).toHaveLength(1);
    mine.sendTo(theirs);
    await theirs.pass(5_000);
    expect(theirs.items).toHaveLength(1);
    expect(theirs.items[0]).toEqual(mine.items[0]);
  });

  it('waits until the relay has been heard', async () => {
    const mine = await written(await TestCore.open({ clock, sealer }));
    mine.core.setSynced(false);
    empty(mine);
    await mine.pass(60_000);
    expect(mine.items).toHaveLength(0);
    mine.core.setSynced(true);
    await mine.pass(1_500);
    expect(mine.items).toHaveLength(1);
  });

  it('vouches for what came out of order', async () => {
    const source = await TestCore.open({ clock, sealer });
    for (const word of ['one ', 'two ', 'three ']) {
      source.inner.getMap('words').set(word, true);
      await source.pass(100);
    }
    const mine = await TestCore.open({ clock, sealer });
    const third = source.items[2]?.slice();
    mine.meddle((items) => {
      items.push([third]);
    });
    await mine.pass(0);
    empty(mine);
    await mine.pass(1_500);
    expect(mine.items).toHaveLength(1);
    await mine.pass(60_000);
    expect(mine.items).toHaveLength(1);
  });

  it('brings back from the device what never reached the outer document', async () => {
    const disk = new MemoryDisk(clock);
    const before = await TestCore.open({ clock, sealer, disk }, { heal: false });
    await written(before);
    const again = await TestCore.open({ clock, sealer, disk });
    expect(again.text).toBe('what I need');
    expect(again.items).toHaveLength(0);
    await again.pass(1_500);
    expect(await newcomerReads(again)).toBe('what I need');
  });

  it('answers a partner who has something else, once for each difference', async () => {
    const mine = await written(await TestCore.open({ clock, sealer }));
    const first = mine.items[0];
    const call = { session: '00000000000000ff', seq: 0, digest: 5 };
    mine.core.heard(call);
    await mine.pass(3_000);
    expect(mine.items).toEqual([first]);
    mine.core.heard(call);
    await mine.pass(20_000);
    expect(mine.items).toHaveLength(1);
    expect(mine.items[0]).not.toEqual(first);
    const second = mine.items[0];
    for (let calls = 0; calls < 5; calls += 1) {
      mine.core.heard(call);
      await mine.pass(20_000);
    }
    expect(mine.items).toEqual([second]);
    mine.core.heard({ ...call, digest: 6 });
    await mine.pass(20_000);
    expect(mine.items[0]).not.toEqual(second);
  });

  it('does not answer a partner who has the same', async () => {
    const mine = await written(await TestCore.open({ clock, sealer }));
    const theirs = await TestCore.open({ clock, sealer });
    mine.sendTo(theirs);
    await mine.pass(20_000);
    const before = mine.items[0];
    mine.core.heard(theirs.core.tell);
    theirs.core.heard(mine.core.tell);
    await mine.pass(20_000);
    expect([mine.items, theirs.items]).toEqual([[before], [before]]);
  });

  it('does not publish over and over when the relay deletes over and over within a moment', async () => {
    const mine = await written(await TestCore.open({ clock, sealer }));
    let published = 0;
    mine.outer.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin !== 'meddler') published += 1;
    });
    for (let times = 0; times < 100; times += 1) {
      empty(mine);
      await mine.pass(10);
    }
    expect(published).toBeLessThan(10);
    await mine.pass(1_500);
    expect(await newcomerReads(mine)).toBe('what I need');
    expect(Y.encodeStateAsUpdate(mine.inner).length).toBeGreaterThan(10);
  });
});
