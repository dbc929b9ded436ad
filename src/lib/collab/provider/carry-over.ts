import * as Y from 'yjs';
import { mayBeReadLater, openContent, type Content } from './open-content.ts';
import type { Opener } from './sealer.ts';
import { remoteOrigin } from './types.ts';

/** Envelopes opened at a time: one transaction of the inner document, so one step for the editor. */
const batchSize = 64;

/** Envelopes that could not be used. `later`: another day they may be, so they are kept. */
export interface Unread {
  readonly broken: number;
  readonly later: number;
}

/** Brings what envelopes hold into a document; one that cannot be used stops no other. */
export async function readEnvelopes(
  envelopes: readonly Uint8Array[],
  opener: Opener,
  into: Content,
): Promise<Unread> {
  let broken = 0;
  let later = 0;
  const note = (cause: unknown) => {
    if (mayBeReadLater(cause)) later += 1;
    else broken += 1;
  };
  for (let start = 0; start < envelopes.length; start += batchSize) {
    const batch = envelopes.slice(start, start + batchSize);
    const opened = await Promise.allSettled(batch.map((item) => openContent(item, opener)));
    into.inner.transact(() => {
      for (const result of opened) {
        try {
          if (result.status === 'rejected') throw result.reason;
          result.value(into);
        } catch (cause) {
          note(cause);
        }
      }
    }, remoteOrigin);
  }
  return { broken, later };
}

/** The envelopes in updates of an outer document. One spoilt update hides no other. */
export function envelopesIn(updates: readonly Uint8Array[]): Uint8Array[] {
  const outer = new Y.Doc();
  for (const update of updates) {
    try {
      Y.applyUpdate(outer, update);
    } catch {
      // What it held counts as missing: sessions whose numbers have gaps say so.
    }
  }
  const items = outer.getArray('u').toArray();
  outer.destroy();
  return items.filter((item) => item instanceof Uint8Array);
}

/** True when `whole` holds everything of `part`, by their content and not by what anybody says of it. It may hold more. */
export function holds(whole: Y.Doc, part: Y.Doc): boolean {
  if (waits(whole) || waits(part)) return false;
  let differs = false;
  const note = () => {
    differs = true;
  };
  whole.on('update', note);
  Y.applyUpdate(whole, Y.encodeStateAsUpdate(part), remoteOrigin);
  whole.off('update', note);
  return !differs;
}

/** Whether something in it builds on what is not there. */
function waits({ store }: Y.Doc): boolean {
  return store.pendingStructs !== null || store.pendingDs !== null;
}
