import type { SharedBranch } from '../../crypto/keys/index.ts';
import type { Account } from '../../data/accounts.ts';
import type { Client } from '../../data/client.ts';
import type { StoredKeyring } from '../../data/keyrings.ts';
import { createLocalKeys, type SharedHalf } from '../../data/local-keys.ts';
import { toFailure } from '../../domain/failure/failure.ts';
import type { KeyWork } from '../account/fetch-key-work.ts';
import type { OpenKeys } from '../keys.ts';

/** How long the server may take before what the device keeps is used, in milliseconds. */
const patience = 4_000;
const late: unique symbol = Symbol('late');

/** The shared branch on a device that stays signed in. A device that keeps nothing only asks for the password more often. */
export class KeptKeys {
  readonly #local = createLocalKeys();
  /** Counts how often somebody locked or signed out, so that what was being opened then is not kept again. */
  #forgotten = 0;

  /**
   * The keys of this account, or null when the password has to be asked for. Without a connection they open as they were last, and their
   * `keyring` is null.
   * @throws those of the network, on a device that has never seen the keyring
   */
  async open(work: KeyWork, client: Client, account: Account): Promise<OpenKeys | null> {
    const forgotten = this.#forgotten;
    const kept = await this.#local.load(account.id).catch(() => null);
    if (kept === null) return null;
    const keyring = await this.#ask(work, client, account.id, kept.half);
    if (keyring === null) return null;
    try {
      const { shared } = kept;
      if (keyring === late) {
        if (kept.half === null) return null;
        const half = { ...kept.half, userId: account.id };
        const opened = await work.unlockShared(shared, half);
        return forgotten === this.#forgotten ? { ...opened, account, keyring: null } : null;
      }
      const opened = await work.unlockShared(shared, keyring);
      if (forgotten !== this.#forgotten) return null;
      await this.save(account.id, shared, keyring);
      return { ...opened, account, keyring };
    } catch {
      // The account has other keys by now; the password decides.
      await this.forget(account.id);
      return null;
    }
  }

  /**
   * Keys that are open, as the server has them now; where this device keeps them, it keeps them so from now on. Null when the account has
   * others by now: the password decides.
   * @throws those of the network
   */
  async renew(work: KeyWork, client: Client, open: OpenKeys): Promise<OpenKeys | null> {
    const { account, shared } = open;
    const forgotten = this.#forgotten;
    const keyring = await work.createKeyrings(client).load(account.id);
    const opened = keyring && (await work.unlockShared(shared, keyring).catch(() => null));
    if (keyring === null || opened === null) {
      await this.forget(account.id);
      return null;
    }
    const kept = await this.#local.load(account.id).catch(() => null);
    if (kept !== null && forgotten === this.#forgotten) {
      await this.save(account.id, shared, keyring);
    }
    return { ...opened, account, keyring };
  }

  /** False when the device keeps nothing. */
  async save(
    accountId: string,
    shared: SharedBranch,
    keyring: StoredKeyring | null,
  ): Promise<boolean> {
    return this.#local.save(accountId, { shared, half: keyring && halfOf(keyring) }).then(
      () => true,
      () => false,
    );
  }

  /** Takes them off the device, also those that are being opened at this moment. */
  async forget(accountId: string): Promise<void> {
    this.#forgotten += 1;
    await this.#local.forget(accountId).catch(() => undefined);
  }

  /** The keyring as the server has it; `late` when it does not answer and the device can do without. */
  async #ask(
    work: KeyWork,
    client: Client,
    accountId: string,
    half: SharedHalf | null,
  ): Promise<StoredKeyring | null | typeof late> {
    const asked = work.createKeyrings(client).load(accountId);
    if (half === null) return asked;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const waited = new Promise<typeof late>((resolve) => {
      timer = setTimeout(() => {
        resolve(late);
      }, patience);
    });
    try {
      return await Promise.race([asked, waited]);
    } catch (thrown) {
      const { code } = toFailure(thrown);
      if (code === 'offline' || code === 'server_unreachable') return late;
      throw thrown;
    } finally {
      clearTimeout(timer);
      asked.catch(() => undefined);
    }
  }
}

function halfOf({ privateKey, pins, publicKey }: StoredKeyring): SharedHalf {
  return { privateKey, pins, publicKey };
}
