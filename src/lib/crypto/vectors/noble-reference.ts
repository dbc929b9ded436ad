import { gcm } from '@noble/ciphers/aes.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';

/*
 * The formats once more, written from their description alone on other libraries and without anything of ours, so that tests can compare.
 */

type Part = string | number | Uint8Array;

function joined(parts: readonly Part[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = encoded(part);
      return [number32(bytes.length), bytes];
    }),
  );
}

function encoded(part: Part): Buffer {
  if (typeof part === 'number') return number32(part);
  return typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(part);
}

function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** HKDF-SHA-256, empty salt, info = the context and the name of what is derived, length-prefixed. */
export function referenceDerive(
  base: Uint8Array,
  length: number,
  ...context: readonly (string | number)[]
): Uint8Array<ArrayBuffer> {
  const info = joined(['holdfast/key/v1', ...context]);
  return new Uint8Array(hkdf(sha256, base, undefined, info, length));
}

export interface ReferenceBinding {
  readonly owner: string;
  readonly object: string;
  readonly field: string;
  readonly generation: number;
}

function additional(header: Uint8Array, place: ReferenceBinding): Buffer {
  return joined([
    'holdfast/envelope',
    header,
    place.owner,
    place.object,
    place.field,
    place.generation,
  ]);
}

/** Opens an envelope of version 1, suite 1, given as base64url. */
export function referenceOpen(
  key: Uint8Array,
  place: ReferenceBinding,
  envelope: string,
): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(envelope, 'base64url');
  const header = bytes.subarray(0, 7);
  const padded = gcm(key, bytes.subarray(7, 19), additional(header, place)).decrypt(
    bytes.subarray(19),
  );
  return new Uint8Array(padded.subarray(0, padded.lastIndexOf(0x80)));
}

/** Seals an envelope of version 1, suite 1, padded to 256 bytes, with a given nonce. */
export function referenceSeal(
  key: Uint8Array,
  place: ReferenceBinding,
  content: Uint8Array,
  { kind, epoch, nonce }: { kind: number; epoch: number; nonce: Uint8Array },
): string {
  const header = Buffer.concat([Buffer.of(1, 1, kind), number32(epoch)]);
  const padded = Buffer.alloc(256);
  padded.set(content);
  padded[content.length] = 0x80;
  const sealed = gcm(key, nonce, additional(header, place)).encrypt(padded);
  return Buffer.concat([header, nonce, sealed]).toString('base64url');
}
