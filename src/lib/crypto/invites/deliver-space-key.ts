import { Failure } from '../../domain/failure/failure.ts';
import type { Envelope } from '../envelopes/envelope-text.ts';
import { lengthPrefixed } from '../encoding/length-prefixed.ts';
import { toUtf8 } from '../encoding/utf8.ts';
import { deriveBytes, importBaseKey } from '../keys/derive.ts';
import { openSpaceKeyFrom, sealSpaceKeyTo } from '../keys/seal-to-person.ts';
import type { IdentityKeyPair, SpaceKey } from '../keys/types.ts';
import { subtle } from '../platform/subtle.ts';
import type { Inviter, Joiner } from './invite-macs.ts';
import type { Invite } from './invite.ts';

export { prepareDelivery } from '../keys/seal-to-person.ts';

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
  const [secret, context] = await Promise.all([psk(invite), info(invite, inviter, joiner)]);
  const delivery = { me, other: joiner.publicKey, psk: secret, info: context };
  return sealSpaceKeyTo(delivery, spaceKey);
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
  const [secret, context] = await Promise.all([psk(invite), info(invite, inviter, joiner)]);
  const delivery = { me, other: inviter.publicKey, psk: secret, info: context };
  try {
    return await openSpaceKeyFrom(delivery, epoch, delivered);
  } catch (cause) {
    if (cause instanceof Failure && cause.code === 'envelope_unknown_version') throw cause;
    throw new Failure('invite_forged', { cause });
  }
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
