import { toUtf8 } from './utf8.ts';

/**
 * Joins parts so that different parts never give the same bytes: each is preceded by its length (u32, big endian). Numbers become u32,
 * texts UTF-8.
 */
export function lengthPrefixed(
  ...parts: readonly (string | number | Uint8Array)[]
): Uint8Array<ArrayBuffer> {
  const fields = parts.map((part) =>
    typeof part === 'string' ? toUtf8(part) : typeof part === 'number' ? u32(part) : part,
  );
  const joined = new Uint8Array(fields.reduce((sum, field) => sum + 4 + field.length, 0));
  const view = new DataView(joined.buffer);
  let at = 0;
  for (const field of fields) {
    view.setUint32(at, field.length);
    joined.set(field, at + 4);
    at += 4 + field.length;
  }
  return joined;
}

function u32(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new RangeError('not a u32');
  }
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
