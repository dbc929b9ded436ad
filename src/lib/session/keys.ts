import type { UnlockedShared } from '../crypto/keys/index.ts';
import type { Account } from '../data/accounts.ts';
import type { StoredKeyring } from '../data/keyrings.ts';

/** What is in memory while the app is open. Gone after locking. */
export interface OpenKeys extends UnlockedShared {
  readonly account: Account;
  /**
   * As the server has it: ciphertext, for opening the private log and checking the recovery code. Null when a device that stays signed in
   * opened without a connection: no wrap of a password is kept there.
   */
  readonly keyring: StoredKeyring | null;
}
