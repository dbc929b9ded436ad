import type { KdfParameters } from '../../domain/account/kdf.ts';
import { Failure, toFailure } from '../../domain/failure/failure.ts';
import { envelopeFromText, envelopeToText, type Envelope } from '../envelopes/envelope-text.ts';
import { openBytes } from '../envelopes/open-bytes.ts';
import { sealBytes } from '../envelopes/seal-bytes.ts';
import { importAesKey } from './derive.ts';
import { openEarlierLogs, type EarlierLog, type EarlierLogOpener } from './earlier-log.ts';
import { importIdentity } from './identity.ts';
import { openPins, type Pins } from './pins.ts';
import { sharedWrappingKey } from './shared-branch.ts';
import type {
  IdentityKeyPair,
  PrivateBranch,
  PrivateLogKey,
  PublicKey,
  SharedBranch,
} from './types.ts';

/** What the server keeps of a person's keys: the row of `keyrings` with the public key of `profiles`. */
export interface Keyring {
  readonly userId: string;
  readonly kdf: KdfParameters;
  readonly accountKeyByPassword: Envelope;
  readonly accountKeyByCode: Envelope;
  readonly privateLogKey: Envelope;
  readonly privateKey: Envelope;
  readonly pins: Envelope;
  readonly publicKey: PublicKey;
  /** Logs of former keyrings that were taken over. */
  readonly earlierLogs?: readonly EarlierLog[];
}

/** What the shared branch alone opens: all that a device needs that stays signed in. */
export interface UnlockedShared {
  readonly userId: string;
  readonly shared: SharedBranch;
  readonly identity: IdentityKeyPair;
  readonly pins: Pins;
}

export interface UnlockedAccount extends UnlockedShared {
  readonly privateLog: PrivateLogKey;
}

/** Seals the secret half of the identity key. */
export async function wrapPrivateKey(
  shared: SharedBranch,
  userId: string,
  secret: Uint8Array,
): Promise<Envelope> {
  const key = await sharedWrappingKey(shared);
  return envelopeToText(await sealBytes(key, place(userId, 'private_key'), secret));
}

/** Seals the private log's key. */
export async function wrapPrivateLogKey(
  branch: PrivateBranch,
  userId: string,
  secret: Uint8Array,
): Promise<Envelope> {
  return envelopeToText(await sealBytes(branch, place(userId, 'private_log_key'), secret));
}

/** @throws Failure `keyring_broken`, `envelope_unknown_version` */
export async function unwrapPrivateLogKey(
  branch: PrivateBranch,
  keyring: Keyring,
): Promise<PrivateLogKey> {
  const secret = await privateLogSecret(branch, keyring);
  return openLog(secret, { ...keyring, openers: [branch] });
}

/** The log's key out of its secret, which is wiped, with the keys of earlier logs that it opens; `openers` may have wrapped some as well. */
export async function openLog(
  secret: Uint8Array<ArrayBuffer>,
  {
    userId,
    earlierLogs = [],
    openers = [],
  }: Pick<Keyring, 'userId' | 'earlierLogs'> & { readonly openers?: readonly EarlierLogOpener[] },
): Promise<PrivateLogKey> {
  const log = { key: await importAesKey(secret), epoch: 0 } as PrivateLogKey;
  secret.fill(0);
  return { ...log, earlier: await openEarlierLogs([log, ...openers], userId, earlierLogs) };
}

/** The 32 bytes of the private log's key, in order to be wrapped once more. @throws Failure as `unwrapPrivateLogKey` */
export async function privateLogSecret(
  branch: PrivateBranch,
  keyring: Pick<Keyring, 'userId' | 'privateLogKey'>,
): Promise<Uint8Array<ArrayBuffer>> {
  return inKeyring(() => {
    const sealed = envelopeFromText(keyring.privateLogKey);
    return openBytes(branch, place(keyring.userId, 'private_log_key'), sealed);
  });
}

/**
 * Opens what the shared branch keeps, and checks that the public key the server shows is ours.
 * @throws Failure `keyring_broken` when anything does not belong together, `envelope_unknown_version`
 */
export async function unlockShared(
  shared: SharedBranch,
  keyring: Pick<Keyring, 'userId' | 'privateKey' | 'pins' | 'publicKey'>,
): Promise<UnlockedShared> {
  const { userId } = keyring;
  return inKeyring(async () => {
    const key = await sharedWrappingKey(shared);
    const sealed = envelopeFromText(keyring.privateKey);
    const [secret, pins] = await Promise.all([
      openBytes(key, place(userId, 'private_key'), sealed),
      openPins(shared, userId, keyring.pins),
    ]);
    const identity = await importIdentity(secret);
    secret.fill(0);
    if (identity.publicKey !== keyring.publicKey) throw new Failure('keyring_broken');
    return { userId, shared, identity, pins };
  });
}

/** An envelope inside a keyring that does not open means a broken keyring, not a wrong password. */
async function inKeyring<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (failure.code !== 'envelope_tampered' && failure.code !== 'envelope_wrong_epoch') {
      throw failure;
    }
    throw new Failure('keyring_broken', { cause: failure });
  }
}

function place(userId: string, column: 'private_key' | 'private_log_key') {
  return {
    kind: 'key',
    owner: userId,
    object: userId,
    field: `keyrings.${column}`,
    generation: 0,
  } as const;
}
