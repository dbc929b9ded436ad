import { Failure } from '../../domain/failure/failure.ts';
import { fromBase64url, toBase64url } from '../encoding/base64url.ts';
import { lengthPrefixed } from '../encoding/length-prefixed.ts';
import type { Nominal } from '../keys/types.ts';
import { randomBytes, subtle } from '../platform/subtle.ts';

/** 32 random bytes that only the link carries. */
export type InviteSecret = Nominal<Uint8Array<ArrayBuffer>, 'InviteSecret'>;

export interface Invite {
  /** UUID of the row in `invites`. */
  readonly id: string;
  readonly secret: InviteSecret;
}

const version = '1';
const secretLength = 32;
const checkLength = 4;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A new invite. Its secret leaves the device in the link, and otherwise only sealed (`sealInvite`). */
export function createInvite(): Invite {
  return { id: crypto.randomUUID(), secret: randomBytes(secretLength) as InviteSecret };
}

/** `<version>.<invite id>.<secret>`: what stands behind the # of the link. The secret ends with a checksum against mangled links. */
export async function inviteFragment({ id, secret }: Invite): Promise<string> {
  const bytes = Uint8Array.of(...secret, ...(await checksum(id, secret)));
  return `${version}.${id}.${toBase64url(bytes)}`;
}

/**
 * Reads a link's fragment, with or without the #. Call it, then clear the address bar at once.
 * @throws Failure `invite_mangled` when a character is missing or changed, `insecure_context` on plain http
 */
export async function parseInviteFragment(fragment: string): Promise<Invite> {
  subtle();
  const [first, id, text, ...rest] = fragment.trim().replace(/^#/, '').split('.');
  const bytes = text === undefined || text.length > 100 ? null : fromBase64url(text);
  const whole =
    first === version &&
    rest.length === 0 &&
    id !== undefined &&
    uuid.test(id) &&
    bytes?.length === secretLength + checkLength;
  if (!whole) throw new Failure('invite_mangled');
  const secret = bytes.slice(0, secretLength) as InviteSecret;
  const expected = await checksum(id, secret);
  if (!expected.every((byte, index) => byte === bytes[secretLength + index])) {
    throw new Failure('invite_mangled');
  }
  return { id, secret };
}

async function checksum(id: string, secret: Uint8Array): Promise<Uint8Array> {
  const input = lengthPrefixed('holdfast/invite-link/v1', id, secret);
  return new Uint8Array(await subtle().digest('SHA-256', input)).subarray(0, checkLength);
}
