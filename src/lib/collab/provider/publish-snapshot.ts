import * as Y from 'yjs';
import { limits } from '../protocol/frames.ts';
import type { Coverage } from './coverage.ts';
import type { OuterItems } from './outer-items.ts';
import { encodeSnapshot } from './payloads.ts';
import type { Sealer } from './sealer.ts';

interface SnapshotOptions {
  readonly inner: Y.Doc;
  readonly items: OuterItems;
  readonly applied: Coverage;
  readonly sealer: Sealer;
}

/**
 * Puts one snapshot of everything in place of all items that it contains. State, coverage and the choice of items are taken at one moment;
 * what arrives while it is encrypted is not among them and stays.
 *
 * @returns false when the state no longer fits in one item; then nothing was changed
 */
export async function publishSnapshot({
  inner,
  items,
  applied,
  sealer,
}: SnapshotOptions): Promise<boolean> {
  const covers = applied.clone();
  const superfluous = new Set<Uint8Array>();
  for (const [item, state] of items.all) {
    const contained =
      state.is === 'update' ||
      state.is === 'snapshot' ||
      (state.is === 'aside' && state.reason === 'replayed');
    if (contained) superfluous.add(item);
  }
  const content = encodeSnapshot({ covers, state: Y.encodeStateAsUpdateV2(inner) });
  if (content.length > limits.itemBytes) return false;
  const envelope = await sealer.seal('snapshot', content);
  if (envelope.length > limits.itemBytes) return false;
  items.push(envelope, { is: 'snapshot', covers }, superfluous);
  return true;
}
