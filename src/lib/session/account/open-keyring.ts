import {
  passwordKeys,
  unlockWithPassword,
  type PasswordKey,
  type UnlockedAccount,
} from '../../crypto/keys/index.ts';
import { stretchInWorker } from '../../crypto/keys/stretch-in-worker.ts';
import type { StoredKeyring } from '../../data/keyrings.ts';
import { toFailure } from '../../domain/failure/failure.ts';

export interface OpenedKeyring {
  /** With the wrap that the password opened as its own. */
  readonly keyring: StoredKeyring;
  readonly passwordKey: PasswordKey;
  /** What proves the password to the server. */
  readonly authSecret: string;
  readonly unlocked: UnlockedAccount;
}

/** The keyring as it is once the password has changed to the pending one; null when none is pending. */
export function withPendingPassword(keyring: StoredKeyring): StoredKeyring | null {
  return keyring.pending && { ...keyring, ...keyring.pending, pending: null };
}

/**
 * Opens a keyring with a password: with the active wrap, then with the pending one, which a change of the password that was interrupted
 * may have made the living one.
 * @throws Failure `wrong_password_or_address`, `keyring_broken`, `key_stretch_failed`
 */
export async function openKeyring(
  password: string,
  keyring: StoredKeyring,
  stretch: typeof stretchInWorker = stretchInWorker,
): Promise<OpenedKeyring> {
  const open = async (candidate: StoredKeyring): Promise<OpenedKeyring> => {
    const keys = await passwordKeys(await stretch(password, candidate.kdf));
    const unlocked = await unlockWithPassword(keys.passwordKey, candidate);
    return { keyring: candidate, ...keys, unlocked };
  };
  try {
    return await open(keyring);
  } catch (thrown) {
    const changed = withPendingPassword(keyring);
    if (changed === null || toFailure(thrown).code !== 'wrong_password_or_address') throw thrown;
    return open(changed);
  }
}
