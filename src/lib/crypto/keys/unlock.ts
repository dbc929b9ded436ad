import { Failure, toFailure, type FailureCode } from '../../domain/failure/failure.ts';
import type { Envelope } from '../envelopes/envelope-text.ts';
import { newRecoveryCode, parseRecoveryCode } from '../recovery/recovery-code.ts';
import { recoveryKey } from '../recovery/recovery-key.ts';
import { accountBranches, unwrapAccountKey, wrapAccountKey } from './account-key.ts';
import {
  unlockShared,
  unwrapPrivateLogKey,
  type Keyring,
  type UnlockedAccount,
} from './keyring.ts';
import type { AccountKey, PasswordKey } from './types.ts';

/**
 * Opens a keyring with the password's key.
 * @throws Failure `wrong_password_or_address` when the password does not open it, `keyring_broken` when what is inside does not belong together
 */
export async function unlockWithPassword(
  passwordKey: PasswordKey,
  keyring: Keyring,
): Promise<UnlockedAccount> {
  return unlock(await accountKeyByPassword(passwordKey, keyring), keyring);
}

/**
 * Opens a keyring with the recovery code as typed.
 * @throws Failure `recovery_code_mistyped` (with `field` naming the group), `recovery_code_wrong`, `keyring_broken`
 */
export async function unlockWithRecoveryCode(
  typed: string,
  keyring: Keyring,
): Promise<UnlockedAccount> {
  const key = await recoveryKey(await parseRecoveryCode(typed));
  const opened = unwrapAccountKey(key, 'code', keyring.userId, keyring.accountKeyByCode);
  return unlock(await orElse(opened, 'recovery_code_wrong'), keyring);
}

/**
 * A fresh recovery code, for somebody who holds the password. The old code ends when the new wrap replaces the old one.
 * @throws Failure `wrong_password_or_address`
 */
export async function renewRecoveryCode(
  passwordKey: PasswordKey,
  keyring: Keyring,
): Promise<{ readonly accountKeyByCode: Envelope; readonly recoveryCode: string }> {
  const accountKey = await accountKeyByPassword(passwordKey, keyring);
  const recoveryCode = await newRecoveryCode();
  const key = await recoveryKey(recoveryCode);
  const accountKeyByCode = await wrapAccountKey(key, 'code', keyring.userId, accountKey);
  accountKey.fill(0);
  return { accountKeyByCode, recoveryCode };
}

function accountKeyByPassword(passwordKey: PasswordKey, keyring: Keyring): Promise<AccountKey> {
  return orElse(
    unwrapAccountKey(passwordKey, 'password', keyring.userId, keyring.accountKeyByPassword),
    'wrong_password_or_address',
  );
}

async function unlock(accountKey: AccountKey, keyring: Keyring): Promise<UnlockedAccount> {
  const branches = await accountBranches(accountKey);
  accountKey.fill(0);
  const [opened, privateLog] = await Promise.all([
    unlockShared(branches.shared, keyring),
    unwrapPrivateLogKey(branches.private, keyring),
  ]);
  return { ...opened, privateLog };
}

/** A wrap that does not open means that the wrong thing was typed. */
async function orElse<Result>(opening: Promise<Result>, code: FailureCode): Promise<Result> {
  try {
    return await opening;
  } catch (thrown) {
    const failure = toFailure(thrown);
    throw failure.code === 'envelope_tampered' ? new Failure(code, { cause: failure }) : failure;
  }
}
