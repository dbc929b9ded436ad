import type { UnlockedShared } from '../crypto/keys/index.ts';
import type { Account } from '../data/accounts.ts';
import type { StoredKeyring } from '../data/keyrings.ts';

/** What is in memory while the app is open. Gone after locking. */
export interface OpenKeys extends UnlockedShared {
  readonly account: Account;
  /** As the server has it: ciphertext, for opening the private log and checking the recovery code. */
  readonly keyring: StoredKeyring;
}
