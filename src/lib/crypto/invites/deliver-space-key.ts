import { Failure } from '../../domain/failure/failure.ts';
import { envelopeFromText, envelopeToText, type Envelope } from '../envelopes/envelope-text.ts';
import { envelopeSuite, headerLength, readHeader, writeHeader } from '../envelopes/header.ts';
import { pad, unpad } from '../envelopes/padding.ts';
import type { EnvelopeBytes } from '../envelopes/seal-bytes.ts';
import { lengthPrefixed } from '../encoding/length-prefixed.ts';
import { toUtf8 } from '../encoding/utf8.ts';
import { deriveBytes, importBaseKey } from '../keys/derive.ts';
import { importPublicKey } from '../keys/identity.ts';
import { importSpaceKey } from '../keys/space-key.ts';
import type { IdentityKeyPair, SpaceKey } from '../keys/types.ts';
import { subtle } from '../platform/subtle.ts';
import type { Inviter, Joiner } from './invite-macs.ts';
import type { Invite } from './invite.ts';

const encLength = 32;

/**
 * Seals a space key to the joiner, for `space_keys.delivered`: HPKE (RFC 9180) in mode AuthPSK, so that it opens only for the joiner's key,
 * only as the inviter's, and only for who holds the link.
 * @param me the inviter's own key pair; `inviter.publicKey` is its public half
 */
export async function deliverSpaceKey(
  me: IdentityKeyPair,
  invite: Invite,
  inviter: Inviter,
  joiner: Joiner,
  spaceKey: SpaceKey,
): Promise<Envelope> {
  const suite = await hpke();
  const header = headerOf(spaceKey.epoch);
  const { enc, ct } = await suite.seal(
    {
      recipientPublicKey: await importPublicKey(joiner.publicKey),
      senderKey: me.pair,
      psk: await psk(invite),
      info: await info(invite, inviter, joiner),
    },
    pad(spaceKey.secret, 'key'),
    header,
  );
  return envelopeToText(
    Uint8Array.of(...header, ...new Uint8Array(enc), ...new Uint8Array(ct)) as EnvelopeBytes,
  );
}

/**
 * Opens a delivered space key.
 * @param me the joiner's own key pair
 * @param inviter as `checkInviter` returned it
 * @param epoch that of the row
 * @throws Failure `invite_forged` when it does not come from this inviter, for this joiner, space, epoch and link
 */
export async function receiveSpaceKey(
  me: IdentityKeyPair,
  invite: Invite,
  inviter: Inviter,
  joiner: Joiner,
  epoch: number,
  delivered: string,
): Promise<SpaceKey> {
  const suite = await hpke();
  try {
    const envelope = envelopeFromText(delivered);
    const header = readHeader(envelope);
    if (header.suite !== envelopeSuite.hpkeAuthPsk || header.epoch !== epoch) {
      throw new Failure('envelope_tampered');
    }
    const padded = await suite.open(
      {
        recipientKey: me.pair,
        senderPublicKey: await importPublicKey(inviter.publicKey),
        enc: envelope.slice(headerLength, headerLength + encLength),
        psk: await psk(invite),
        info: await info(invite, inviter, joiner),
      },
      envelope.slice(headerLength + encLength),
      envelope.slice(0, headerLength),
    );
    return await importSpaceKey(unpad(new Uint8Array(padded)).slice(), epoch);
  } catch (cause) {
    if (cause instanceof Failure && cause.code === 'envelope_unknown_version') throw cause;
    throw new Failure('invite_forged', { cause });
  }
}

function headerOf(epoch: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(headerLength);
  writeHeader(header, { suite: envelopeSuite.hpkeAuthPsk, kind: 'key', epoch });
  return header;
}

/** Fetches what delivering and receiving need, so that neither has to wait for it, or fails for want of it. */
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

async function psk({ id, secret }: Invite) {
  const key = await deriveBytes(await importBaseKey(secret), 32, 'invite', 'psk');
  return { id: toUtf8(id), key };
}

/** All that both sides must agree on, hashed to 32 bytes. */
async function info(invite: Invite, inviter: Inviter, joiner: Joiner): Promise<ArrayBuffer> {
  const parts = lengthPrefixed(
    'holdfast/deliver-space-key/v1',
    invite.id,
    inviter.spaceId,
    inviter.userId,
    inviter.publicKey,
    joiner.userId,
    joiner.publicKey,
  );
  return subtle().digest('SHA-256', parts);
}
