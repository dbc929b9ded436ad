import { Failure } from '../../domain/failure/failure.ts';
import type { Envelope } from '../envelopes/envelope-text.ts';
import { openSpaceKeyFrom, sealSpaceKeyTo } from '../keys/seal-to-person.ts';
import type { IdentityKeyPair, SpaceKey } from '../keys/types.ts';
import { transcriptHash, type Transcript } from './transcript.ts';

/**
 * Seals a space key to the partner who comes back, for `space_keys.delivered`: HPKE (RFC 9180) in mode Auth between the two public keys
 * whose words were compared, bound to the numbers of this one comparison.
 * @param me the key pair of the partner who has kept theirs
 */
export async function deliverAgain(
  me: IdentityKeyPair,
  transcript: Transcript,
  spaceKey: SpaceKey,
): Promise<Envelope> {
  const info = await transcriptHash(transcript);
  return sealSpaceKeyTo({ me, other: transcript.requester.publicKey, info }, spaceKey);
}

/**
 * Opens a space key that was delivered in a readmission.
 * @param me the new key pair of the one who comes back
 * @param epoch that of the row
 * @throws Failure `readmission_forged` when it does not come from this partner, for this person, space, epoch and comparison
 */
export async function receiveAgain(
  me: IdentityKeyPair,
  transcript: Transcript,
  epoch: number,
  delivered: string,
): Promise<SpaceKey> {
  const info = await transcriptHash(transcript);
  try {
    return await openSpaceKeyFrom(
      { me, other: transcript.partner.publicKey, info },
      epoch,
      delivered,
    );
  } catch (cause) {
    if (cause instanceof Failure && cause.code === 'envelope_unknown_version') throw cause;
    throw new Failure('readmission_forged', { cause });
  }
}
