import { Failure } from '../../domain/failure/failure.ts';
import { fromBase64url, toBase64url } from '../encoding/base64url.ts';
import { lengthPrefixed } from '../encoding/length-prefixed.ts';
import { deriveBytes, importBaseKey } from '../keys/derive.ts';
import { parsePublicKey } from '../keys/identity.ts';
import type { PublicKey } from '../keys/types.ts';
import { subtle } from '../platform/subtle.ts';
import type { Invite } from './invite.ts';

/** What the inviter vouches for: this invite leads into this space and to the person with this key. */
export interface Inviter {
  readonly spaceId: string;
  readonly userId: string;
  readonly publicKey: PublicKey;
}

/** Who asks to come in. */
export interface Joiner {
  readonly userId: string;
  readonly publicKey: PublicKey;
}

/** HMAC-SHA-256 under the link's secret over the inviter, base64url, for `invites.inviter_mac`. */
export async function inviterMac(invite: Invite, inviter: Inviter): Promise<string> {
  return toBase64url(await mac(invite, inviterParts(inviter)));
}

/**
 * For the joiner, before anything is sent: whether the link's maker is the one whom the server shows.
 * @param shown as the server answered; its public key is returned once it is proven
 * @throws Failure `invite_forged`
 */
export async function checkInviter(
  invite: Invite,
  shown: { readonly spaceId: string; readonly userId: string; readonly publicKey: string },
  shownMac: string,
): Promise<Inviter> {
  return forgedUnless(async () => {
    const inviter = { ...shown, publicKey: parsePublicKey(shown.publicKey) };
    return (await verify(invite, inviterParts(inviter), shownMac)) ? inviter : null;
  });
}

/** HMAC-SHA-256 over the joiner, in answer to this inviter, base64url, for `invites.joiner_mac`. */
export async function joinerMac(invite: Invite, inviter: Inviter, joiner: Joiner): Promise<string> {
  return toBase64url(await mac(invite, joinerParts(inviter, joiner)));
}

/**
 * For the inviter, before the four words are shown: whether who asks holds the link.
 * @throws Failure `invite_forged`
 */
export async function checkJoiner(
  invite: Invite,
  inviter: Inviter,
  shown: { readonly userId: string; readonly publicKey: string },
  shownMac: string,
): Promise<Joiner> {
  return forgedUnless(async () => {
    const joiner = { ...shown, publicKey: parsePublicKey(shown.publicKey) };
    return (await verify(invite, joinerParts(inviter, joiner), shownMac)) ? joiner : null;
  });
}

type Parts = readonly string[];

function inviterParts({ spaceId, userId, publicKey }: Inviter): Parts {
  return ['inviter', spaceId, userId, publicKey];
}

function joinerParts(inviter: Inviter, joiner: Joiner): Parts {
  return ['joiner', ...inviterParts(inviter), joiner.userId, joiner.publicKey];
}

async function mac(invite: Invite, parts: Parts): Promise<Uint8Array> {
  const message = lengthPrefixed(invite.id, ...parts);
  return new Uint8Array(await subtle().sign('HMAC', await macKey(invite), message));
}

async function verify(invite: Invite, parts: Parts, shownMac: string): Promise<boolean> {
  const bytes = fromBase64url(shownMac);
  const message = lengthPrefixed(invite.id, ...parts);
  return bytes !== null && subtle().verify('HMAC', await macKey(invite), bytes, message);
}

async function macKey({ secret }: Invite): Promise<CryptoKey> {
  const bytes = await deriveBytes(await importBaseKey(secret), 32, 'invite', 'mac');
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return subtle().importKey('raw', bytes, algorithm, false, ['sign', 'verify']);
}

async function forgedUnless<Result>(prove: () => Promise<Result | null>): Promise<Result> {
  try {
    const proven = await prove();
    if (proven !== null) return proven;
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code !== 'keyring_broken') throw thrown;
  }
  throw new Failure('invite_forged');
}
