import { envelopeFromText, envelopeToText, type Envelope } from '../envelopes/envelope-text.ts';
import { openBytes } from '../envelopes/open-bytes.ts';
import { sealBytes } from '../envelopes/seal-bytes.ts';
import { randomBytes } from '../platform/subtle.ts';
import { deriveAesKey, deriveBytes, importBaseKey } from './derive.ts';
import type { AccountKey, PasswordKey, PrivateBranch, RecoveryKey, SharedBranch } from './types.ts';

export function newAccountKey(): AccountKey {
  return randomBytes(32) as AccountKey;
}

export interface AccountBranches {
  readonly private: PrivateBranch;
  readonly shared: SharedBranch;
}

/** The two branches of an account key. The key itself can be forgotten afterwards. */
export async function accountBranches(accountKey: AccountKey): Promise<AccountBranches> {
  const base = await importBaseKey(accountKey);
  const [key, sharedSecret] = await Promise.all([
    deriveAesKey(base, 'account', 'private'),
    deriveBytes(base, 32, 'account', 'shared'),
  ]);
  const shared = { base: await importBaseKey(sharedSecret) } as SharedBranch;
  sharedSecret.fill(0);
  return { private: { key, epoch: 0 } as PrivateBranch, shared };
}

const places = {
  password: 'keyrings.account_key_by_password',
  code: 'keyrings.account_key_by_code',
} as const;

/** Wraps the account key under the password's key or the recovery code's. */
export async function wrapAccountKey(
  wrapping: PasswordKey | RecoveryKey,
  by: keyof typeof places,
  userId: string,
  accountKey: AccountKey,
): Promise<Envelope> {
  return envelopeToText(await sealBytes(wrapping, binding(by, userId), accountKey));
}

/** @throws Failure `envelope_tampered` for the wrong key as well as for a damaged wrap: they cannot be told apart */
export async function unwrapAccountKey(
  wrapping: PasswordKey | RecoveryKey,
  by: keyof typeof places,
  userId: string,
  envelope: string,
): Promise<AccountKey> {
  return (await openBytes(wrapping, binding(by, userId), envelopeFromText(envelope))) as AccountKey;
}

function binding(by: keyof typeof places, userId: string) {
  return { kind: 'key', owner: userId, object: userId, field: places[by], generation: 0 } as const;
}
