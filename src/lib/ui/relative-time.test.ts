import { describe, expect, it } from 'vitest';
import { exactTime, relativeTime } from './relative-time.ts';

// Sunday, 22 November 2026, 18:00 where the reader is.
const now = new Date(2026, 10, 22, 18, 0);
const say = (...parts: [number, number, number, number, number]) =>
  relativeTime(new Date(...parts), now, 'en-GB');

describe('a moment, as people say it', () => {
  it.each([
    [say(2026, 10, 22, 18, 0), 'just now'],
    [say(2026, 10, 22, 17, 59), '1 minute ago'],
    [say(2026, 10, 22, 17, 20), '40 minutes ago'],
    [say(2026, 10, 22, 18, 5), 'in 5 minutes'],
    [say(2026, 10, 22, 9, 5), 'today at 9:05'],
    [say(2026, 10, 22, 23, 30), 'today at 23:30'],
    [say(2026, 10, 21, 23, 59), 'yesterday at 23:59'],
    [say(2026, 10, 23, 7, 0), 'tomorrow at 7:00'],
    [say(2026, 10, 18, 8, 0), 'last Wednesday'],
    [say(2026, 10, 16, 8, 0), 'last Monday'],
    [say(2026, 10, 15, 8, 0), '15 November'],
    [say(2026, 10, 27, 19, 0), 'this Friday at 19:00'],
    [say(2026, 10, 29, 19, 0), '29 November'],
    [say(2025, 10, 22, 18, 0), '22 November 2025'],
    [say(2027, 0, 3, 18, 0), '3 January 2027'],
  ])('%s', (said, expected) => {
    expect(said).toBe(expected);
  });

  it('goes by the calendar, not by 24 hours', () => {
    const early = new Date(2026, 10, 22, 0, 30);
    const lateBefore = new Date(2026, 10, 21, 22, 30);
    expect(relativeTime(lateBefore, early, 'en-GB')).toBe('yesterday at 22:30');
  });

  it('is exact on hover', () => {
    expect(exactTime(new Date(2026, 10, 22, 18, 4), 'en-GB')).toBe(
      'Sunday, 22 November 2026 at 18:04',
    );
  });
});
