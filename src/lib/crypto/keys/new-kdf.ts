import { kdfCost, type KdfCost, type KdfParameters } from '../../domain/account/kdf.ts';
import { toBase64url } from '../encoding/base64url.ts';
import { randomBytes } from '../platform/subtle.ts';

/** Parameters of a new account or a new password: this cost, today's usual one when left out, with a fresh random seed. */
export function newKdf(cost: KdfCost = kdfCost): KdfParameters {
  const { algorithm, memoryKib, iterations, parallelism } = cost;
  return { algorithm, memoryKib, iterations, parallelism, seed: toBase64url(randomBytes(32)) };
}
