import type { SharedBranch } from '../../crypto/keys/index.ts';
import type { Account } from '../../data/accounts.ts';
import type { Client } from '../../data/client.ts';
import { createLocalKeys } from '../../data/local-keys.ts';
import type { KeyWork } from '../account/fetch-key-work.ts';
import type { OpenKeys } from '../keys.ts';

/** The shared branch on a device that stays signed in. A device that keeps nothing only asks for the password more often. */
export class KeptKeys {
  readonly #local = createLocalKeys();

  /** The keys of this account, or null when the password has to be asked for. @throws those of the network */
  async open(work: KeyWork, client: Client, account: Account): Promise<OpenKeys | null> {
    const shared = await this.#local.load(account.id).catch(() => null);
    const keyring = shared === null ? null : await work.createKeyrings(client).load(account.id);
    if (shared === null || keyring === null) return null;
    try {
      return { ...(await work.unlockShared(shared, keyring)), account, keyring };
    } catch {
      // The account has other keys by now; the password decides.
      await this.forget(account.id);
      return null;
    }
  }

  /** False when the device keeps nothing. */
  async save(accountId: string, shared: SharedBranch): Promise<boolean> {
    return this.#local.save(accountId, shared).then(
      () => true,
      () => false,
    );
  }

  async forget(accountId: string): Promise<void> {
    await this.#local.forget(accountId).catch(() => undefined);
  }
}
