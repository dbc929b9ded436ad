import type { PasswordKey, Pins, PrivateLogKey } from '../crypto/keys/index.ts';
import type { StoredKeyring } from '../data/keyrings.ts';
import { Failure } from '../domain/failure/failure.ts';
import { asOwnPassword } from './account/as-own-password.ts';
import { fetchKeyWork, type KeyWork } from './account/fetch-key-work.ts';
import type { Drafts } from './drafts.ts';
import type { OpenKeys } from './keys.ts';
import { noRefusedDrafts } from './refused-drafts.ts';

/** The shared keys of this visit, in memory only, and what they alone open. */
export class KeyHolder {
  /** Sealed drafts that the device refused. They belong to the page, so that a lock does not lose them. */
  readonly refusedDrafts = noRefusedDrafts();
  #keys = $state.raw<OpenKeys | null>(null);
  #drafts = $state.raw<Drafts | null>(null);

  /** Whose keys these are; null while there are none. */
  get holder(): string | null {
    return this.#keys?.account.id ?? null;
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
    this.#drafts = openSharedDrafts(keys, this.refusedDrafts);
  }

  replacePins(pins: Pins): void {
    this.#keys = { ...this.keys, pins };
  }

  replaceKeyring(keyring: StoredKeyring): void {
    this.#keys = { ...this.keys, keyring };
  }

  /** The key that a password makes with this account's seed; right or wrong, it shows when it is used. */
  async passwordKey(password: string): Promise<PasswordKey> {
    const { kdf } = this.keys.keyring;
    const { passwordKeys, stretchInWorker } = await fetchKeyWork();
    return (await passwordKeys(await stretchInWorker(password, kdf))).passwordKey;
  }

  /** @throws Failure `wrong_password` */
  async privateLogKey(password: string): Promise<PrivateLogKey> {
    const passwordKey = await this.passwordKey(password);
    const { unlockWithPassword } = await fetchKeyWork();
    return (await asOwnPassword(unlockWithPassword(passwordKey, this.keys.keyring))).privateLog;
  }

  forget(): void {
    this.#keys = null;
    this.#drafts = null;
  }
}
