import { Failure } from '../../domain/failure/failure.ts';
import { fromBase64url, toBase64url } from '../encoding/base64url.ts';
import type { Nominal } from '../keys/types.ts';
import type { EnvelopeBytes } from './seal-bytes.ts';

/** An envelope as base64url, for `text` columns. */
export type Envelope = Nominal<string, 'Envelope'>;

/** Writes an envelope as text. */
export function envelopeToText(bytes: EnvelopeBytes): Envelope {
  return toBase64url(bytes) as Envelope;
}

/**
 * The bytes of an envelope that came as text.
 * @throws Failure `envelope_tampered` when it is not base64url
 */
export function envelopeFromText(text: string): EnvelopeBytes {
  const bytes = fromBase64url(text);
  if (!bytes) throw new Failure('envelope_tampered');
  return bytes as EnvelopeBytes;
}
