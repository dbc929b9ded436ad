import { Failure } from '../../domain/failure/failure.ts';
import type { EnvelopeKind } from './header.ts';

const minimum = 256;

/**
 * Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019): a length keeps only as
 * many significant bits as its own logarithm has, so it tells at most O(log log n) bits; at least 256. A snapshot keeps one bit more,
 * see docs/decisions/0001-envelope-padding.md.
 */
export function paddedLength(length: number, kind: EnvelopeKind): number {
  if (length <= minimum) return minimum;
  const exponent = Math.floor(Math.log2(length));
  const significant = Math.floor(Math.log2(exponent)) + 1 + (kind === 'snapshot' ? 1 : 0);
  const step = 2 ** Math.max(0, exponent - significant);
  return Math.ceil(length / step) * step;
}

/** The content, one byte 0x80, zeros up to `paddedLength` (ISO/IEC 7816-4). */
export function pad(content: Uint8Array, kind: EnvelopeKind): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(paddedLength(content.length + 1, kind));
  padded.set(content);
  padded[content.length] = 0x80;
  return padded;
}

/**
 * The content of padded bytes, as a view of them.
 * @throws Failure `envelope_tampered`
 */
export function unpad(padded: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end -= 1;
  if (padded[end] !== 0x80) throw new Failure('envelope_tampered');
  return padded.subarray(0, end);
}
