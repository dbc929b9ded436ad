import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';

/** Far above the tabs and devices that two people have open at once. */
const maxClients = 64;

/** Nothing that has things in it which have things in them: what is read is also written again, and nesting without end cannot be. */
function isShallow(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true;
  return Object.values(value).every((part) => typeof part !== 'object' || part === null);
}

function isCarried(content: Y.Item['content']): boolean {
  if (content instanceof Y.ContentAny) return content.arr.every(isShallow);
  if (content instanceof Y.ContentFormat) return isShallow(content.value);
  return (
    content instanceof Y.ContentBinary ||
    content instanceof Y.ContentDeleted ||
    content instanceof Y.ContentString ||
    content instanceof Y.ContentType
  );
}

/**
 * Applies an update that somebody sent or stored. Envelopes are bytes, so documents inside of documents and JSON of any depth,
 * which Yjs can take in but not always give out again, are refused before they are in.
 * @throws when it is no update, or one that the relay does not carry
 */
export function applyUntrusted(doc: Y.Doc, update: Uint8Array, origin: unknown): void {
  for (const struct of Y.decodeUpdate(update).structs) {
    if (struct instanceof Y.Item && !isCarried(struct.content)) throw new Error('not carried');
  }
  Y.applyUpdate(doc, update, origin);
}

/** As deep as the cursor of any editor. */
const maxStateDepth = 8;

function isNoDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((part) => isNoDeeper(part, depth - 1));
}

/**
 * Looks at an awareness update before y-protocols takes it in: states are not deep, and few.
 * @throws when it is none, or one that the relay does not carry
 */
export function checkAwareness(update: Uint8Array): void {
  const decoder = decoding.createDecoder(update);
  const count = decoding.readVarUint(decoder);
  if (count > maxClients) throw new Error('too many clients');
  for (let n = 0; n < count; n += 1) {
    decoding.readVarUint(decoder);
    decoding.readVarUint(decoder);
    const state: unknown = JSON.parse(decoding.readVarString(decoder));
    if (!isNoDeeper(state, maxStateDepth)) throw new Error('not carried');
  }
}
