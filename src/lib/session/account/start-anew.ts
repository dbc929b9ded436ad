import { chooseCostInWorker, createKeyring, passwordKeys } from '../../crypto/keys/index.ts';
import { newKdf } from '../../crypto/keys/new-kdf.ts';
import { stretchInWorker } from '../../crypto/keys/stretch-in-worker.ts';
import type { Account } from '../../data/accounts.ts';
import { checkNewPassword } from '../../domain/account/password.ts';
import { newlyStored, type AccountDoors, type OpenedAccount } from './open-account.ts';

/**
 * Begins with new keys, for somebody who came in by mail and has neither password nor recovery code. The old keyring is kept, closed: an
 * old password that comes back opens its private log again. A stop between any two steps leaves an account that opens, with the old
 * password or with the new one: the new keyring is stored first, and the server knows by the password which of the two is the living one.
 * @throws Failure `password_too_long`, those of the network
 */
export async function startAnew(
  doors: AccountDoors,
  account: Account,
  next: string,
): Promise<OpenedAccount> {
  const { stretch = stretchInWorker, chooseCost = chooseCostInWorker, accounts, keyrings } = doors;
  const password = checkNewPassword(next);
  await keyrings.settlePassword();
  const stored = await keyrings.load(account.id);
  const kdf = newKdf(await chooseCost());
  const { passwordKey, authSecret } = await passwordKeys(await stretch(password, kdf));
  const made = await createKeyring({ userId: account.id, passwordKey, kdf });
  await accounts.signOutElsewhere();
  if (stored === null) {
    // The sign-up was interrupted: there are no keys to keep.
    await accounts.changePassword({ authSecret, kdf });
    await keyrings.create(made.keyring);
  } else {
    await keyrings.prepareNewKeys(made.keyring);
    await accounts.changePassword({ authSecret, kdf });
    await keyrings.settlePassword();
  }
  const formerCount = stored === null ? 0 : stored.formerCount + 1;
  return { account, ...made, keyring: newlyStored(made.keyring, formerCount) };
}
