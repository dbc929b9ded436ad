import type { Account, Accounts } from '../data/accounts.ts';
import { tokenKey, type Client } from '../data/client.ts';
import { Failure, toFailure } from '../domain/failure/failure.ts';
import { asOwnPassword } from './account/as-own-password.ts';
import { fetchKeyWork, type KeyWork } from './account/fetch-key-work.ts';
import type { AccountDoors, OpenedAccount } from './account/open-account.ts';
import type { Connection } from './connection.svelte.ts';
import type { TokenStorage } from './device/token-storage.ts';
import type { DeviceKeys } from './device-keys.svelte.ts';
import type { OpenKeys } from './keys.ts';
import type { Presence, SessionStatus } from './presence.svelte.ts';
import type { PrivateLog } from './private-log.svelte.ts';

export interface ArrivalOptions {
  readonly client: Client;
  readonly accounts: Accounts;
  readonly tokens: TokenStorage;
  readonly presence: Presence;
  readonly connection: Connection;
  readonly deviceKeys: DeviceKeys;
  readonly privateLog: PrivateLog;
  /** Takes open keys in. @param recoveryCode to be shown once, when it was made just now */
  readonly open: (work: KeyWork, keys: OpenKeys, recoveryCode: string | null) => void;
  /** Raises the key derivation behind what goes on. */
  readonly raise: (raise: NonNullable<OpenedAccount['raise']>) => void;
  readonly forget: (status: SessionStatus) => void;
  readonly keepEverything: () => Promise<void>;
  /** Tells the other tabs. */
  readonly onEntered: (account: Account) => void;
}

/** The ways in: with a password, or with what this device keeps. */
export class Arrival {
  readonly #options: ArrivalOptions;

  constructor(options: ArrivalOptions) {
    this.#options = options;
  }

  /** Finds out who is signed in on this device, and opens what it keeps. */
  async resume(): Promise<void> {
    const { accounts, tokens, presence, connection, deviceKeys, open, forget } = this.#options;
    const { visit } = presence;
    try {
      const account = await accounts.current();
      if (account === null) return forget('signed_out');
      presence.arrived(account);
      const work = tokens.staySignedIn ? await fetchKeyWork() : null;
      const keys = work && (await deviceKeys.open(work, account));
      // Another tab locked it meanwhile.
      if (visit !== presence.visit) return;
      connection.over();
      if (work !== null && keys !== null) return open(work, keys, null);
      presence.locked();
      // Nothing else asks the server while it is locked, and what was signed out from afar is not to wait for the password.
      if (await accounts.wasSignedOut().catch(() => false)) await accounts.signOut();
    } catch (thrown) {
      const failure = toFailure(thrown);
      if (failure.code === 'signed_out') forget('signed_out');
      else connection.later(failure);
    }
  }

  /** Opens the keys with whatever proves who it is, and takes them in. */
  async enterAfter(
    prove: (work: KeyWork, doors: AccountDoors) => Promise<OpenedAccount>,
  ): Promise<void> {
    const { tokens, presence, deviceKeys, privateLog, open, raise, onEntered } = this.#options;
    const { visit } = presence;
    // Fetched meanwhile, so that the log opens together with the rest.
    const fetched = import('./open-private-log.ts').catch(() => undefined);
    const work = await fetchKeyWork();
    const opened = await prove(work, this.doors(work));
    const { account, keyring, unlocked, recoveryCode } = opened;
    await fetched;
    // Whoever locked or signed out while the password was worked on meant it.
    if (visit !== presence.visit) return;
    const { privateLog: logKey, ...shared } = unlocked;
    if (tokens.staySignedIn) await deviceKeys.keep(account.id, shared.shared, keyring);
    if (visit !== presence.visit) return deviceKeys.forget(account.id);
    open(work, { ...shared, account, keyring }, recoveryCode);
    if (opened.raise !== undefined) raise(opened.raise);
    // Without its part of the app the log stays closed, and its own page opens it.
    await privateLog.openWithKey(logKey).catch(() => undefined);
    onEntered(account);
  }

  /** Opens the keys again after a reload or a lock. @throws Failure `signed_out`, `wrong_password`, those of the network */
  async unlock(password: string): Promise<void> {
    const { account } = this.#options.presence;
    if (account === null) throw new Failure('signed_out');
    await this.enterAfter((work, doors) => asOwnPassword(work.unlock(doors, account, password)));
  }

  doors({ createKeyrings }: KeyWork): AccountDoors {
    const { client, accounts } = this.#options;
    return { client, accounts, keyrings: createKeyrings(client) };
  }

  /** Another tab was entered. Only a device that stays signed in shares its account between tabs; otherwise every tab has its own. */
  async enteredElsewhere(accountId: string): Promise<void> {
    const { tokens, presence, forget, keepEverything } = this.#options;
    const mine = accountId === presence.account?.id;
    if (!tokens.staySignedIn || (mine && presence.status === 'ready')) return;
    if (!mine && presence.account !== null) {
      await keepEverything();
      forget('signed_out');
      tokens.forgetTab(tokenKey);
    }
    await this.resume();
  }
}
