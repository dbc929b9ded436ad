import { lengthPrefixed } from '../encoding/length-prefixed.ts';
import { deriveBytes } from '../keys/derive.ts';
import type { PublicKey, SpaceKey } from '../keys/types.ts';
import { fourWordsOf, type FourWords } from './four-words.ts';

/** A member of a space, with the public key that stands for them. */
export interface KeyedMember {
  readonly userId: string;
  readonly publicKey: PublicKey;
}

/**
 * The words of a pair, the same for both at any time until an epoch ends: they stand for both public keys. The space key salts them, so
 * that nobody without it can look for another key pair with the same words.
 */
export async function pairWords(
  spaceKey: SpaceKey,
  spaceId: string,
  members: readonly [KeyedMember, KeyedMember],
): Promise<FourWords> {
  const salt = await deriveBytes(spaceKey.base, 32, 'words', spaceId);
  const sorted = members.toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
  const keys = sorted.flatMap(({ userId, publicKey }) => [userId, publicKey]);
  return fourWordsOf(lengthPrefixed('holdfast/pair-words/v1', spaceId, ...keys), salt);
}
