/**
 * Lets `burst` through at once and `perSecond` in the long run.
 * @param now clock in milliseconds
 */
export function tokenBucket(
  perSecond: number,
  burst: number,
  now: () => number = () => performance.now(),
): (amount: number) => boolean {
  let level = burst;
  let last = now();
  return (amount) => {
    const time = now();
    level = Math.min(burst, level + ((time - last) / 1000) * perSecond);
    last = time;
    if (amount > level) return false;
    level -= amount;
    return true;
  };
}
