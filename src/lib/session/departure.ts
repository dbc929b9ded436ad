import type { Accounts } from '../data/accounts.ts';
import type { Connection } from './connection.svelte.ts';
import { forgetDevice } from './device/forget-device.ts';
import type { PendingInvite } from './device/pending-invite.ts';
import type { TokenStorage } from './device/token-storage.ts';
import type { DeviceKeys } from './device-keys.svelte.ts';
import type { KeyHolder } from './key-holder.svelte.ts';
import type { Presence, SessionStatus } from './presence.svelte.ts';
import type { PrivateLog } from './private-log.svelte.ts';
import type { UnsavedWork } from './unsaved-work.svelte.ts';
import { veiled } from './veil.ts';
import { endVisit } from './visit-end.ts';

export interface DepartureOptions {
  readonly accounts: Accounts;
  readonly tokens: TokenStorage;
  readonly presence: Presence;
  readonly connection: Connection;
  readonly deviceKeys: DeviceKeys;
  readonly holder: KeyHolder;
  readonly privateLog: PrivateLog;
  readonly unsaved: UnsavedWork;
  readonly invitation: PendingInvite;
  /** Forgets every key in memory, and all that they opened. */
  readonly forget: (status: SessionStatus) => void;
  /** Tells the other tabs. */
  readonly tell: (type: 'locked' | 'signed_out', accountId: string) => void;
}

/** The ways out: a lock, signing out, and the end of a visit that nobody here asked for. */
export class Departure {
  readonly #options: DepartureOptions;

  constructor(options: DepartureOptions) {
    this.#options = options;
  }

  /** Lets every page part seal and store what it holds, while the keys are still there. */
  async keepEverything(): Promise<void> {
    const { unsaved, privateLog } = this.#options;
    await veiled(async () => {
      await Promise.all([unsaved.keepAll(), privateLog.lock()]);
    });
  }

  /** Locks this page and the others of this device. */
  async lock(): Promise<void> {
    const accountId = this.#options.presence.account?.id ?? '';
    await this.lockHere();
    this.#options.tell('locked', accountId);
  }

  /** Locks this page, and takes the kept keys off the device. */
  async lockHere(): Promise<void> {
    const { presence, deviceKeys, forget } = this.#options;
    const { account, visit } = presence;
    await this.keepEverything();
    // Locked or signed out by something else meanwhile.
    if (visit !== presence.visit) return;
    forget('locked');
    if (account === null) return;
    presence.moved(account);
    await deviceKeys.forget(account.id);
  }

  /** Ends the visit in every tab, and takes everything of this person off the device. */
  async signOut(): Promise<void> {
    const { presence, tokens, invitation, forget, tell } = this.#options;
    const { account } = presence;
    await this.keepEverything();
    forget('signed_out');
    presence.release();
    invitation.drop();
    if (account === null) return;
    tell('signed_out', account.id);
    await this.#endHere(account.id);
    tokens.setStaySignedIn(false);
  }

  /** Somebody signed out in another tab of this device. That tab has cleared it already, before what this one keeps there. */
  async signedOutElsewhere(accountId: string): Promise<void> {
    const { presence, forget } = this.#options;
    presence.release();
    await this.keepEverything();
    forget('signed_out');
    await this.#endHere(accountId);
  }

  /** The token is gone. Another account's tab may have said so; then this one's own is still here. */
  async visitOver(): Promise<void> {
    const { accounts, tokens, presence, deviceKeys, forget } = this.#options;
    const account = await accounts.current().catch(() => null);
    if (account !== null) return;
    const ended = presence.release();
    if (ended === null) return;
    await this.keepEverything();
    forget('signed_out');
    const ending = endVisit(ended.id, {
      accounts,
      keptKeys: deviceKeys,
      tokens,
      forget: (accountId) => this.#clearDevice(accountId),
    });
    presence.endedAs('over');
    if (await ending) presence.endedAs('from_another_device');
  }

  async #endHere(accountId: string): Promise<void> {
    await Promise.allSettled([this.#options.accounts.signOut(), this.#clearDevice(accountId)]);
  }

  /** Takes everything of this person off the device, after what was being kept there at this moment. */
  async #clearDevice(accountId: string): Promise<void> {
    const { deviceKeys, holder, connection } = this.#options;
    await Promise.all([deviceKeys.forget(accountId), holder.endDrafts(), connection.rowsSettled()]);
    await forgetDevice(accountId);
  }
}
