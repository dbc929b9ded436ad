import { loadPart } from '../load-part.ts';
import type * as keyWork from './key-work.ts';

export type KeyWork = typeof keyWork;

/** @throws Failure `offline`, `server_unreachable` when it cannot be fetched */
export function fetchKeyWork(): Promise<KeyWork> {
  return loadPart(import('./key-work.ts'));
}
