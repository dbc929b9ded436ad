import { newKdf } from '../../crypto/keys/new-kdf.ts';
import {
  chooseCostInWorker,
  passwordKeys,
  rewrapForPassword,
  rewrapWithCode,
  unlockWithPassword,
} from '../../crypto/keys/index.ts';
import { stretchInWorker } from '../../crypto/keys/stretch-in-worker.ts';
import type { Account } from '../../data/accounts.ts';
import type { PasswordWrap, StoredKeyring } from '../../data/keyrings.ts';
import { checkNewPassword } from '../../domain/account/password.ts';
import { Failure } from '../../domain/failure/failure.ts';
import type { AccountDoors, OpenedAccount } from './open-account.ts';
import { openKeyring } from './open-keyring.ts';
import { signInAgain } from './sign-in-again.ts';

/**
 * Changes the password, and ends the visits of every other device. The account key, and all that it opens, stays the same. The present
 * password is proved to the server first: it lets nobody change it who only has a token. A stop between any two steps leaves an account that
 * opens: the new wrap is stored beside the old one first, and the server knows by the password which of the two is the living one.
 * @returns the keyring as it is afterwards
 * @throws Failure `wrong_password_or_address` for the present one, `password_too_long`, those of the network
 */
export async function changePassword(
  doors: AccountDoors,
  account: Account,
  stored: StoredKeyring,
  present: string,
  next: string,
): Promise<StoredKeyring> {
  const { stretch = stretchInWorker, chooseCost = chooseCostInWorker } = doors;
  const password = checkNewPassword(next);
  const { keyring, passwordKey, authSecret } = await openKeyring(present, stored, stretch);
  await signInAgain(doors.accounts, account, authSecret);
  const kdf = newKdf(await chooseCost());
  const keys = await passwordKeys(await stretch(password, kdf));
  const accountKeyByPassword = await rewrapForPassword(keyring, {
    present: passwordKey,
    next: keys.passwordKey,
  });
  await replacePassword(doors, { kdf, accountKeyByPassword }, keys.authSecret);
  return { ...keyring, kdf, accountKeyByPassword, pending: null };
}

/**
 * Opens the account of somebody who forgot the password and came in by mail, with the recovery code: a new password, a new code. Until
 * the very last step the present code stays the one that opens.
 * @param typed the present code
 * @throws Failure `recovery_code_mistyped`, `recovery_code_wrong`, `password_too_long`, `keyring_missing`, those of the network
 */
export async function recoverAccount(
  doors: AccountDoors,
  account: Account,
  typed: string,
  next: string,
): Promise<OpenedAccount> {
  const { stretch = stretchInWorker, chooseCost = chooseCostInWorker, keyrings } = doors;
  const password = checkNewPassword(next);
  // An earlier way in may have ended half-way: what it came to decides which keys the code is for.
  await keyrings.settlePassword();
  const stored = await keyrings.load(account.id);
  if (stored === null) throw new Failure('keyring_missing');
  const kdf = newKdf(await chooseCost());
  const keys = await passwordKeys(await stretch(password, kdf));
  const made = await rewrapWithCode(typed, keys.passwordKey, stored);
  const { accountKeyByPassword, accountKeyByCode, recoveryCode } = made;
  const wrap = { kdf, accountKeyByPassword };
  // What the code opens is whole, or nothing is changed.
  const changed = { ...stored, ...wrap, pending: null };
  const unlocked = await unlockWithPassword(keys.passwordKey, changed);
  await replacePassword(doors, wrap, keys.authSecret);
  await keyrings.replaceCode(account.id, accountKeyByCode);
  return {
    account,
    keyring: { ...changed, accountKeyByCode, codeKept: false },
    unlocked,
    recoveryCode,
  };
}

async function replacePassword(
  { accounts, keyrings }: AccountDoors,
  wrap: PasswordWrap,
  authSecret: string,
): Promise<void> {
  await accounts.signOutElsewhere();
  await keyrings.preparePassword(wrap);
  await accounts.changePassword({ authSecret, kdf: wrap.kdf });
  await keyrings.settlePassword();
}
