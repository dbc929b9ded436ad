import {
  chooseCostInWorker,
  passwordKeys,
  rewrapForPassword,
  type PasswordKey,
} from '../../crypto/keys/index.ts';
import { newKdf } from '../../crypto/keys/new-kdf.ts';
import { stretchInWorker } from '../../crypto/keys/stretch-in-worker.ts';
import type { StoredKeyring } from '../../data/keyrings.ts';
import { raisedCost, type KdfProfiles } from '../../domain/account/kdf.ts';
import type { AccountDoors } from './open-account.ts';

/**
 * Wraps the account key under the same password as new passwords are stretched today: a change of the password to itself, with the same
 * steps and the same safety, and other devices stay signed in. For a session that was opened with this password just now.
 * @returns the keyring as it is afterwards; null when nothing is to be raised on this device
 * @throws Failure `changed_elsewhere` while another device does the same, those of the network. The account opens with the password in any
 * case, and the next sign-in tries again
 */
export async function raiseKdf(
  doors: AccountDoors,
  present: { readonly keyring: StoredKeyring; readonly passwordKey: PasswordKey },
  password: string,
  profiles?: KdfProfiles,
): Promise<StoredKeyring | null> {
  const { stretch = stretchInWorker, chooseCost = chooseCostInWorker, accounts, keyrings } = doors;
  const { keyring, passwordKey } = present;
  const cost = raisedCost(keyring.kdf, await chooseCost(), profiles);
  if (cost === null) return null;
  const kdf = newKdf(cost);
  const next = await passwordKeys(await stretch(password, kdf));
  const accountKeyByPassword = await rewrapForPassword(keyring, {
    present: passwordKey,
    next: next.passwordKey,
  });
  await keyrings.prepareRaise({ kdf, accountKeyByPassword });
  await accounts.changePassword({ authSecret: next.authSecret, kdf });
  await keyrings.settlePassword();
  return { ...keyring, kdf, accountKeyByPassword, pending: null };
}
