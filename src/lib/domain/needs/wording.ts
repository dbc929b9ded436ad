/**
 * How long one telling lasts. Words that their owner comes back to within it are still being found; after it, what stood there was said,
 * and a change tells it again.
 */
export const tellingMs = 30 * 60_000;

/** An earlier wording with its date, as far as ordering needs it. */
export interface Dated {
  readonly id: string;
  /** Milliseconds since 1970, or null when nobody noted it. */
  readonly at: number | null;
}

/** Newest first; what has no date is older than everything that has one. The same on every device. */
export function newestFirst(a: Dated, b: Dated): number {
  const [first, second] = [a.at ?? -1, b.at ?? -1];
  if (first !== second) return second - first;
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}

/**
 * The wordings that say something else than the present one, each once where two devices kept the same one after the other.
 * @param kept newest first
 */
export function earlierWordings<W extends { readonly same: string }>(
  kept: readonly W[],
  present: string,
): W[] {
  const others = kept.filter(({ same }) => same !== present);
  return others.filter(({ same }, n) => same !== others[n - 1]?.same);
}
