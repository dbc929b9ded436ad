import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UnsavedWork } from './unsaved-work.svelte.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const keptAlready = () => undefined;

describe('unsaved work', () => {
  test('is there while any part of the page says so', () => {
    const work = new UnsavedWork();
    let unsaved = true;
    const off = work.watch(() => unsaved, keptAlready);
    work.watch(() => false, keptAlready);
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
    const off = work.watch(
      () => true,
      () => void kept.push('answer'),
    );
    await work.keepAll();
    expect(kept).toEqual(['answer', 'draft']);
    off();
    await work.keepAll();
    expect(kept).toEqual(['answer', 'draft', 'draft']);
  });

  test('does not hold the lock open for longer than its patience', async () => {
    const work = new UnsavedWork();
    work.keepBeforeLocking(() => new Promise<void>(() => undefined));
    let over = false;
    const all = work.keepAll(20).then(() => (over = true));
    await vi.advanceTimersByTimeAsync(19);
    expect(over).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await all;
  });
});
