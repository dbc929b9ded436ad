import { lengthPrefixed } from '../encoding/length-prefixed.ts';
import { deriveBytes, importBaseKey } from '../keys/derive.ts';
import { fourWordsOf, type FourWords } from '../words/four-words.ts';
import type { Inviter, Joiner } from './invite-macs.ts';
import type { Invite } from './invite.ts';

/**
 * Four words that both screens show and that two people compare: they stand for both public keys. The link's secret salts them, and the
 * stretching keeps somebody who has the link from looking for a key pair with the same words while the two compare.
 */
export async function fourWords(
  invite: Invite,
  inviter: Inviter,
  joiner: Joiner,
): Promise<FourWords> {
  const base = await importBaseKey(invite.secret);
  const salt = await deriveBytes(base, 32, 'invite', 'words', invite.id);
  const keys = lengthPrefixed(
    inviter.spaceId,
    inviter.userId,
    inviter.publicKey,
    joiner.userId,
    joiner.publicKey,
  );
  return fourWordsOf(keys, salt);
}
