import { beforeEach, describe, expect, it } from 'vitest';
import { CountingSealer } from './simulation/counting-sealer.ts';
import { makeSealer } from './simulation/keys.ts';
import { TestCore } from './simulation/open-core.ts';
import { VirtualClock } from './simulation/virtual-clock.ts';

let clock: VirtualClock;
let sealer: CountingSealer;

beforeEach(async () => {
  clock = new VirtualClock();
  sealer = new CountingSealer(await makeSealer());
});

describe('publishing what is written', () => {
  it('sends the first key after a pause at once', async () => {
    const mine = await TestCore.open({ clock, sealer });
    mine.type('a');
    await mine.pass(0);
    expect(mine.items).toHaveLength(1);
  });

  it('merges what follows within 25 ms while the partner is here', async () => {
    const mine = await TestCore.open({ clock, sealer });
    mine.type('a');
    await mine.pass(5);
    mine.type('b');
    await mine.pass(5);
    mine.type('c');
    await mine.pass(14);
    expect(mine.items).toHaveLength(1);
    await mine.pass(1);
    expect(mine.items).toHaveLength(2);
  });

  it('merges for 300 ms while nobody else is here', async () => {
    const mine = await TestCore.open({ clock, sealer }, { watched: () => false });
    for (let keys = 0; keys < 29; keys += 1) {
      mine.type('x');
      await mine.pass(10);
    }
    expect(mine.items).toHaveLength(1);
    await mine.pass(10);
    expect(mine.items).toHaveLength(2);
  });

  it('puts the transactions of one step into one item', async () => {
    const mine = await TestCore.open({ clock, sealer });
    mine.type('a');
    mine.type('b');
    await mine.pass(0);
    expect(mine.items).toHaveLength(1);
  });

  it('publishes at once when asked to, and says when it is done', async () => {
    const mine = await TestCore.open({ clock, sealer });
    mine.type('a');
    await mine.pass(1);
    mine.type('b');
    expect(mine.core.busy).toBe(true);
    await mine.core.flush();
    expect(mine.core.busy).toBe(false);
    expect(mine.items).toHaveLength(2);
  });

  it('keeps the order of keys whatever the timing', async () => {
    const mine = await TestCore.open({ clock, sealer });
    const theirs = await TestCore.open({ clock, sealer });
    const written = 'The pauses between us are shorter now.';
    for (const [index, key] of [...written].entries()) {
      mine.type(key);
      await mine.pass((index * 7) % 40);
      mine.sendTo(theirs);
    }
    await mine.pass(300);
    mine.sendTo(theirs);
    await theirs.pass(0);
    expect(theirs.text).toBe(written);
  });

  it('does not publish what came from the partner a second time', async () => {
    const mine = await TestCore.open({ clock, sealer });
    const theirs = await TestCore.open({ clock, sealer });
    mine.type('hello');
    await mine.pass(0);
    mine.sendTo(theirs);
    await theirs.pass(1_000);
    expect(theirs.items).toHaveLength(1);
  });
});
