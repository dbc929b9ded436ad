import { beforeEach, describe, expect, it } from 'vitest';
import { readHeader } from '../../crypto/envelopes/index.ts';
import type { EncryptedCache } from './encrypted-cache.ts';
import { CountingSealer } from './simulation/counting-sealer.ts';
import { makeSealer } from './simulation/keys.ts';
import { MemoryDisk } from './simulation/memory-disk.ts';
import { TestCore } from './simulation/open-core.ts';
import { VirtualClock } from './simulation/virtual-clock.ts';

let clock: VirtualClock;
let sealer: CountingSealer;
let disk: MemoryDisk;

beforeEach(async () => {
  clock = new VirtualClock();
  sealer = new CountingSealer(await makeSealer());
  disk = new MemoryDisk(clock);
});

describe('what a device keeps', () => {
  it('is there again after a crash, without network and without the outer document', async () => {
    const mine = await TestCore.open({ clock, sealer, disk });
    mine.type('before the crash');
    await mine.pass(0);
    disk.crash();
    const again = await TestCore.open({ clock, sealer, disk });
    expect(again.text).toBe('before the crash');
  });

  it('is called saved here exactly when the disk has it', async () => {
    const slow = new MemoryDisk(clock, () => 50);
    const mine = await TestCore.open({ clock, sealer, disk: slow });
    mine.type('a');
    expect(mine.core.status.saved).toBe('saving');
    await mine.pass(49);
    expect(mine.core.status.saved).toBe('saving');
    expect(slow.rows.size).toBe(0);
    await mine.pass(1);
    expect(mine.core.status.saved).toBe('here');
    expect(slow.rows.size).toBe(1);
  });

  it('is not called saved for both before the disk has it, even when the relay is faster', async () => {
    const mine = await TestCore.open({ clock, sealer, disk: new MemoryDisk(clock, () => 50) });
    mine.type('a');
    await mine.pass(0);
    mine.confirm();
    expect(mine.core.status.saved).toBe('saving');
    await mine.pass(50);
    expect(mine.core.status.saved).toBe('both');
  });

  it('is not called unsaved while it takes what came from elsewhere, which is stored there already', async () => {
    const theirs = await TestCore.open({ clock, sealer });
    theirs.type('from them');
    await theirs.pass(0);
    const slow = new MemoryDisk(clock, () => 50);
    const mine = await TestCore.open({ clock, sealer, disk: slow });
    theirs.sendTo(mine);
    await mine.pass(10);
    expect([mine.text, slow.rows.size]).toEqual(['from them', 0]);
    expect(mine.core.status.saved).toBe('both');
    // What is written here waits behind it, and is unsaved until the disk has both.
    mine.type(', and from me');
    await mine.pass(0);
    mine.confirm();
    await mine.pass(45);
    expect([mine.core.status.saved, slow.rows.size]).toEqual(['saving', 1]);
    await mine.pass(50);
    expect([mine.core.status.saved, slow.rows.size]).toEqual(['both', 2]);
  });

  it('is envelopes and nothing else', async () => {
    const mine = await TestCore.open({ clock, sealer, disk });
    for (let index = 0; index < 70; index += 1) {
      mine.type('plaintext');
      await mine.pass(30);
    }
    await mine.pass(5_000);
    expect(disk.rows.size).toBeGreaterThan(0);
    for (const envelope of disk.rows.values()) {
      expect(['update', 'cache']).toContain(readHeader(envelope).kind);
      expect(Buffer.from(envelope).includes('plaintext')).toBe(false);
    }
  });

  it('is folded into one row now and then, and at the end', async () => {
    const mine = await TestCore.open({ clock, sealer, disk });
    for (let index = 0; index < 70; index += 1) {
      mine.type('x');
      await mine.pass(30);
    }
    await mine.pass(5_000);
    expect(disk.rows.size).toBe(1);
    mine.type('the end');
    await mine.core.close();
    expect(disk.rows.size).toBe(1);
    const again = await TestCore.open({ clock, sealer, disk });
    expect(again.text).toBe(`${'x'.repeat(70)}the end`);
  });

  it('is folded in a pause, and not in the middle of typing, which it would hold up in a large document', async () => {
    const mine = await TestCore.open({ clock, sealer, disk });
    const type = async (keys: number) => {
      for (let key = 0; key < keys; key += 1) {
        mine.type('x');
        await mine.pass(80);
      }
    };
    await type(200);
    expect(disk.rows.size).toBe(200);
    await mine.pass(2_000);
    expect(disk.rows.size).toBe(1);
    // Somebody who never pauses does not fill the device.
    await type(1_100);
    expect(disk.rows.size).toBeLessThan(1_100);
    disk.crash();
    const again = await TestCore.open({ clock, sealer, disk });
    expect(again.text).toBe('x'.repeat(1_300));
  });

  it('holds what two tabs wrote, whichever folds last', async () => {
    const one = await TestCore.open({ clock, sealer, disk });
    const two = await TestCore.open({ clock, sealer, disk });
    one.type('from one');
    two.type('from two');
    await one.pass(0);
    await two.core.close();
    await one.core.close();
    const again = await TestCore.open({ clock, sealer, disk });
    expect(again.text).toContain('from one');
    expect(again.text).toContain('from two');
  });

  it('holds what a snapshot of the partner brought, even when the relay then deletes it', async () => {
    const theirs = await TestCore.open({ clock, sealer }, { foldItems: 1 });
    theirs.type('a');
    await theirs.pass(100);
    theirs.type('b');
    await theirs.pass(10_000);
    const mine = await TestCore.open({ clock, sealer, disk });
    theirs.sendTo(mine);
    await mine.pass(3_000);
    disk.crash();
    const again = await TestCore.open({ clock, sealer, disk });
    expect(again.text).toBe('ab');
  });

  it.each([
    [
      'flipped bits',
      (row: Uint8Array) => row.map((byte, index) => (index === 60 ? byte ^ 4 : byte)),
    ],
    ['a row cut short', (row: Uint8Array) => row.slice(0, 40)],
    ['an empty row', () => new Uint8Array()],
  ])(
    'survives %s in one row: it is counted, and the relay brings what it held',
    async (_what, spoil) => {
      const mine = await TestCore.open({ clock, sealer, disk });
      for (const key of ['one', 'two', 'three']) {
        mine.inner.getMap('m').set(key, true);
        await mine.pass(100);
      }
      const [id, row] = [...disk.rows][1] ?? [];
      if (id === undefined || row === undefined) throw new Error('nothing was kept');
      disk.rows.set(id, spoil(row));
      const again = await TestCore.open({ clock, sealer, disk });
      expect([...again.inner.getMap('m').keys()]).toEqual(['one']);
      expect(again.core.status.setAside).toBe(1);
      mine.sendTo(again);
      await again.pass(0);
      expect([...again.inner.getMap('m').keys()].sort()).toEqual(['one', 'three', 'two']);
      again.type('goes on');
      await again.pass(0);
      expect(again.core.status.saved).toBe('here');
    },
  );

  it('keeps a row that a later version of the app wrote', async () => {
    const mine = await TestCore.open({ clock, sealer, disk });
    mine.type('x');
    await mine.pass(0);
    const later = new Uint8Array(400).fill(2);
    disk.rows.set(99, later);
    const again = await TestCore.open({ clock, sealer, disk });
    await again.core.close();
    expect(disk.rows.get(99)).toEqual(later);
  });
});

