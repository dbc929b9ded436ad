import { describe, expect, test } from 'vitest';
import { UnsavedWork } from './unsaved-work.svelte.ts';

describe('unsaved work', () => {
  test('is there while any part of the page says so', () => {
    const work = new UnsavedWork();
    let unsaved = true;
    const off = work.watch(() => unsaved);
    work.watch(() => false);
    expect(work.any).toBe(true);
    unsaved = false;
    expect(work.any).toBe(false);
    unsaved = true;
    off();
    expect(work.any).toBe(false);
  });

  test('is kept by every part before the keys go, also when one part fails', async () => {
    const work = new UnsavedWork();
    const kept: string[] = [];
    work.keepBeforeLocking(() => {
      throw new Error('refused');
    });
    work.keepBeforeLocking(async () => {
      await Promise.resolve();
      kept.push('draft');
    });
    await work.keepAll();
    expect(kept).toEqual(['draft']);
  });

  test('does not hold the lock open for longer than its patience', async () => {
    const work = new UnsavedWork();
    work.keepBeforeLocking(() => new Promise<void>(() => undefined));
    const began = performance.now();
    await work.keepAll(20);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
