import { Failure, toFailure, type FailureCode } from '../../domain/failure/failure.ts';
import { parseRecoveryCode } from '../recovery/recovery-code.ts';
import { recoveryKey } from '../recovery/recovery-key.ts';
import { accountBranches, unwrapAccountKey } from './account-key.ts';
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
  return unlock(await accountKeyByCode(typed, keyring), keyring);
}

/** @throws Failure `wrong_password_or_address` */
export function accountKeyByPassword(
  passwordKey: PasswordKey,
  keyring: Pick<Keyring, 'userId' | 'accountKeyByPassword'>,
): Promise<AccountKey> {
  return orElse(
    unwrapAccountKey(passwordKey, 'password', keyring.userId, keyring.accountKeyByPassword),
    'wrong_password_or_address',
  );
}

/** @throws Failure `recovery_code_mistyped` (with `field` naming the group), `recovery_code_wrong` */
export async function accountKeyByCode(
  typed: string,
  keyring: Pick<Keyring, 'userId' | 'accountKeyByCode'>,
): Promise<AccountKey> {
  const key = await recoveryKey(await parseRecoveryCode(typed));
  const opened = unwrapAccountKey(key, 'code', keyring.userId, keyring.accountKeyByCode);
  return orElse(opened, 'recovery_code_wrong');
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
