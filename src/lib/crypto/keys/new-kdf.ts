import { kdfCost, type KdfParameters } from '../../domain/account/kdf.ts';
import { toBase64url } from '../encoding/base64url.ts';
import { randomBytes } from '../platform/subtle.ts';

/** Parameters of a new account or a new password: today's cost with a fresh random seed. */
export function newKdf(): KdfParameters {
  return { ...kdfCost, seed: toBase64url(randomBytes(32)) };
}
