import { describe, expect, test } from 'vitest';
import { Poll } from './poll.ts';

/** A poll whose time is moved by the test, with everything it waited for. */
function watched(answers: readonly (boolean | 'fails')[], visible = () => true) {
  let pending: (() => void) | null = null;
  const waits: number[] = [];
  let asked = 0;
  const poll = new Poll({
    ask: async () => {
      await Promise.resolve();
      const answer = answers[asked++] ?? false;
      if (answer === 'fails') throw new Error('no connection');
      return answer;
    },
    visible,
    after: (ms, callback) => {
      waits.push(ms);
      pending = callback;
      return () => (pending = null);
    },
  });
  async function settle() {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }
  return {
    poll,
    waits,
    asked: () => asked,
    waiting: () => pending !== null,
    async tick() {
      const due = pending;
      pending = null;
      due?.();
      await settle();
    },
    settle,
  };
}

describe('a page that waits for the partner', () => {
  test('asks ever more slowly, up to a limit', async () => {
    const { poll, waits, tick } = watched([]);
    poll.start();
    for (let turn = 0; turn < 12; turn += 1) await tick();
    expect(waits[0]).toBe(1500);
    expect(waits[1]).toBeCloseTo(2100);
    expect(waits.at(-1)).toBe(15_000);
  });

  test('stops when there is nothing more to ask', async () => {
    const { poll, tick, asked, waiting } = watched([false, true]);
    poll.start();
    await tick();
    await tick();
    expect(asked()).toBe(2);
    expect(waiting()).toBe(false);
  });

  test('goes on after a lost connection, with a longer wait', async () => {
    const { poll, tick, waits, asked } = watched(['fails', true]);
    poll.start();
    await tick();
    expect(waits[1]).toBeGreaterThan(2100);
    await tick();
    expect(asked()).toBe(2);
  });

  test('does not ask while nobody sees it, and at once when somebody does', async () => {
    let seen = false;
    const { poll, tick, asked, settle } = watched([], () => seen);
    poll.start();
    await tick();
    await tick();
    expect(asked()).toBe(0);
    seen = true;
    poll.hurry();
    await settle();
    expect(asked()).toBe(1);
  });

  test('asks one question at a time, however often it is hurried', async () => {
    const { poll, asked, settle } = watched([]);
    poll.start();
    poll.hurry();
    poll.hurry();
    poll.hurry();
    await settle();
    expect(asked()).toBe(1);
  });

  test('asks nothing after it was stopped', async () => {
    const { poll, tick, asked } = watched([]);
    poll.start();
    poll.stop();
    await tick();
    poll.hurry();
    expect(asked()).toBe(0);
  });
});
