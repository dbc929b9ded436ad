import { expect, test } from 'vitest';
import { standingOf } from './standing.ts';

const now = new Date('2026-11-24T12:00:00Z');
const at = (text: string) => new Date(text);

test('a space is what its status says, and a pause that is over is over', () => {
  expect(standingOf({ status: 'open', pausedUntil: null }, now)).toBe('open');
  expect(standingOf({ status: 'closed', pausedUntil: null }, now)).toBe('closed');
  expect(standingOf({ status: 'paused', pausedUntil: at('2026-11-24T12:00:01Z') }, now)).toBe(
    'paused',
  );
  expect(standingOf({ status: 'paused', pausedUntil: at('2026-11-24T12:00:00Z') }, now)).toBe(
    'open',
  );
});
