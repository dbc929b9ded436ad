import { expect, test } from 'vitest';
import { backoff } from './backoff.ts';

test('waits double up to half a minute, and differ between devices', () => {
  const middle = [0, 1, 2, 3, 4, 5, 6, 60].map((n) => backoff(n, () => 0.5));
  expect(middle).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  expect(backoff(3, () => 0)).toBe(6000);
  expect(backoff(3, () => 1)).toBe(10_000);
});
