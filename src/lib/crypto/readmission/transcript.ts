import { fromBase64url, toBase64url } from '../encoding/base64url.ts';
import { lengthPrefixed } from '../encoding/length-prefixed.ts';
import { Failure } from '../../domain/failure/failure.ts';
import { randomBytes, subtle } from '../platform/subtle.ts';
import { fourWordsOf, type FourWords } from '../words/four-words.ts';
import type { KeyedMember } from '../words/pair-words.ts';

/** Who comes back, to whom, and where: everything that both must agree on. Each side puts in what it holds itself to be true. */
export interface Readmission {
  /** UUID of the row in `readmissions`. */
  readonly id: string;
  readonly spaceId: string;
  /** Who has lost their keys, with their new public key. */
  readonly requester: KeyedMember;
  readonly partner: KeyedMember;
}

/** A readmission with both random numbers, 32 bytes as base64url each. */
export interface Transcript extends Readmission {
  readonly requesterNonce: string;
  readonly partnerNonce: string;
}

const nonceLength = 32;

export function newNonce(): string {
  return toBase64url(randomBytes(nonceLength));
}

/** @throws Failure `readmission_forged` when it is none */
export function parseNonce(text: string | null): string {
  if (text === null || fromBase64url(text)?.length !== nonceLength) {
    throw new Failure('readmission_forged');
  }
  return text;
}

/**
 * Binds the one who asks to their number, and to all that they hold to be true, before they see the partner's. Shown later, it proves that
 * neither was chosen to make the words come out right (a short authentication string after commitments: Vaudenay, CRYPTO 2005).
 */
export async function commitmentOf(readmission: Readmission, nonce: string): Promise<string> {
  const parts = lengthPrefixed(
    'holdfast/readmission/commitment/v1',
    ...partsOf(readmission),
    parseNonce(nonce),
  );
  return toBase64url(new Uint8Array(await subtle().digest('SHA-256', parts)));
}

/** @throws Failure `readmission_forged` when the number shown is not the one that was committed to, or was committed to with other keys */
export async function checkCommitment(transcript: Transcript, commitment: string): Promise<void> {
  if ((await commitmentOf(transcript, transcript.requesterNonce)) !== commitment) {
    throw new Failure('readmission_forged');
  }
}

/** The four words that both screens show. */
export async function readmissionWords(transcript: Transcript): Promise<FourWords> {
  const material = lengthPrefixed('holdfast/readmission/words/v1', ...partsOf(transcript));
  const numbers = lengthPrefixed(
    parseNonce(transcript.requesterNonce),
    parseNonce(transcript.partnerNonce),
  );
  return fourWordsOf(material, new Uint8Array(await subtle().digest('SHA-256', numbers)));
}

/** All that the delivery of keys is bound to, hashed to 32 bytes. */
export async function transcriptHash(transcript: Transcript): Promise<ArrayBuffer> {
  return subtle().digest(
    'SHA-256',
    lengthPrefixed(
      'holdfast/readmission/delivery/v1',
      ...partsOf(transcript),
      parseNonce(transcript.requesterNonce),
      parseNonce(transcript.partnerNonce),
    ),
  );
}

function partsOf({ id, spaceId, requester, partner }: Readmission): readonly string[] {
  return [id, spaceId, requester.userId, requester.publicKey, partner.userId, partner.publicKey];
}
