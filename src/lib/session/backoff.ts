/** How long to wait before try `n` (from 0), in milliseconds: doubling up to half a minute, with some chance in it so that two devices do not march in step. */
export function backoff(n: number, random: () => number = Math.random): number {
  return Math.min(30_000, 1000 * 2 ** Math.min(n, 10)) * (0.75 + random() / 2);
}
