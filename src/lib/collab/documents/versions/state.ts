import * as Y from 'yjs';
import { Failure } from '../../../domain/failure/failure.ts';

/**
 * The whole state of a document, to be kept as a version. Words that were deleted, and that undo on this page still holds, are not in it:
 * whoever took something back must not find it in a version.
 */
export function stateOf(doc: Y.Doc): Uint8Array {
  const clean = new Y.Doc();
  Y.applyUpdateV2(clean, Y.encodeStateAsUpdateV2(doc));
  const state = Y.encodeStateAsUpdateV2(clean);
  clean.destroy();
  return state;
}

/** A document in which a kept state stands, by itself. @throws Failure `envelope_tampered` when it is none */
export function documentOf(state: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  try {
    Y.applyUpdateV2(doc, state);
    return doc;
  } catch (cause) {
    throw new Failure('envelope_tampered', { cause });
  }
}
