import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { compactAt } from './compaction.ts';
import { CountingSealer } from './simulation/counting-sealer.ts';
import { makeSealer } from './simulation/keys.ts';
import { TestCore } from './simulation/open-core.ts';
import { VirtualClock } from './simulation/virtual-clock.ts';

let clock: VirtualClock;
let sealer: CountingSealer;
let mine: TestCore;

beforeEach(async () => {
  clock = new VirtualClock();
  sealer = new CountingSealer(await makeSealer());
  mine = await TestCore.open({ clock, sealer });
});

async function typeItems(core: TestCore, count: number, gap = 30): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    core.type('x');
    await core.pass(gap);
  }
}

describe('folding items into a snapshot', () => {
  it('waits for more than 64 items and a pause, then leaves one item with everything in it', async () => {
    await typeItems(mine, compactAt.items);
    await mine.pass(10_000);
    expect(mine.items).toHaveLength(compactAt.items);
    await typeItems(mine, 1);
    await mine.pass(10_000);
    expect(mine.items).toHaveLength(1);
    const theirs = await TestCore.open({ clock, sealer });
    mine.sendTo(theirs);
    await theirs.pass(0);
    expect(theirs.text).toBe('x'.repeat(compactAt.items + 1));
  });

  it('happens for few items, too, after a long pause', async () => {
    await typeItems(mine, compactAt.itemsAtRest + 1);
    await mine.pass(compactAt.rest - 1_000);
    expect(mine.items).toHaveLength(compactAt.itemsAtRest + 1);
    await mine.pass(3_000);
    expect(mine.items).toHaveLength(1);
  });

  it('happens for few items, too, when they are large', async () => {
    mine.type('long '.repeat(14_000));
    await mine.pass(100);
    mine.type('more');
    await mine.pass(10_000);
    expect(mine.items).toHaveLength(1);
    expect(mine.text).toHaveLength(70_004);
  });

  it('does not rewrite a large snapshot for a few keys', async () => {
    mine.type(Array.from({ length: 100_000 }, (_, index) => index.toString(36)).join(' '));
    await mine.pass(5_000);
    await typeItems(mine, 1);
    await mine.pass(5_000);
    const before = mine.items.length;
    await typeItems(mine, 70);
    await mine.pass(10_000);
    expect(mine.items.length).toBe(before + 70);
    // Nor in the middle of typing, which it would hold up.
    await typeItems(mine, 230, 100);
    expect(mine.items.length).toBe(before + 300);
    await mine.pass(70_000);
    expect(mine.items.length).toBeLessThan(before);
  });

  it('does not wait for a pause when somebody writes on and on', async () => {
    await typeItems(mine, 500, 100);
    expect(mine.items.length).toBeLessThan(compactAt.itemsWithoutPause + 64);
  });

  it('removes and adds in one update, so that nobody sees the one without the other', async () => {
    await typeItems(mine, compactAt.items + 1);
    const updates: Uint8Array[] = [];
    mine.outer.on('update', (update: Uint8Array) => updates.push(update));
    await mine.pass(10_000);
    expect(updates).toHaveLength(1);
  });

  it('keeps an item that arrives while the snapshot is being encrypted', async () => {
    const theirs = await TestCore.open({ clock, sealer });
    await typeItems(mine, compactAt.items + 1);
    mine.sendTo(theirs);
    await theirs.pass(0);
    theirs.type('just now');
    await theirs.pass(0);
    const late = Y.encodeStateAsUpdate(theirs.outer, Y.encodeStateVector(mine.outer));
    let arrived = false;
    sealer.beforeSeal = (kind) => {
      if (kind !== 'snapshot' || arrived) return;
      arrived = true;
      Y.applyUpdate(mine.outer, late, 'network');
    };
    await mine.pass(2_000);
    expect(arrived).toBe(true);
    expect(mine.items).toHaveLength(2);
    expect(mine.text).toContain('just now');
  });

  it('ends with one snapshot after both partners folded at the same moment', async () => {
    const theirs = await TestCore.open({ clock, sealer });
    await typeItems(mine, compactAt.items + 1);
    mine.sendTo(theirs);
    await mine.pass(10_000);
    expect([mine.items.length, theirs.items.length]).toEqual([1, 1]);
    mine.sendTo(theirs);
    theirs.sendTo(mine);
    await mine.pass(10_000);
    expect(mine.items.length).toBe(2);
    expect([mine.text, theirs.text]).toEqual([theirs.text, mine.text]);
    await typeItems(mine, compactAt.items);
    await mine.pass(10_000);
    expect(mine.items).toHaveLength(1);
  });

  it('takes an item that is set aside neither in nor away', async () => {
    mine.meddle((items) => {
      items.insert(0, [new Uint8Array(400).fill(1)]);
    });
    await typeItems(mine, compactAt.items + 1);
    await mine.pass(10_000);
    expect(mine.items).toHaveLength(2);
    expect(mine.core.status.setAside).toBe(1);
  });

  it('says that the document is full when its state no longer fits in an item, and goes on without loss', async () => {
    const theirs = await TestCore.open({ clock, sealer });
    for (let part = 0; part < 5; part += 1) {
      mine.type('a word and another one '.repeat(10_000));
      await mine.pass(2_000);
    }
    expect(mine.core.status.full).toBe(true);
    mine.sendTo(theirs);
    await theirs.pass(0);
    expect(theirs.text).toBe(mine.text);
  });

  it('does not pass on a single change of more than 1 MiB, says so, and recovers when it is taken back', async () => {
    const theirs = await TestCore.open({ clock, sealer });
    mine.type('before ');
    await mine.pass(100);
    mine.type('€'.repeat(500_000));
    await mine.pass(2_000);
    expect(mine.core.status).toMatchObject({ full: true, saved: 'saving' });
    mine.inner.getText('text').delete(7, 500_000);
    mine.type('after');
    await mine.pass(30_000);
    mine.confirm();
    expect(mine.core.status).toMatchObject({ full: false, saved: 'both' });
    mine.sendTo(theirs);
    await theirs.pass(0);
    expect(theirs.text).toBe('before after');
  });
});
