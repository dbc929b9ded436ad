import { Failure } from '../../domain/failure/failure.ts';
import { fromUtf8, toUtf8 } from '../encoding/utf8.ts';
import type { SealingKey } from '../keys/types.ts';
import type { EnvelopeBinding } from './binding.ts';
import { envelopeFromText, envelopeToText, type Envelope } from './envelope-text.ts';
import { openBytes } from './open-bytes.ts';
import { sealBytes } from './seal-bytes.ts';

/** Seals a text of any length, the empty one included. Half surrogates, which are no text, become U+FFFD. */
export async function sealText(
  key: SealingKey,
  binding: EnvelopeBinding,
  text: string,
): Promise<Envelope> {
  return envelopeToText(await sealBytes(key, binding, toUtf8(text)));
}

/** @throws Failure as `openBytes` */
export async function openText(
  key: SealingKey,
  binding: EnvelopeBinding,
  envelope: string,
): Promise<string> {
  const bytes = await openBytes(key, binding, envelopeFromText(envelope));
  try {
    return fromUtf8(bytes);
  } catch (cause) {
    throw new Failure('envelope_tampered', { cause });
  }
}
