import { describe, expect, test } from 'vitest';
import { dayOf, sayDay, sayExactDay, sayMonth } from './days.ts';
import { blankEntry, type PrivateEntry } from './entry.ts';
import { byMonth } from './timeline.ts';

const today = '2026-11-23'; // a Monday

describe('days as people say them', () => {
  test.each([
    ['2026-11-23', 'today'],
    ['2026-11-22', 'yesterday'],
    ['2026-11-24', 'tomorrow'],
    ['2026-11-17', 'Tuesday'],
    ['2026-11-16', 'last Monday'],
    ['2026-11-10', 'last Tuesday'],
    ['2026-11-09', 'Monday 9 November'],
    ['2025-11-23', 'Sunday 23 November 2025'],
    ['2027-01-02', 'Saturday 2 January 2027'],
  ])('%s is "%s"', (day, words) => {
    expect(sayDay(day, today)).toBe(words);
  });

  test('a change of clocks in between does not shift a day', () => {
    expect(sayDay('2026-03-28', '2026-03-29')).toBe('yesterday');
    expect(sayDay('2026-10-24', '2026-10-26')).toBe('Saturday');
  });

  test('a day is that of the reader, not of Greenwich', () => {
    expect(dayOf(new Date(2026, 0, 2, 23, 59))).toBe('2026-01-02');
    expect(dayOf(new Date(2026, 0, 2, 0, 1))).toBe('2026-01-02');
  });

  test('months name their year only when it is another', () => {
    expect(sayMonth('2026-10-01', today)).toBe('October');
    expect(sayMonth('2025-12-31', today)).toBe('December 2025');
    expect(sayExactDay('2026-10-04')).toBe('Sunday 4 October 2026');
  });
});

describe('the log by time', () => {
  function entry(id: string, on: string, at: string | null = null): PrivateEntry {
    return {
      id,
      body: { ...blankEntry(on), at, said: id },
      createdAt: new Date('2026-11-20T10:00:00Z'),
      updatedAt: new Date('2026-11-20T10:00:00Z'),
      token: 't',
    };
  }

  test('goes by month of the conversation, newest first', () => {
    const months = byMonth(
      [
        entry('old', '2026-10-02'),
        entry('morning', '2026-11-22', '08:00'),
        entry('evening', '2026-11-22', '20:00'),
        entry('last year', '2025-11-30'),
      ],
      today,
    );
    expect(months.map(({ name }) => name)).toEqual(['November', 'October', 'November 2025']);
    expect(months[0]?.entries.map(({ id }) => id)).toEqual(['evening', 'morning']);
  });

  test('an entry that cannot be opened keeps a place, by the day it was written', () => {
    const unreadable = {
      id: 'x',
      unreadable: true as const,
      createdAt: new Date(2026, 9, 5, 12),
    };
    const months = byMonth([entry('a', '2026-11-22'), unreadable], today);
    expect(months[1]?.entries).toEqual([unreadable]);
  });
});
