import { lengthPrefixed } from '../encoding/length-prefixed.ts';
import { deriveBytes, importBaseKey } from '../keys/derive.ts';
import { subtle } from '../platform/subtle.ts';
import type { Inviter, Joiner } from './invite-macs.ts';
import type { Invite } from './invite.ts';
import { wordList } from './word-list.ts';

export type FourWords = readonly [string, string, string, string];

/** Makes the search for a key pair with the same words 2^18 times dearer, at some 50 ms for us. */
const iterations = 200_000;

/**
 * Four words that both screens show and that two people compare: they stand for both public keys. 4 × 9 bits, stretched with PBKDF2
 * (RFC 8018), so that somebody who has the link cannot look for a key pair with the same words while the two compare.
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
  const key = await subtle().importKey('raw', keys, 'PBKDF2', false, ['deriveBits']);
  const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  const view = new DataView(await subtle().deriveBits(algorithm, key, 64));
  const word = (index: number) => wordList[view.getUint16(index * 2) % wordList.length] ?? '';
  return [word(0), word(1), word(2), word(3)];
}
