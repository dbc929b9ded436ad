import { Failure } from '../../domain/failure/failure.ts';
import { envelopeFromText, envelopeToText, type Envelope } from '../envelopes/envelope-text.ts';
import { envelopeSuite, headerLength, readHeader, writeHeader } from '../envelopes/header.ts';
import { pad, unpad } from '../envelopes/padding.ts';
import type { EnvelopeBytes } from '../envelopes/seal-bytes.ts';
import { importPublicKey } from './identity.ts';
import { importSpaceKey } from './space-key.ts';
import type { IdentityKeyPair, PublicKey, SpaceKey } from './types.ts';

const encLength = 32;

/** A space key on its way from one person to another. */
export interface SpaceKeyDelivery {
  /** The one's own key pair. */
  readonly me: IdentityKeyPair;
  /** The other's public key. */
  readonly other: PublicKey;
  /** A secret that both have beside their keys (mode AuthPSK); left out, their keys alone count (mode Auth). */
  readonly psk?: { readonly id: Uint8Array<ArrayBuffer>; readonly key: Uint8Array<ArrayBuffer> };
  /** A hash of all that both must agree on. */
  readonly info: ArrayBuffer;
}

/**
 * Seals a space key to a person, for `space_keys.delivered`: HPKE (RFC 9180), so that it opens only with their key and only as the
 * sender's. The epoch is authenticated with it.
 */
export async function sealSpaceKeyTo(
  { me, other, psk, info }: SpaceKeyDelivery,
  spaceKey: SpaceKey,
): Promise<Envelope> {
  const suite = await hpke();
  const header = new Uint8Array(headerLength);
  writeHeader(header, { suite: suiteOf(psk), kind: 'key', epoch: spaceKey.epoch });
  const { enc, ct } = await suite.seal(
    {
      recipientPublicKey: await importPublicKey(other),
      senderKey: me.pair,
      info,
      ...(psk ? { psk } : {}),
    },
    pad(spaceKey.secret, 'key'),
    header,
  );
  return envelopeToText(
    Uint8Array.of(...header, ...new Uint8Array(enc), ...new Uint8Array(ct)) as EnvelopeBytes,
  );
}

/**
 * Opens a space key that a person sealed.
 * @param epoch that of the row
 * @throws Failure `envelope_unknown_version`; `envelope_tampered` or an error of HPKE when it is not from them, for this person and epoch
 */
export async function openSpaceKeyFrom(
  { me, other, psk, info }: SpaceKeyDelivery,
  epoch: number,
  delivered: string,
): Promise<SpaceKey> {
  const suite = await hpke();
  const envelope = envelopeFromText(delivered);
  const header = readHeader(envelope);
  if (header.suite !== suiteOf(psk) || header.kind !== 'key' || header.epoch !== epoch) {
    throw new Failure('envelope_tampered');
  }
  const padded = await suite.open(
    {
      recipientKey: me.pair,
      senderPublicKey: await importPublicKey(other),
      enc: envelope.slice(headerLength, headerLength + encLength),
      info,
      ...(psk ? { psk } : {}),
    },
    envelope.slice(headerLength + encLength),
    envelope.slice(0, headerLength),
  );
  return importSpaceKey(unpad(new Uint8Array(padded)).slice(), epoch);
}

function suiteOf(psk: SpaceKeyDelivery['psk']): number {
  return psk ? envelopeSuite.hpkeAuthPsk : envelopeSuite.hpkeAuth;
}

/** Fetches what sealing and opening need, so that neither has to wait for it, or fails for want of it. */
export async function prepareDelivery(): Promise<void> {
  await import('@hpke/core');
}

async function hpke() {
  const { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } = await import('@hpke/core');
  return new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
}
