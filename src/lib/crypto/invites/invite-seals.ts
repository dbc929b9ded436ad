import { Failure } from '../../domain/failure/failure.ts';
import type { Envelope } from '../envelopes/envelope-text.ts';
import { openJson, sealJson } from '../envelopes/json.ts';
import { openText, sealText } from '../envelopes/text.ts';
import { fromBase64url, toBase64url } from '../encoding/base64url.ts';
import { deriveAesKey, importBaseKey } from '../keys/derive.ts';
import { sharedWrappingKey } from '../keys/shared-branch.ts';
import type { InviteKey, SharedBranch } from '../keys/types.ts';
import type { Invite, InviteSecret } from './invite.ts';

/** Seals the name of the one who asks, for `invites.joiner_name_sealed`; whoever holds the link can read it. */
export async function sealJoinerName(
  invite: Invite,
  joinerId: string,
  name: string,
): Promise<Envelope> {
  return sealText(await inviteKey(invite), nameBinding(invite, joinerId), name);
}

/** @throws Failure `invite_forged` when it was not sealed with this link, for this person */
export async function openJoinerName(
  invite: Invite,
  joinerId: string,
  envelope: string,
): Promise<string> {
  try {
    return await openText(await inviteKey(invite), nameBinding(invite, joinerId), envelope);
  } catch (thrown) {
    const tampered = thrown instanceof Failure && thrown.code === 'envelope_tampered';
    throw tampered ? new Failure('invite_forged', { cause: thrown }) : thrown;
  }
}

/** Seals an invite under its maker's shared branch, so that the link can be shown again after a reload. */
export async function sealInvite(
  shared: SharedBranch,
  userId: string,
  invite: Invite,
): Promise<Envelope> {
  const key = await sharedWrappingKey(shared);
  return sealJson(key, inviteBinding(invite.id, userId), toBase64url(invite.secret));
}

/** @throws Failure `envelope_tampered` */
export async function openInvite(
  shared: SharedBranch,
  userId: string,
  inviteId: string,
  envelope: string,
): Promise<Invite> {
  const key = await sharedWrappingKey(shared);
  const opened = await openJson(key, inviteBinding(inviteId, userId), envelope);
  const secret = typeof opened === 'string' ? fromBase64url(opened) : null;
  if (secret?.length !== 32) throw new Failure('envelope_tampered');
  return { id: inviteId, secret: secret as InviteSecret };
}

async function inviteKey({ secret }: Invite): Promise<InviteKey> {
  const base = await importBaseKey(secret);
  return { key: await deriveAesKey(base, 'invite', 'name'), epoch: 0 } as InviteKey;
}

function nameBinding({ id }: Invite, joinerId: string) {
  return {
    kind: 'value',
    owner: joinerId,
    object: id,
    field: 'invites.joiner_name_sealed',
    generation: 0,
  } as const;
}

function inviteBinding(id: string, userId: string) {
  return {
    kind: 'key',
    owner: userId,
    object: id,
    field: 'invites.secret_sealed',
    generation: 0,
  } as const;
}
