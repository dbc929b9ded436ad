import { createAccounts, type Accounts } from '../data/accounts.ts';
import { createSupabase, type Client } from '../data/client.ts';
import { AccountDevices } from './account-devices.ts';
import { AccountEnd } from './account-end.ts';
import type { KeyWork } from './account/fetch-key-work.ts';
import { Addresses } from './addresses.ts';
import { Arrival } from './arrival.ts';
import { AutoLock } from './auto-lock.ts';
import { Connection } from './connection.svelte.ts';
import { createPrivateLog } from './create-private-log.ts';
import { Departure } from './departure.ts';
import { InstalledApp } from './device/installed-app.svelte.ts';
import { OnlyHere } from './device/only-here.ts';
import { PendingInvite } from './device/pending-invite.ts';
import { TokenStorage } from './device/token-storage.ts';
import { DeviceKeys } from './device-keys.svelte.ts';
import { KeyHolder } from './key-holder.svelte.ts';
import type { OpenKeys } from './keys.ts';
import { LockChoices } from './lock-choices.svelte.ts';
import { LogPasskeys } from './passkey/log-passkeys.ts';
import { passkeyCell } from './passkey/passkey-cell.svelte.ts';
import { Passwords } from './passwords.ts';
import { Presence, type SessionStatus } from './presence.svelte.ts';
import type { PrivateLog } from './private-log.svelte.ts';
import { Recovery } from './recovery.svelte.ts';
import { Signals } from './signals.ts';
import { SpaceRoom } from './space-room.svelte.ts';
import { openTabs, type TabMessage, type Tabs } from './tabs.ts';
import { UnsavedWork } from './unsaved-work.svelte.ts';

/** The parts of a session, and what they tell each other. Each has a file of its own; features use them through `Session`. */
export class SessionParts {
  readonly unsaved = new UnsavedWork();
  readonly signals = new Signals();
  readonly invitation = new PendingInvite();
  readonly locks = new LockChoices();
  readonly app = new InstalledApp();
  readonly presence = new Presence();
  readonly tokens = new TokenStorage();
  readonly holder = new KeyHolder();
  readonly onlyHere = new OnlyHere();
  readonly connection: Connection;
  readonly client: Client;
  readonly accounts: Accounts;
  readonly tabs: Tabs;
  readonly deviceKeys: DeviceKeys;
  readonly autoLock: AutoLock;
  readonly privateLog: PrivateLog;
  readonly recovery: Recovery;
  readonly passwords: Passwords;
  readonly devices: AccountDevices;
  readonly passkeys: LogPasskeys;
  readonly addresses: Addresses;
  readonly end: AccountEnd;
  readonly room: SpaceRoom;
  readonly arrival: Arrival;
  readonly departure: Departure;

  constructor(origin: string) {
    const [presence, tokens, holder] = [this.presence, this.tokens, this.holder];
    const keys = () => holder.keys;
    const forget = (status: SessionStatus) => this.#forget(status);
    const openWithPassword = (password: string) => holder.openWithPassword(this.client, password);

    this.connection = new Connection({
      presence,
      signals: this.signals,
      resume: () => this.arrival.resume(),
      refresh: () => this.room.refresh(),
      renewKeys: () => this.deviceKeys.renewOffline(),
      onSignedOut: () => forget('signed_out'),
    });
    const client = createSupabase({
      origin,
      storage: tokens,
      // Ends it here as well, which `Departure.visitOver` hears of.
      onVisitOver: () => void this.accounts.signOut(),
      beforeRows: (ask) => this.connection.wrap(ask),
    });
    const accounts = createAccounts(client);
    this.client = client;
    this.accounts = accounts;
    this.tabs = openTabs((message) => void this.#heard(message));
    this.deviceKeys = new DeviceKeys({
      client,
      tokens,
      holder,
      presence,
      askToKeep: () => this.app.askToKeep(),
      onRenewed: ({ keyring }) =>
        this.recovery.opened(this.recovery.code, keyring?.codeKept ?? true),
      lock: () => this.departure.lockHere(),
    });
    this.devices = new AccountDevices({ client, keys, visit: () => accounts.visit });
    this.autoLock = new AutoLock({
      choices: this.locks,
      lockLog: () => this.privateLog.lock(),
      lockPage: () => this.departure.lockHere(),
    });
    this.room = new SpaceRoom({
      client,
      accounts,
      signals: this.signals,
      origin,
      keys,
      replacePins: (pins) => holder.replacePins(pins),
      renewKeys: () => this.deviceKeys.renew(),
      drafts: () => holder.drafts,
      rowShelf: () => this.connection.rowShelf,
      onlyHere: this.onlyHere,
    });
    this.privateLog = createPrivateLog(client, holder, this.locks);
    const prover = { client, accounts, holder };
    this.recovery = new Recovery(prover);
    this.passkeys = new LogPasskeys({
      cell: passkeyCell(),
      client,
      keys,
      openWithPassword,
      openLog: (key) => this.privateLog.openWithKey(key),
    });
    this.passwords = new Passwords({
      accounts,
      holder,
      doors: (work) => this.arrival.doors(work),
      account: () => presence.account,
      arrived: (account) => {
        forget('locked');
        presence.arrived(account);
      },
      onChanged: () => this.passkeys.forget(),
      enterAfter: (prove) => this.arrival.enterAfter(prove),
    });
    this.end = new AccountEnd(prover);
    this.addresses = new Addresses({
      ...prover,
      account: () => presence.account,
      moved: (account) => {
        presence.moved(account);
        holder.replaceAccount(account);
      },
    });
    const visit = {
      accounts,
      tokens,
      presence,
      connection: this.connection,
      deviceKeys: this.deviceKeys,
      privateLog: this.privateLog,
      forget,
    };
    this.departure = new Departure({
      ...visit,
      holder,
      unsaved: this.unsaved,
      invitation: this.invitation,
      tell: (type, accountId) => this.tabs.tell({ type, accountId }),
    });
    this.arrival = new Arrival({
      ...visit,
      client,
      open: (work, open, recoveryCode) => this.#open(work, open, recoveryCode),
      raise: (raise) => this.passwords.raise(raise),
      keepEverything: () => this.departure.keepEverything(),
      onEntered: ({ id }) => this.tabs.tell({ type: 'signed_in', accountId: id }),
    });
  }

  #open(work: KeyWork, keys: OpenKeys, recoveryCode: string | null): void {
    const { holder } = this.holder;
    if (holder !== null && holder !== keys.account.id) this.#forget('starting');
    this.presence.opened(keys.account);
    this.holder.hold(work, keys);
    this.connection.keepRows(work.openRowShelf(keys.account.id, keys.shared));
    this.recovery.opened(recoveryCode, keys.keyring?.codeKept ?? true);
    this.autoLock.start();
    void this.app.install();
    void this.connection.loadSpace();
    void this.devices.note();
  }

  async #heard({ type, accountId }: TabMessage): Promise<void> {
    if (type === 'signed_in') return this.arrival.enteredElsewhere(accountId);
    if (accountId !== this.presence.account?.id || this.presence.status === 'signed_out') return;
    if (type === 'locked') await this.departure.lockHere();
    else await this.departure.signedOutElsewhere(accountId);
  }

  #forget(status: SessionStatus): void {
    this.presence.forgot(status);
    this.connection.forget();
    this.holder.forget();
    this.autoLock.stop();
    this.devices.forget();
    this.passkeys.forget();
    this.privateLog.forget();
    this.recovery.forget();
    this.room.forget();
    if (status === 'signed_out') this.app.forgotten();
  }
}
