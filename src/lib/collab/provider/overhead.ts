import * as Y from 'yjs';
import type { OuterItems } from './outer-items.ts';

/** An outer document that carries more than this beside its envelopes, in bytes, moves to its next generation. */
export const heavyFrom = 256 * 1024;

/**
 * What the outer document carries beside envelopes that somebody can use: the marks of sessions and items that were folded, and whatever
 * else was put into it. The next generation begins without.
 */
export function overheadOf({ outer, all }: OuterItems): number {
  let bytes = Y.encodeStateAsUpdate(outer).length;
  for (const [item, state] of all) {
    const useless =
      state.is === 'aside' && state.reason !== 'unknown_version' && state.reason !== 'wrong_epoch';
    if (!useless) bytes -= item.length;
  }
  return bytes;
}
