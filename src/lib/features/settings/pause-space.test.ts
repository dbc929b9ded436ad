import { expect, test } from 'vitest';
import { Failure } from '$lib/domain/failure/failure.ts';
import type { OpenSpace } from '$lib/domain/space/open-space.ts';
import { PauseSpace } from './pause-space.svelte.ts';

const me = { id: '1', name: 'Ada', slot: 1 } as const;
const space: OpenSpace = {
  id: 's',
  name: 'Us',
  status: 'open',
  pausedUntil: null,
  epoch: 0,
  me,
  partner: null,
};

function form(changes: Partial<OpenSpace> = {}, answer = () => Promise.resolve()) {
  const calls: Date[] = [];
  const pause = new PauseSpace(
    {
      space: { ...space, ...changes },
      room: {
        standing: changes.status ?? 'open',
        pause: (until) => {
          calls.push(until);
          return answer();
        },
        resume: answer,
      },
    },
    () => new Date(2026, 10, 24, 12),
  );
  return { pause, calls };
}

test('a pause ends when its day begins, where the person is', async () => {
  const { pause, calls } = form();
  expect(pause.day).toBe('2026-12-01');
  expect(await pause.pause()).toBe(true);
  expect(calls).toEqual([new Date(2026, 11, 1)]);
});

test('a day that has come already, or that is more than a year away, is refused beside its field', async () => {
  const { pause, calls } = form();
  for (const day of ['2026-11-24', '2027-11-25', '', '0000-00-00']) {
    pause.day = day;
    expect(await pause.pause()).toBe(false);
    expect(pause.attempt.failureOf('until')?.code).toBe('date_invalid');
  }
  expect(calls).toEqual([]);
});

test('only whoever set a pause is offered to end it, and the other reads why not', async () => {
  expect(form({ status: 'paused', pausedBy: 1 }).pause.mine).toBe(true);
  expect(form({ status: 'paused', pausedBy: 2 }).pause.mine).toBe(false);
  const { pause } = form({ status: 'paused' }, () =>
    Promise.reject(new Failure('pause_of_partner')),
  );
  expect(pause.mine).toBe(true);
  expect(await pause.resume()).toBe(false);
  expect(pause.resuming.failure?.code).toBe('pause_of_partner');
});
