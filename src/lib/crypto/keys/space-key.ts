import { Failure } from '../../domain/failure/failure.ts';
import { envelopeFromText, envelopeToText, type Envelope } from '../envelopes/envelope-text.ts';
import { openBytes } from '../envelopes/open-bytes.ts';
import { sealBytes } from '../envelopes/seal-bytes.ts';
import { randomBytes } from '../platform/subtle.ts';
import { importBaseKey } from './derive.ts';
import { sharedWrappingKey } from './shared-branch.ts';
import type { SharedBranch, SpaceKey } from './types.ts';

/** Whose copy of which space's key. */
export interface SpaceKeyHolder {
  readonly userId: string;
  readonly spaceId: string;
}

const spaceKeyLength = 32;

/** A new random space key of an epoch, which counts from 0. */
export async function createSpaceKey(epoch: number): Promise<SpaceKey> {
  return importSpaceKey(randomBytes(spaceKeyLength), epoch);
}

/** @throws Failure `envelope_tampered` when the secret has not 32 bytes */
export async function importSpaceKey(
  secret: Uint8Array<ArrayBuffer>,
  epoch: number,
): Promise<SpaceKey> {
  if (secret.length !== spaceKeyLength) throw new Failure('envelope_tampered');
  return { base: await importBaseKey(secret), epoch, secret } as SpaceKey;
}

/** The newest of these keys of one space, with the others as those before it; null when there is none. */
export function newestSpaceKey(keys: readonly SpaceKey[]): SpaceKey | null {
  const [newest, ...earlier] = keys.toSorted((a, b) => b.epoch - a.epoch);
  return newest === undefined ? null : { ...newest, earlier };
}

/** A member's own copy of the space key, for `space_keys.wrapped`. */
export async function wrapSpaceKey(
  shared: SharedBranch,
  holder: SpaceKeyHolder,
  spaceKey: SpaceKey,
): Promise<Envelope> {
  const place = binding(holder, spaceKey.epoch);
  return envelopeToText(await sealBytes(await sharedWrappingKey(shared), place, spaceKey.secret));
}

/**
 * @param epoch that of the row
 * @throws Failure `envelope_tampered` when the copy is of another person, space or epoch, `envelope_unknown_version`
 */
export async function unwrapSpaceKey(
  shared: SharedBranch,
  holder: SpaceKeyHolder,
  epoch: number,
  wrapped: string,
): Promise<SpaceKey> {
  const key = await sharedWrappingKey(shared);
  const secret = await openBytes(key, binding(holder, epoch), envelopeFromText(wrapped));
  return importSpaceKey(secret, epoch);
}

function binding({ userId, spaceId }: SpaceKeyHolder, epoch: number) {
  return {
    kind: 'key',
    owner: userId,
    object: spaceId,
    field: 'space_keys.wrapped',
    generation: epoch,
  } as const;
}
