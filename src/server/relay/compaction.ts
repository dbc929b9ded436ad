import * as Y from 'yjs';
import type { Room } from '../../lib/collab/protocol/rooms.ts';
import { ApiError } from './api.ts';
import { maxRowBytes, type DocumentRows } from './document-rows.ts';
import type { Person } from './person.ts';

/** How many rows make it worth while to merge them into one. */
export const compactFrom = { whileOpen: 200, whenEmpty: 20 } as const;

/** The function that merges takes no more at once. */
const maxRows = 10_000;

/**
 * Puts one row with the whole document in the place of the rows that are known to be in it. Only those: a row that another
 * relay is adding at this moment stays. Housekeeping, so a failure leaves everything as it was.
 * @returns the size of the merged row, null when nothing was merged
 */
export async function compactRows(
  rows: DocumentRows,
  person: Person,
  room: Room,
  known: Set<number>,
  doc: Y.Doc,
): Promise<number | null> {
  const seqs = [...known].slice(0, maxRows);
  const merged = Y.encodeStateAsUpdate(doc);
  if (merged.byteLength > maxRowBytes) return null;
  try {
    const seq = await rows.compact(person, room, seqs, merged);
    for (const old of seqs) known.delete(old);
    if (seq === null) return null;
    known.add(seq);
    return merged.byteLength;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return null;
  }
}
