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
 * The wordings that are not the present one, each once where two devices kept the same one after the other.
 * @param kept newest first
 */
export function earlierWordings<W extends { readonly same: string }>(
  kept: readonly W[],
  present: string,
): W[] {
  const earlier: W[] = [];
  let later = present;
  for (const wording of kept) {
    if (wording.same !== later) earlier.push(wording);
    later = wording.same;
  }
  return earlier;
}
