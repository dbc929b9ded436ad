import type { Nominal, SealingKey } from '../keys/types.ts';
import { randomBytes, subtle } from '../platform/subtle.ts';
import { additionalData, type EnvelopeBinding } from './binding.ts';
import { envelopeSuite, headerLength, writeHeader } from './header.ts';
import { pad } from './padding.ts';

/** An envelope as bytes, for places that hold bytes (Yjs documents, awareness, IndexedDB). */
export type EnvelopeBytes = Nominal<Uint8Array<ArrayBuffer>, 'EnvelopeBytes'>;

/** Bytes of the nonce; random, since no counter survives two devices. A key must not seal more than 2^32 envelopes (NIST SP 800-38D). */
export const nonceLength = 12;
export const tagLength = 16;

/**
 * Seals bytes: version u8 | suite u8 | kind u8 | epoch u32 | nonce 12 | AES-256-GCM ciphertext and tag. One WebCrypto call.
 * @param binding where the envelope belongs; it opens nowhere else
 */
export async function sealBytes(
  { key, epoch }: SealingKey,
  binding: EnvelopeBinding,
  content: Uint8Array,
): Promise<EnvelopeBytes> {
  const prefix = new Uint8Array(headerLength + nonceLength);
  writeHeader(prefix, { suite: envelopeSuite.aes256Gcm, kind: binding.kind, epoch });
  const nonce = randomBytes(nonceLength);
  prefix.set(nonce, headerLength);
  const sealed = await subtle().encrypt(
    {
      name: 'AES-GCM',
      iv: nonce,
      additionalData: additionalData(prefix.subarray(0, headerLength), binding),
    },
    key,
    pad(content, binding.kind),
  );
  const envelope = new Uint8Array(prefix.length + sealed.byteLength);
  envelope.set(prefix);
  envelope.set(new Uint8Array(sealed), prefix.length);
  return envelope as EnvelopeBytes;
}
