import { closeCode } from '../protocol/frames.ts';
import type { Refusal } from './types.ts';

/** What to do after a close: stop for this reason, ask where the document has gone, or come again after so many milliseconds. */
export type AfterClose =
  { readonly stop: Refusal } | { readonly moved: true } | { readonly wait: number };

const refusals: ReadonlyMap<number, Refusal> = new Map([
  [closeCode.notYours, 'not_yours'],
  [closeCode.deleted, 'deleted'],
  [closeCode.tooLarge, 'too_large'],
  // What the WebSocket library itself says to a frame that is far too large.
  [1009, 'too_large'],
]);

const shortest = 250;
const longest = 10_000;
const tooMuchWait = 5_000;

/**
 * @param code WebSocket close code; null when the connection broke or never came about
 * @param failures attempts since the last successful exchange, this one included
 * @param random 0 ≤ number < 1, spreads devices that lost the same relay
 */
export function afterClose(code: number | null, failures: number, random: number): AfterClose {
  const stop = code === null ? undefined : refusals.get(code);
  if (stop) return { stop };
  if (code === closeCode.generationOver) return { moved: true };
  // A spent ticket is no trouble: the next one is asked for at once, unless that is what keeps failing.
  if (code === closeCode.ticketSpent && failures <= 1) return { wait: 0 };
  const doubled = Math.min(longest, shortest * 2 ** Math.max(0, failures - 1));
  const wait = doubled * (0.5 + random / 2);
  return { wait: code === closeCode.tooMuch ? wait + tooMuchWait : wait };
}
