import { describe, expect, test } from 'vitest';
import { IdleTimer } from './idle-timer.ts';

const minute = 60_000;

/** A clock that a test moves; the timer looks at it at each of its own ticks. */
function clock() {
  let now = 1_000_000;
  let idle = 0;
  const ticks = new Set<() => void>();
  const timer = new IdleTimer({
    after: () => 10 * minute,
    onIdle: () => (idle += 1),
    now: () => now,
    every: (_ms, callback) => {
      ticks.add(callback);
      return () => ticks.delete(callback);
    },
  });
  return {
    timer,
    idle: () => idle,
    pass(ms: number) {
      now += ms;
      for (const tick of [...ticks]) tick();
    },
    sleep: (ms: number) => (now += ms),
  };
}

describe('ten idle minutes', () => {
  test('end the wait once, and not a moment earlier', () => {
    const { timer, idle, pass } = clock();
    timer.start();
    pass(10 * minute - 1);
    expect(idle()).toBe(0);
    pass(1);
    expect(idle()).toBe(1);
    expect(timer.running).toBe(false);
    pass(60 * minute);
    expect(idle()).toBe(1);
  });

  test('begin again with every touch', () => {
    const { timer, idle, pass } = clock();
    timer.start();
    for (let touch = 0; touch < 5; touch += 1) {
      pass(9 * minute);
      timer.active();
    }
    expect(idle()).toBe(0);
    pass(10 * minute);
    expect(idle()).toBe(1);
  });

  test('count while the device sleeps: the first touch afterwards finds it over', () => {
    const { timer, idle, sleep } = clock();
    timer.start();
    sleep(8 * 60 * minute);
    timer.active();
    expect(idle()).toBe(1);
  });

  test('are found over when a page becomes visible again', () => {
    const { timer, idle, sleep } = clock();
    timer.start();
    sleep(10 * minute);
    timer.check();
    expect(idle()).toBe(1);
  });

  test('end nothing after a stop', () => {
    const { timer, idle, pass } = clock();
    timer.start();
    timer.stop();
    pass(20 * minute);
    timer.active();
    timer.check();
    expect(idle()).toBe(0);
  });
});
