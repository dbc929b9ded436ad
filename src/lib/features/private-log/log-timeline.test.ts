import { expect, test } from 'vitest';
import { blankEntry } from '../../domain/log/entry.ts';
import type { TimelineEntry } from '../../domain/log/timeline.ts';
import { LogTimeline } from './log-timeline.svelte.ts';

const today = '2026-11-24';
const at = new Date('2026-11-22T18:00:00Z');
const body = { ...blankEntry('2026-11-23'), said: 'The move.' };
const written: TimelineEntry = { id: 'new', body, createdAt: at, updatedAt: at, token: '1' };
const closed: TimelineEntry = { id: 'old', unreadable: true, createdAt: at };

async function log(entries: readonly TimelineEntry[], closedLogs: number): Promise<LogTimeline> {
  const timeline = new LogTimeline(
    {
      list: () => Promise.resolve(entries),
      get: () => Promise.resolve(null),
      save: () => Promise.reject(new Error('nothing is saved here')),
      remove: () => Promise.resolve(),
      restore: () => Promise.resolve(),
      clearDeleted: () => Promise.resolve(),
    },
    () => ({
      put: () => Promise.resolve(),
      list: () => Promise.resolve([{ key: 'private_entry/old/1', value: null }]),
      remove: () => Promise.resolve(),
    }),
    () => closedLogs,
  );
  await timeline.open();
  return timeline;
}

const listed = (timeline: LogTimeline) =>
  timeline.months(today).flatMap(({ entries }) => entries.map(({ id }) => id));

test('what lost keys closed is counted, and not listed as broken, so that nobody deletes what an old password opens', async () => {
  const timeline = await log([written, closed], 1);
  expect(listed(timeline)).toEqual(['new']);
  expect([timeline.closed, timeline.spoilt]).toEqual([1, false]);
  const begun = await log([closed], 1);
  expect([begun.empty, begun.closed]).toEqual([true, 1]);
});

test('an entry that does not open where no keys were lost is listed, and said to be broken', async () => {
  const timeline = await log([written, closed], 0);
  expect(listed(timeline)).toEqual(['new', 'old']);
  expect([timeline.closed, timeline.spoilt, timeline.empty]).toEqual([0, true, false]);
});
