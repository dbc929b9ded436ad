import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CountingSealer } from './simulation/counting-sealer.ts';
import { makeSealer } from './simulation/keys.ts';
import { TestCore } from './simulation/open-core.ts';
import { VirtualClock } from './simulation/virtual-clock.ts';
import { overheadOf } from './overhead.ts';
import { OuterItems } from './outer-items.ts';
import { MemoryDisk } from './simulation/memory-disk.ts';

async function setting(generation = 0) {
  return {
    sealer: new CountingSealer(await makeSealer(generation)),
    clock: new VirtualClock(),
    disk: new MemoryDisk(new VirtualClock()),
  };
}

describe('the core of a generation', () => {
  it('says that its outer document is heavy when what is gone weighs too much, and what can be used does not count', async () => {
    let heavy = 0;
    const core = await TestCore.open(await setting(), {
      onHeavy: () => (heavy += 1),
      foldItems: 4,
    });
    const typeAndRest = async () => {
      for (let key = 0; key < 8; key += 1) {
        core.type('need ');
        await core.pass(100);
      }
      await core.pass(5_000);
    };
    await typeAndRest();
    expect(core.items).toHaveLength(1);
    expect(heavy).toBe(0);
    // What a relay or a changed app can put there: something that is no envelope, and then takes it out again.
    core.meddle((items) => {
      items.push(['x'.repeat(300 * 1024)]);
    });
    await typeAndRest();
    expect(heavy).toBeGreaterThan(0);
    expect(overheadOf(new OuterItems(core.outer, () => undefined))).toBeGreaterThan(256 * 1024);
  });

  it('hands over every key: what was sealed is known, what was not comes along, and what follows is the next one’s', async () => {
    const world = await setting();
    const former = await TestCore.open(world);
    former.type('sealed ');
    await former.pass(1_000);
    former.type('in the middle ');
    const handover = former.core.retire();
    former.type('after');
    await former.pass(1_000);
    expect(former.items).toHaveLength(1);
    expect(handover.pending).toHaveLength(1);
    expect(former.core.tell.seq).toBe(1);
    await former.core.close();
    expect(former.text).toBe('sealed in the middle after');
    expect(handover.applied.has(former.session, 1)).toBe(true);
    const kept = new Y.Doc();
    for (const update of handover.pending) Y.applyUpdate(kept, update);
    // It builds on what was sealed, so it waits for that, and is there once it has come.
    Y.applyUpdate(kept, Y.encodeStateAsUpdate(former.inner));
    expect(kept.getText('text').toString()).toContain('in the middle');
  });
});
