import type { Account } from '../data/accounts.ts';
import { tokenKey, type Client } from '../data/client.ts';
import type { StoredKeyring } from '../data/keyrings.ts';
import { fetchKeyWork, type KeyWork } from './account/fetch-key-work.ts';
import { KeptKeys } from './device/kept-keys.ts';
import type { TokenStorage } from './device/token-storage.ts';
import type { KeyHolder } from './key-holder.svelte.ts';
import type { OpenKeys } from './keys.ts';
import type { Presence } from './presence.svelte.ts';

export interface DeviceKeysOptions {
  readonly client: Client;
  readonly tokens: TokenStorage;
  readonly holder: KeyHolder;
  readonly presence: Presence;
  /** Asks the browser not to clear what is kept here. */
  readonly askToKeep: () => Promise<void>;
  /** The open keys were looked at again. */
  readonly onRenewed: (keys: OpenKeys) => void;
  /** The account has other keys by now. */
  readonly lock: () => Promise<void>;
}

/** The shared keys of a visit on this device, where somebody stays signed in, and as the server has them. */
export class DeviceKeys {
  readonly #options: DeviceKeysOptions;
  readonly #kept = new KeptKeys();
  #storageRefused = $state(false);

  constructor(options: DeviceKeysOptions) {
    this.#options = options;
    this.#storageRefused = options.tokens.refused;
  }

  /** True when this browser keeps nothing. */
  get storageRefused(): boolean {
    return this.#storageRefused;
  }

  /** The keys that the device keeps; null when the password has to be asked for. @throws those of the network */
  open(work: KeyWork, account: Account): Promise<OpenKeys | null> {
    return this.#kept.open(work, this.#options.client, account);
  }

  async keep(
    accountId: string,
    shared: OpenKeys['shared'],
    keyring: StoredKeyring | null,
  ): Promise<void> {
    if (!(await this.#kept.save(accountId, shared, keyring))) this.#storageRefused = true;
    // Who stays signed in wants to find here what they wrote here: the moment to ask the browser not to clear it.
    else void this.#options.askToKeep();
  }

  /** Takes them off the device. */
  forget(accountId: string): Promise<void> {
    return this.#kept.forget(accountId);
  }

  /** Changes whether this device keeps the keys. @throws Failure `locked` */
  async setStay(stay: boolean): Promise<void> {
    const { tokens, holder } = this.#options;
    const { account, shared, keyring } = holder.keys;
    tokens.setStaySignedIn(stay, [tokenKey]);
    if (stay) await this.keep(account.id, shared, keyring);
    else await this.forget(account.id);
  }

  /** Keys that were opened without a connection, looked at again now that there is one. @throws Failure `locked`, those of the network */
  async renewOffline(): Promise<void> {
    if (this.#options.holder.keys.keyring === null) await this.renew();
  }

  /**
   * Looks at the open keys again: this page, or another of the account, may have changed what they keep.
   * @throws Failure `locked`, those of the network
   */
  async renew(): Promise<void> {
    const { client, holder, presence, onRenewed, lock } = this.#options;
    const { visit } = presence;
    const open = holder.keys;
    const work = await fetchKeyWork();
    const keys = await this.#kept.renew(work, client, open);
    if (visit !== presence.visit) return;
    if (keys === null) return lock();
    holder.hold(work, { ...keys, account: holder.keys.account });
    onRenewed(keys);
  }
}
