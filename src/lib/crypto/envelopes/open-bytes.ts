import { Failure } from '../../domain/failure/failure.ts';
import type { SealingKey } from '../keys/types.ts';
import { subtle } from '../platform/subtle.ts';
import { additionalData, type EnvelopeBinding } from './binding.ts';
import { envelopeSuite, headerLength, readHeader } from './header.ts';
import { unpad } from './padding.ts';
import { nonceLength, tagLength } from './seal-bytes.ts';

/**
 * Opens what `sealBytes` sealed for the same place under the same key, or under one of those before it: the header names the epoch.
 * @throws Failure `envelope_tampered` when anything differs; `envelope_wrong_epoch` when it belongs to another epoch's key;
 * `envelope_unknown_version` when a later version of the app made it. Keep the envelope in each case.
 */
export async function openBytes(
  sealing: SealingKey,
  binding: EnvelopeBinding,
  envelope: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const header = readHeader(envelope);
  const bodyAt = headerLength + nonceLength;
  if (
    header.suite !== envelopeSuite.aes256Gcm ||
    header.kind !== binding.kind ||
    envelope.length < bodyAt + tagLength
  ) {
    throw new Failure('envelope_tampered');
  }
  const keys = [sealing, ...(sealing.earlier ?? [])].filter(({ epoch }) => epoch === header.epoch);
  if (keys.length === 0) throw new Failure('envelope_wrong_epoch');
  // A copy, since the bytes may lie in memory that WebCrypto does not take (shared) or that the caller reuses.
  const bytes = new Uint8Array(envelope);
  const algorithm = {
    name: 'AES-GCM',
    iv: bytes.subarray(headerLength, bodyAt),
    additionalData: additionalData(bytes.subarray(0, headerLength), binding),
  };
  let refusal: unknown;
  for (const { key } of keys) {
    try {
      const padded = await subtle().decrypt(algorithm, key, bytes.subarray(bodyAt));
      return unpad(new Uint8Array(padded));
    } catch (cause) {
      if (cause instanceof Failure) throw cause;
      refusal = cause;
    }
  }
  throw new Failure('envelope_tampered', { cause: refusal });
}