/** A browser's storage that refuses from some moment on. */
function refusing(cache: EncryptedCache, refuses: () => boolean): EncryptedCache {
  const guarded = <T>(call: () => Promise<T>) =>
    refuses() ? Promise.reject<T>(new DOMException('full', 'QuotaExceededError')) : call();
  return {
    rows: () => cache.rows(),
    append: (envelopes) => guarded(() => cache.append(envelopes)),
    replace: (envelope, ids) => guarded(() => cache.replace(envelope, ids)),
    close: () => {
      cache.close();
    },
  };
}

describe('a browser that keeps nothing', () => {
  it('is told of, and the document works in memory', async () => {
    const mine = await TestCore.open(
      { clock, sealer },
      { openCache: () => Promise.reject(new DOMException('no', 'SecurityError')) },
    );
    expect(mine.core.status.storage).toBe('refused');
    mine.type('in memory');
    await mine.pass(0);
    expect(mine.core.status.saved).toBe('saving');
    mine.confirm();
    expect(mine.core.status.saved).toBe('both');
  });

  it('is told of when it becomes full in the middle; only the relay counts from then on', async () => {
    let full = false;
    const mine = await TestCore.open(
      { clock, sealer },
      { openCache: () => Promise.resolve(refusing(disk.open(), () => full)) },
    );
    mine.type('fits');
    await mine.pass(0);
    expect(mine.core.status).toMatchObject({ storage: 'ok', saved: 'here' });
    full = true;
    mine.type(' and does not');
    await mine.pass(100);
    expect(mine.core.status).toMatchObject({ storage: 'refused', saved: 'saving' });
    mine.confirm();
    expect(mine.core.status.saved).toBe('both');
    await mine.core.close();
  });

  it('and one that is asked to keep nothing never says "here"', async () => {
    const mine = await TestCore.open({ clock, sealer });
    mine.type('a');
    await mine.pass(1_000);
    expect(mine.core.status).toMatchObject({ storage: 'ok', saved: 'saving' });
  });
});
