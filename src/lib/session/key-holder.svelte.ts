import type { Pins } from '../crypto/keys/index.ts';
import type { Account } from '../data/accounts.ts';
import type { Client } from '../data/client.ts';
import type { StoredKeyring } from '../data/keyrings.ts';
import { Failure } from '../domain/failure/failure.ts';
import { asOwnPassword } from './account/as-own-password.ts';
import { fetchKeyWork, type KeyWork } from './account/fetch-key-work.ts';
import type { OpenedKeyring } from './account/open-keyring.ts';
import { DeviceDrafts } from './device/device-drafts.ts';
import type { Drafts } from './drafts.ts';
import type { OpenKeys } from './keys.ts';

/** The shared keys of this visit, in memory only, and what they alone open. */
export class KeyHolder {
  #device = new DeviceDrafts();
  #keys = $state.raw<OpenKeys | null>(null);
  #drafts = $state.raw<Drafts | null>(null);

  /** Whose keys these are; null while there are none. */
  get holder(): string | null {
    return this.#keys?.account.id ?? null;
  }

  /** Where unfinished writing of this visit is. A lock leaves it as it is. */
  get device(): DeviceDrafts {
    return this.#device;
  }

  /** @throws Failure `locked` */
  get keys(): OpenKeys {
    if (this.#keys === null) throw new Failure('locked');
    return this.#keys;
  }

  /** Unfinished shared writing on this device. @throws Failure `locked` */
  get drafts(): Drafts {
    if (this.#drafts === null) throw new Failure('locked');
    return this.#drafts;
  }

  hold({ openSharedDrafts }: KeyWork, keys: OpenKeys): void {
    this.#keys = keys;
    this.#drafts = openSharedDrafts(keys, this.#device);
  }

  replacePins(pins: Pins): void {
    this.#keys = { ...this.keys, pins };
  }

  /** Takes in another address; does nothing while there are no keys. */
  replaceAccount(account: Account): void {
    if (this.#keys?.account.id === account.id) this.#keys = { ...this.#keys, account };
  }

  replaceKeyring(keyring: StoredKeyring): void {
    this.#keys = { ...this.keys, keyring };
  }

  /**
   * Opens the keyring with the password. Where that fails, the keyring is looked up again: the password may have been changed on another
   * device.
   * @throws Failure `wrong_password`, those of the network
   */
  async openWithPassword(client: Client, password: string): Promise<OpenedKeyring> {
    const { createKeyrings, openKeyring } = await fetchKeyWork();
    const { keyring: known, userId } = this.keys;
    const open = async (keyring: StoredKeyring) => openKeyring(password, keyring);
    const fetched = () => createKeyrings(client).load(userId);
    const opened = await asOwnPassword(
      known === null
        ? fetched().then(orMissing).then(open)
        : open(known).catch(async (thrown: unknown) => {
            const stored = await fetched();
            if (stored === null || stored.accountKeyByPassword === known.accountKeyByPassword) {
              throw thrown;
            }
            return open(stored);
          }),
    );
    this.replaceKeyring(opened.keyring);
    return opened;
  }

  /** Ends the writing of this visit, for a device that is about to be cleared. Resolves when nothing more can land there. */
  async endDrafts(): Promise<void> {
    const ended = this.#device;
    this.#device = new DeviceDrafts();
    await ended.end();
  }

  forget(): void {
    this.#keys = null;
    this.#drafts = null;
  }
}

function orMissing(keyring: StoredKeyring | null): StoredKeyring {
  if (keyring === null) throw new Failure('keyring_missing');
  return keyring;
}
