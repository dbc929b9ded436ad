import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

/** Longest position that is believed; ours stay far below it, and a hostile one must not grow all the others. */
const longest = 256;
/** Past this length the whole list gets fresh positions: a gap was divided a few hundred times. */
const comfortable = 64;
const shape = /^[A-Za-z][0-9A-Za-z]+$/;

/** An entry of an ordered list, as far as ordering needs it. A null position sorts last. */
export interface Placed {
  readonly id: string;
  readonly position: string | null;
}

/** A position as another client wrote it, or null when it is not one that can be ordered and extended. */
export function parsePosition(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > longest || !shape.test(value)) return null;
  try {
    generateKeyBetween(value, null);
    generateKeyBetween(null, value);
    return value;
  } catch {
    return null;
  }
}

/** Order by position, then by id, so that both partners see one order also where two positions are equal. */
export function comparePlaced(a: Placed, b: Placed): number {
  if (a.position !== b.position) {
    if (a.position === null) return 1;
    if (b.position === null) return -1;
    return a.position < b.position ? -1 : 1;
  }
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** The position after every one of `ordered`. */
export function positionAtEnd(ordered: readonly Placed[]): string {
  const last = ordered.findLast((entry) => entry.position !== null);
  return generateKeyBetween(last?.position ?? null, null);
}

/**
 * Positions to write so that `id` stands at `index` of the others. Usually one; more only where neighbours share a
 * position (both partners inserted at one place) or have none.
 * @param ordered entries in their present order, `id` among them
 * @param index place among the others, 0 is first; beyond the end means last
 */
export function positionsToMove(
  ordered: readonly Placed[],
  id: string,
  index: number,
): ReadonlyMap<string, string> {
  const moved = ordered.find((entry) => entry.id === id);
  if (moved === undefined) return new Map();
  const others = ordered.filter((entry) => entry.id !== id);
  const at = Math.max(0, Math.min(index, others.length));
  if (ordered.indexOf(moved) === at) return new Map();

  // Everything before the new place must have a position of its own for anything to stand right after it.
  let from = at;
  while (from > 0 && others[from - 1]?.position === null) from -= 1;
  const before = others[from - 1]?.position ?? null;
  // Followers that do not sort strictly after `before` cannot bound the new place: they get new positions too.
  let to = at;
  while (to < others.length) {
    const position = others[to]?.position ?? null;
    if (position !== null && (before === null || position > before)) break;
    if (position === null && !others.slice(to).some((entry) => entry.position !== null)) break;
    to += 1;
  }
  const after = others[to]?.position ?? null;
  const run = [...others.slice(from, at), moved, ...others.slice(at, to)];
  const keys = generateNKeysBetween(before, after, run.length);
  if (keys.some((key) => key.length > comfortable))
    return freshPositions(others.toSpliced(at, 0, moved));
  return pair(run, keys);
}

function freshPositions(ordered: readonly Placed[]): ReadonlyMap<string, string> {
  return pair(ordered, generateNKeysBetween(null, null, ordered.length));
}

function pair(entries: readonly Placed[], keys: readonly string[]): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  entries.forEach((entry, n) => {
    const key = keys[n];
    if (key !== undefined) pairs.set(entry.id, key);
  });
  return pairs;
}
