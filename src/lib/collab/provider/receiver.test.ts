import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { limits } from '../protocol/frames.ts';
import { encodeUpdate } from './payloads.ts';
import { CountingSealer } from './simulation/counting-sealer.ts';
import { makeSealer } from './simulation/keys.ts';
import { TestCore } from './simulation/open-core.ts';
import { VirtualClock } from './simulation/virtual-clock.ts';
import { remoteOrigin } from './types.ts';

let clock: VirtualClock;
let sealer: CountingSealer;
let mine: TestCore;
let theirs: TestCore;

beforeEach(async () => {
  clock = new VirtualClock();
  sealer = new CountingSealer(await makeSealer());
  mine = await TestCore.open({ clock, sealer });
  theirs = await TestCore.open({ clock, sealer });
});

/** Three items, as the partner would get them. */
async function threeItems(): Promise<Uint8Array[]> {
  for (const word of ['one ', 'two ', 'three ']) {
    mine.type(word);
    await mine.pass(100);
  }
  return mine.items.map((item) => item.slice());
}

/** Gives the partner these items, as a relay could. */
async function deliver(items: readonly unknown[]): Promise<void> {
  theirs.meddle((array) => {
    array.push([...items]);
  });
  await theirs.pass(0);
}

describe('reading the outer document', () => {
  it('brings what the partner wrote, with an origin that undo can leave out', async () => {
    const origins = new Set<unknown>();
    theirs.inner.on('update', (_update: Uint8Array, origin: unknown) => origins.add(origin));
    await deliver(await threeItems());
    expect(theirs.text).toBe('one two three ');
    expect([...origins]).toEqual([remoteOrigin]);
  });

  it.each([
    ['its first byte of ciphertext', 19],
    ['its nonce', 8],
    ['its epoch', 6],
    ['its kind', 2],
    ['its last byte', -1],
  ])('sets an item aside when %s was changed, and reads the others', async (_what, at) => {
    const [first, second, third] = await threeItems();
    const spoilt = second?.slice() ?? new Uint8Array();
    const index = at < 0 ? spoilt.length + at : at;
    spoilt[index] = (spoilt[index] ?? 0) ^ 1;
    await deliver([first, spoilt]);
    expect(theirs.text).toBe('one ');
    expect(theirs.core.status.setAside).toBe(1);
    await deliver([second, third]);
    expect(theirs.text).toBe('one two three ');
    expect(theirs.core.status).toMatchObject({ setAside: 1, changesMissing: false });
  });

  it('sets aside what a later version of the app wrote', async () => {
    const [first, second] = await threeItems();
    const later = first?.slice() ?? new Uint8Array();
    later[0] = 2;
    await deliver([later, first, second]);
    expect(theirs.text).toBe('one two ');
    expect(theirs.core.status.setAside).toBe(1);
  });

  it('sets aside what is no envelope at all', async () => {
    const items = await threeItems();
    await deliver(['text', 7, new Uint8Array(), new Uint8Array(400).fill(9), null, ...items]);
    expect(theirs.text).toBe('one two three ');
    expect(theirs.core.status.setAside).toBe(5);
  });

  it('sets aside an item of more than 1 MiB without opening it', async () => {
    const huge = await sealer.seal('update', new Uint8Array(limits.itemBytes));
    await deliver([huge, ...(await threeItems())]);
    expect(theirs.text).toBe('one two three ');
    expect(theirs.core.status.setAside).toBe(1);
  });

  it('sets a second copy of an item aside, also after the first was folded away', async () => {
    const items = await threeItems();
    await deliver([...items, items[1]?.slice()]);
    expect(theirs.text).toBe('one two three ');
    expect(theirs.core.status.setAside).toBe(1);
    theirs.meddle((array) => {
      array.delete(0, array.length);
    });
    await theirs.pass(5_000);
    expect(theirs.core.status.setAside).toBe(0);
    await deliver([items[0]?.slice()]);
    expect(theirs.text).toBe('one two three ');
    expect(theirs.core.status.setAside).toBe(1);
  });

  it('sets aside an update that Yjs cannot read, although it is rightly sealed', async () => {
    const nonsense = encodeUpdate({
      session: mine.session,
      seq: 9,
      update: Uint8Array.of(9, 9, 9),
    });
    await deliver([await sealer.seal('update', nonsense), ...(await threeItems())]);
    expect(theirs.text).toBe('one two three ');
    expect(theirs.core.status.setAside).toBe(1);
  });

  it('does not open an update that is passed off as a snapshot, or one of another document', async () => {
    const other = await makeSealer();
    const [first] = await threeItems();
    const swapped = first?.slice() ?? new Uint8Array();
    swapped[2] = 4;
    await deliver([swapped, await other.seal('update', Uint8Array.of(1))]);
    expect(theirs.text).toBe('');
    expect(theirs.core.status.setAside).toBe(2);
  });

  it('goes on when an observer of the editor throws', async () => {
    theirs.inner.getText('text').observe(() => {
      throw new Error('the editor stumbled');
    });
    await deliver(await threeItems());
    expect(theirs.text).toBe('one two three ');
    expect(theirs.reported).toHaveLength(1);
    expect(theirs.core.status.setAside).toBe(0);
  });

  it('takes a long backlog in few steps of the editor', async () => {
    for (let index = 0; index < 130; index += 1) {
      mine.inner.getMap('m').set(`k${String(index)}`, index);
      await mine.pass(30);
    }
    let steps = 0;
    theirs.inner.on('update', () => (steps += 1));
    const all = mine.items;
    await deliver(all);
    expect(theirs.inner.getMap('m').size).toBe(130);
    expect(steps).toBeLessThanOrEqual(Math.ceil(all.length / 64));
  });

  it('says that changes are missing when an earlier one never came, until it comes', async () => {
    const [first, second, third] = await threeItems();
    await deliver([first, third]);
    expect(theirs.core.status.changesMissing).toBe(false);
    await theirs.pass(3_000);
    expect(theirs.core.status.changesMissing).toBe(true);
    await deliver([second]);
    expect(theirs.core.status.changesMissing).toBe(false);
    expect(theirs.text).toBe('one two three ');
  });

  it('says that changes are missing when the partner has published what never came', async () => {
    const [first] = await threeItems();
    await deliver([first]);
    theirs.core.heard(mine.core.tell);
    await theirs.pass(3_000);
    expect(theirs.core.status.changesMissing).toBe(true);
    mine.core.heard(theirs.core.tell);
    await mine.pass(1_000);
    mine.sendTo(theirs);
    await theirs.pass(0);
    expect(theirs.core.status.changesMissing).toBe(false);
    expect(theirs.text).toBe('one two three ');
  });

  it('keeps what it has read when everything is taken out of the outer document', async () => {
    await deliver(await threeItems());
    theirs.meddle((array) => {
      array.delete(0, array.length);
    });
    await theirs.pass(0);
    expect(theirs.text).toBe('one two three ');
    expect(Y.encodeStateAsUpdate(theirs.inner).length).toBeGreaterThan(20);
  });
});
