import * as Y from 'yjs';
import { readHeader } from '../../crypto/envelopes/index.ts';
import { Failure, toFailure } from '../../domain/failure/failure.ts';
import type { Coverage } from './coverage.ts';
import { decodeSnapshot, decodeUpdate } from './payloads.ts';
import type { Opener } from './sealer.ts';
import { remoteOrigin } from './types.ts';

/** An inner document, and what it is known to contain. */
export interface Content {
  readonly inner: Y.Doc;
  readonly applied: Coverage;
}

/**
 * Opens an envelope that holds something of a document's content.
 * @returns how to bring it into a document
 * @throws Failure of the envelope; Error when what it holds is malformed
 */
export async function openContent(
  envelope: Uint8Array,
  opener: Opener,
): Promise<(into: Content) => void> {
  const { kind } = readHeader(envelope);
  if (kind === 'update') {
    const { session, seq, update } = decodeUpdate(await opener.open('update', envelope));
    return ({ inner, applied }) => {
      Y.applyUpdate(inner, update, remoteOrigin);
      applied.add(session, seq);
    };
  }
  if (kind !== 'snapshot' && kind !== 'cache') throw new Failure('envelope_tampered');
  const { covers, state } = decodeSnapshot(await opener.open(kind, envelope));
  return ({ inner, applied }) => {
    Y.applyUpdateV2(inner, state, remoteOrigin);
    applied.addAll(covers);
  };
}

/** Whether what could not be opened now may be opened another day: by a later version of the app, or with a key that is not here yet. */
export function mayBeReadLater(cause: unknown): boolean {
  const { code } = toFailure(cause);
  return code === 'envelope_unknown_version' || code === 'envelope_wrong_epoch';
}
