import { describe, expect, test } from 'vitest';
import { AutoLock } from './auto-lock.ts';
import { LockChoices } from './lock-choices.svelte.ts';

const minute = 60_000;

function page() {
  let now = 1_000_000;
  const locked: string[] = [];
  const ticks = new Set<() => void>();
  const choices = new LockChoices(() => {
    throw new Error('this browser keeps nothing');
  });
  const lock = new AutoLock({
    choices,
    lockLog: () => Promise.resolve(void locked.push('log')),
    lockPage: () => Promise.resolve(void locked.push('page')),
    timer: {
      now: () => now,
      every: (_ms, callback) => {
        ticks.add(callback);
        return () => ticks.delete(callback);
      },
    },
  });
  lock.start();
  return {
    choices,
    lock,
    locked,
    pass(ms: number) {
      now += ms;
      for (const tick of [...ticks]) tick();
    },
  };
}

describe('the page locks by itself', () => {
  test('after the chosen minutes, when everything was chosen', () => {
    const { choices, lock, locked, pass } = page();
    choices.everything = true;
    choices.minutes = 5;
    pass(5 * minute - 1);
    lock.active();
    pass(5 * minute - 1);
    expect(locked).toEqual([]);
    pass(1);
    expect(locked).toEqual(['page']);
  });

  test('not at all while only the log was chosen, and from then on when that changes', () => {
    const { choices, locked, pass } = page();
    pass(11 * minute);
    pass(11 * minute);
    expect(locked).toEqual([]);
    choices.everything = true;
    pass(10 * minute);
    expect(locked).toEqual(['page']);
  });

  test('with a shorter time at once, when more than that has passed', () => {
    const { choices, locked, pass } = page();
    choices.everything = true;
    choices.minutes = 30;
    pass(9 * minute);
    choices.minutes = 1;
    pass(1);
    expect(locked).toEqual(['page']);
  });

  test('when it goes out of sight, the log or everything, if that was chosen', async () => {
    const { choices, lock, locked } = page();
    await lock.hidden();
    choices.whenHidden = true;
    await lock.hidden();
    choices.everything = true;
    await lock.hidden();
    expect(locked).toEqual(['log', 'page']);
  });
});
