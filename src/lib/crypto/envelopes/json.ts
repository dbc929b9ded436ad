import { Failure } from '../../domain/failure/failure.ts';
import type { SealingKey } from '../keys/types.ts';
import type { EnvelopeBinding } from './binding.ts';
import type { Envelope } from './envelope-text.ts';
import { openText, sealText } from './text.ts';

/** Seals what JSON can carry. */
export async function sealJson(
  key: SealingKey,
  binding: EnvelopeBinding,
  value: unknown,
): Promise<Envelope> {
  return sealText(key, binding, JSON.stringify(value));
}

/**
 * Opens JSON. It is `unknown`: the caller parses it with its schema.
 * @throws Failure as `openBytes`
 */
export async function openJson(
  key: SealingKey,
  binding: EnvelopeBinding,
  envelope: string,
): Promise<unknown> {
  const text = await openText(key, binding, envelope);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Failure('envelope_tampered', { cause });
  }
}
