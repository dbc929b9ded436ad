import type { Envelope } from '../envelopes/index.ts';
import { newRecoveryCode } from '../recovery/recovery-code.ts';
import { recoveryKey } from '../recovery/recovery-key.ts';
import { wrapAccountKey } from './account-key.ts';
import type { Keyring } from './keyring.ts';
import type { AccountKey, PasswordKey } from './types.ts';
import { accountKeyByCode, accountKeyByPassword } from './unlock.ts';

export interface NewCode {
  readonly accountKeyByCode: Envelope;
  /** To be shown once, in groups. */
  readonly recoveryCode: string;
}

/**
 * The account key wrapped for another password, for somebody who holds the present one. The account key itself stays the same.
 * @throws Failure `wrong_password_or_address`
 */
export async function rewrapForPassword(
  keyring: Keyring,
  { present, next }: { readonly present: PasswordKey; readonly next: PasswordKey },
): Promise<Envelope> {
  const accountKey = await accountKeyByPassword(present, keyring);
  return forgetting(accountKey, () => wrapForPassword(next, keyring, accountKey));
}

/**
 * The account key wrapped for a new password and a fresh recovery code, for somebody who holds the present code.
 * @param typed the present code
 * @throws Failure `recovery_code_mistyped` (with `field` naming the group), `recovery_code_wrong`
 */
export async function rewrapWithCode(
  typed: string,
  next: PasswordKey,
  keyring: Keyring,
): Promise<NewCode & { readonly accountKeyByPassword: Envelope }> {
  const accountKey = await accountKeyByCode(typed, keyring);
  return forgetting(accountKey, async () => ({
    accountKeyByPassword: await wrapForPassword(next, keyring, accountKey),
    ...(await wrapForNewCode(keyring, accountKey)),
  }));
}

/**
 * A fresh recovery code, for somebody who holds the password. The old code ends when the new wrap replaces the old one.
 * @throws Failure `wrong_password_or_address`
 */
export async function renewRecoveryCode(
  passwordKey: PasswordKey,
  keyring: Keyring,
): Promise<NewCode> {
  const accountKey = await accountKeyByPassword(passwordKey, keyring);
  return forgetting(accountKey, () => wrapForNewCode(keyring, accountKey));
}

function wrapForPassword(
  next: PasswordKey,
  { userId }: Keyring,
  accountKey: AccountKey,
): Promise<Envelope> {
  return wrapAccountKey(next, 'password', userId, accountKey);
}

async function wrapForNewCode({ userId }: Keyring, accountKey: AccountKey): Promise<NewCode> {
  const recoveryCode = await newRecoveryCode();
  const key = await recoveryKey(recoveryCode);
  return { accountKeyByCode: await wrapAccountKey(key, 'code', userId, accountKey), recoveryCode };
}

async function forgetting<Result>(
  accountKey: AccountKey,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } finally {
    accountKey.fill(0);
  }
}
