import type { EncryptedDocument } from '../collab/provider/index.ts';
import { createAccounts, type Account, type Accounts } from '../data/accounts.ts';
import type { CheckIns } from '../data/check-ins.ts';
import { createSupabase, tokenKey, type Client } from '../data/client.ts';
import type { Documents } from '../data/documents.ts';
import { forgetKeptRows } from '../data/kept-rows.ts';
import type { StoredKeyring } from '../data/keyrings.ts';
import { RowMemory } from '../data/row-memory.ts';
import { Failure, toFailure } from '../domain/failure/failure.ts';
import type { OpenSpace } from '../domain/space/open-space.ts';
import { AccountDevices } from './account-devices.ts';
import { AccountEnd } from './account-end.ts';
import { Addresses } from './addresses.ts';
import { asOwnPassword } from './account/as-own-password.ts';
import { fetchKeyWork, type KeyWork } from './account/fetch-key-work.ts';
import type { AccountDoors, Credentials, OpenedAccount } from './account/open-account.ts';
import { AutoLock } from './auto-lock.ts';
import { createPrivateLog } from './create-private-log.ts';
import { forgetDevice } from './device/forget-device.ts';
import { InstalledApp } from './device/installed-app.svelte.ts';
import { KeptKeys } from './device/kept-keys.ts';
import { PendingInvite } from './device/pending-invite.ts';
import { TokenStorage } from './device/token-storage.ts';
import type { Drafts } from './drafts.ts';
import { followDevice } from './follow-device.ts';
import { KeyHolder } from './key-holder.svelte.ts';
import type { OpenKeys } from './keys.ts';
import { LockChoices } from './lock-choices.svelte.ts';
import { loadPart } from './load-part.ts';
import type { Holdings } from './open-holdings.ts';
import type { DocumentPlace } from './open-shared-document.ts';
import { LogPasskeys } from './passkey/log-passkeys.ts';
import { passkeyCell } from './passkey/passkey-cell.svelte.ts';
import { Passwords } from './passwords.ts';
import type { PrivateLog } from './private-log.svelte.ts';
import { Recovery } from './recovery.svelte.ts';
import { Signals } from './signals.ts';
import { SpaceRoom } from './space-room.svelte.ts';
import { openTabs, type TabMessage, type Tabs } from './tabs.ts';
import { Trouble } from './trouble.svelte.ts';
import { UnsavedWork } from './unsaved-work.svelte.ts';
import { veiled } from './veil.ts';
import { endVisit } from './visit-end.ts';

/**
 * `locked`: signed in, but the keys are not in memory, so nothing can be read until the password is typed.
 * `ready`: what is shared can be read and written; the private log has its own lock.
 */
export type SessionStatus = 'starting' | 'signed_out' | 'locked' | 'ready';

/** `from_another_device`: somebody signed this one out on purpose, and it has forgotten everything. */
export type EndedVisit = 'over' | 'from_another_device';

export interface StayChoice {
  /** Keep the shared keys on this device, so that a reload does not ask for the password. Never the private log's. */
  readonly staySignedIn: boolean;
}

/**
 * Who is here, and what they can open. One per page load, in Svelte context: nothing about a person lives in a module.
 */
export class Session {
  readonly unsaved = new UnsavedWork();
  readonly signals = new Signals();
  readonly invitation = new PendingInvite();
  readonly privateLog: PrivateLog;
  readonly recovery: Recovery;
  readonly passwords: Passwords;
  readonly devices: AccountDevices;
  readonly passkeys: LogPasskeys;
  /** When this device locks by itself. */
  readonly locks = new LockChoices();
  readonly addresses: Addresses;
  readonly end: AccountEnd;
  /** The space: reading it again, making it, its repositories. */
  readonly room: SpaceRoom;
  /** The app on this device, for opening it without a connection. */
  readonly app = new InstalledApp();

  readonly #rows = new RowMemory({ onAsOf: (asOf) => void this.#asOfChanged(asOf) });
  readonly #tokens = new TokenStorage();
  readonly #client: Client;
  readonly #accounts: Accounts;
  readonly #keptKeys = new KeptKeys();
  readonly #trouble = new Trouble(() => void this.#again());
  readonly #tabs: Tabs;
  readonly #holder = new KeyHolder();
  readonly #autoLock: AutoLock;
  #status = $state<SessionStatus>('starting');
  #account = $state.raw<Account | null>(null);
  #storageRefused = $state(false);
  #ended = $state<EndedVisit | null>(null);
  /** Whose things this device holds, until they have been taken off it. */
  #present: Account | null = null;
  #asOf = $state.raw<Date | null>(null);
  /** Counts how often everything was forgotten. */
  #visit = 0;

  constructor(origin: string) {
    this.#client = createSupabase({
      origin,
      storage: this.#tokens,
      // Ends it here as well, which `#visitOver` hears of.
      onVisitOver: () => void this.#accounts.signOut(),
      beforeRows: (ask) => this.#rows.wrap(ask),
    });
    this.#accounts = createAccounts(this.#client);
    this.#tabs = openTabs((message) => void this.#heard(message));
    this.#storageRefused = this.#tokens.refused;
    const keys = () => this.#holder.keys;
    this.devices = new AccountDevices({
      client: this.#client,
      keys,
      visit: () => this.#accounts.visit,
    });
    this.#autoLock = new AutoLock({
      choices: this.locks,
      lockLog: () => this.privateLog.lock(),
      lockPage: () => this.#lockHere(),
    });
    this.room = new SpaceRoom({
      client: this.#client,
      accounts: this.#accounts,
      signals: this.signals,
      origin,
      keys,
      replacePins: (pins) => this.#holder.replacePins(pins),
      renewKeys: () => this.#renewKeys(),
      drafts: () => this.drafts,
      rowShelf: () => this.#rows.shelf,
    });
    this.privateLog = createPrivateLog(this.#client, this.#holder, this.locks);
    const prover = { client: this.#client, accounts: this.#accounts, holder: this.#holder };
    this.recovery = new Recovery(prover);
    this.passkeys = new LogPasskeys({
      cell: passkeyCell(),
      client: this.#client,
      keys,
      openWithPassword: (password) => this.#holder.openWithPassword(this.#client, password),
      openLog: (key) => this.privateLog.openWithKey(key),
    });
    this.passwords = new Passwords({
      accounts: this.#accounts,
      holder: this.#holder,
      doors: (work) => this.#doors(work),
      account: () => this.#account,
      arrived: (account) => {
        this.#forget('locked');
        this.#account = this.#present = account;
      },
      onChanged: () => this.passkeys.forget(),
      enterAfter: (open) => this.#enterAfter(open),
    });
    this.end = new AccountEnd(prover);
    this.addresses = new Addresses({
      ...prover,
      account: () => this.#account,
      moved: (account) => {
        this.#account = account;
        this.#holder.replaceAccount(account);
      },
    });
  }

  get status(): SessionStatus {
    return this.#status;
  }

  get account(): Account | null {
    return this.#account;
  }

  /** What keeps the session from starting, while it tries again by itself. */
  get trouble(): Failure | null {
    return this.#trouble.failure;
  }

  /** How old what is shown may be, while the server cannot be reached; null while it can. */
  get asOf(): Date | null {
    return this.#asOf;
  }

  get staysSignedIn(): boolean {
    return this.#tokens.staySignedIn;
  }

  /** True when this browser keeps nothing: the visit works, and ends with the page. */
  get storageRefused(): boolean {
    return this.#storageRefused;
  }

  /** How the visit here ended, when nobody here asked for that; null once somebody has signed in. */
  get ended(): EndedVisit | null {
    return this.#ended;
  }

  /** The open space. @throws Failure `locked` while there is none */
  get openSpace(): OpenSpace {
    const { space } = this.room;
    if (!space) throw new Failure('locked');
    return space;
  }

  /** Undefined until it was looked up; null when this person has none yet. */
  get space(): OpenSpace | null | undefined {
    return this.room.space;
  }

  /** The shared documents of the open space. @throws Failure `locked` */
  get documents(): Documents {
    return this.room.documents;
  }

  /** The check-ins of the open space. @throws Failure `locked` */
  get checkIns(): CheckIns {
    return this.room.checkIns;
  }

  /** Unfinished shared writing on this device. @throws Failure `locked` */
  get drafts(): Drafts {
    return this.#holder.drafts;
  }

  /** Logs of lost keys that are still closed. @throws Failure `locked` while the log is closed */
  get closedEarlierLogs(): number {
    const former = this.#holder.keys.keyring?.formerCount ?? 0;
    return Math.max(0, former - this.privateLog.earlierCount);
  }

  /**
   * Opens what earlier keys open, with the password or the recovery code of then: entries of the log, and the space where its key is missing.
   * @throws Failure `wrong_password` on `password` or `old`, `recovery_code_wrong` on `old`, those of the network
   */
  async openEarlier(secrets: { readonly present: string; readonly old: string }): Promise<void> {
    await this.privateLog.openWithKey(await this.passwords.openEarlier(secrets));
    if (this.#status === 'ready') await this.#loadSpace();
  }

  /** Opens a shared document; whoever opens it closes it. @throws Failure `locked`, `offline` */
  openDocument(place: DocumentPlace): Promise<EncryptedDocument> {
    return this.room.openDocument(place);
  }

  /** Everything that this person may read, opened with the password once more, to be taken along. @throws Failure `wrong_password`, those of the network */
  async holdings(password: string): Promise<Holdings> {
    const { unlocked } = await this.#holder.openWithPassword(this.#client, password);
    await this.unsaved.keepAll();
    const { openHoldings } = await loadPart(import('./open-holdings.ts'));
    const { keys, device } = this.#holder;
    return openHoldings(this.#client, keys, unlocked.privateLog, device);
  }

  /** Finds out who is here and follows the device from now on; the result ends that. */
  start(): () => void {
    const stopFollowing = followDevice({
      onActivity: () => {
        this.privateLog.active();
        this.#autoLock.active();
      },
      onVisible: () => this.#woken(),
      onHidden: () => void this.#autoLock.hidden(),
      onOnline: () => this.#woken(),
      onLeave: () => this.#leaveQuickly(),
    });
    const stopHearing = this.#accounts.onSignedOut(() => setTimeout(() => void this.#visitOver()));
    const stopSignals = this.signals.on('space', () => {
      if (this.#status === 'ready') void this.#loadSpace();
    });
    void this.#resume();
    return () => {
      stopSignals();
      stopFollowing();
      stopHearing();
      this.#trouble.over();
      this.#tabs.close();
      this.room.forget();
    };
  }

  /** @throws Failure `address_taken`, `address_invalid`, `confirm_address_first`, those of the network */
  async signUp(credentials: Credentials, choice: StayChoice): Promise<void> {
    this.#tokens.setStaySignedIn(choice.staySignedIn);
    await this.#enterAfter((work, doors) => work.signUp(doors, credentials));
  }

  /** @throws Failure `wrong_password_or_address`, `too_many_attempts`, those of the network */
  async signIn(credentials: Credentials, choice: StayChoice): Promise<void> {
    this.#tokens.setStaySignedIn(choice.staySignedIn);
    await this.#enterAfter((work, doors) => work.signIn(doors, credentials));
  }

  /** Opens the keys again after a reload or a lock. @throws Failure `wrong_password`, those of the network */
  async unlock(password: string): Promise<void> {
    if (this.#account === null) throw new Failure('signed_out');
    const account = this.#account;
    await this.#enterAfter((work, doors) => asOwnPassword(work.unlock(doors, account, password)));
  }

  /** Forgets every key in memory and on the device; the account stays signed in, and asks for the password. */
  async lock(): Promise<void> {
    const accountId = this.#account?.id ?? '';
    await this.#lockHere();
    this.#tabs.tell({ type: 'locked', accountId });
  }

  /** Ends the visit and takes everything of this person off the device: keys, token, caches and unfinished drafts. */
  async signOut(): Promise<void> {
    const account = this.#account;
    await this.#keepEverything();
    this.#forget('signed_out');
    this.#present = null;
    this.invitation.drop();
    if (account === null) return;
    this.#tabs.tell({ type: 'signed_out', accountId: account.id });
    await this.#endHere(account.id);
    this.#tokens.setStaySignedIn(false);
  }

  /** Looks again at once, instead of waiting for the next try. */
  tryAgain(): void {
    this.#trouble.now();
  }

  /** Changes whether this device keeps the shared keys. */
  async setStaySignedIn(stay: boolean): Promise<void> {
    const { account, shared, keyring } = this.#holder.keys;
    this.#tokens.setStaySignedIn(stay, [tokenKey]);
    if (stay) await this.#keepOnDevice(account.id, shared, keyring);
    else await this.#keptKeys.forget(account.id);
  }

  async #resume(): Promise<void> {
    const visit = this.#visit;
    try {
      const account = await this.#accounts.current();
      if (account === null) return this.#forget('signed_out');
      this.#account = this.#present = account;
      const work = this.#tokens.staySignedIn ? await fetchKeyWork() : null;
      const keys = work && (await this.#keptKeys.open(work, this.#client, account));
      // Another tab locked it meanwhile.
      if (visit !== this.#visit) return;
      this.#trouble.over();
      if (work !== null && keys !== null) return this.#open(work, keys, null);
      this.#status = 'locked';
      // Nothing else asks the server while it is locked, and what was signed out from afar is not to wait for the password.
      if (await this.#accounts.wasSignedOut().catch(() => false)) await this.#accounts.signOut();
    } catch (thrown) {
      const failure = toFailure(thrown);
      if (failure.code === 'signed_out') this.#forget('signed_out');
      else this.#trouble.later(failure);
    }
  }

  async #enterAfter(
    open: (work: KeyWork, doors: AccountDoors) => Promise<OpenedAccount>,
  ): Promise<void> {
    const visit = this.#visit;
    // Fetched meanwhile, so that the log opens together with the rest.
    const fetched = import('./open-private-log.ts').catch(() => undefined);
    const work = await fetchKeyWork();
    const opened = await open(work, this.#doors(work));
    const { account, keyring, unlocked, recoveryCode, raise } = opened;
    await fetched;
    // Whoever locked or signed out while the password was worked on meant it.
    if (visit !== this.#visit) return;
    const { privateLog, ...shared } = unlocked;
    if (this.staysSignedIn) await this.#keepOnDevice(account.id, shared.shared, keyring);
    if (visit !== this.#visit) return this.#keptKeys.forget(account.id);
    this.#open(work, { ...shared, account, keyring }, recoveryCode);
    if (raise !== undefined) this.passwords.raise(raise);
    // Without its part of the app the log stays closed, and its own page opens it.
    await this.privateLog.openWithKey(privateLog).catch(() => undefined);
    this.#tabs.tell({ type: 'signed_in', accountId: account.id });
  }

  #doors({ createKeyrings }: KeyWork): AccountDoors {
    const client = this.#client;
    return { client, accounts: this.#accounts, keyrings: createKeyrings(client) };
  }

  #open(work: KeyWork, keys: OpenKeys, recoveryCode: string | null): void {
    const { holder } = this.#holder;
    if (holder !== null && holder !== keys.account.id) this.#forget('starting');
    this.#account = this.#present = keys.account;
    this.#ended = null;
    this.#holder.hold(work, keys);
    this.#rows.use(work.openRowShelf(keys.account.id, keys.shared));
    this.recovery.opened(recoveryCode, keys.keyring?.codeKept ?? true);
    this.#status = 'ready';
    this.#autoLock.start();
    void this.app.install();
    void this.#loadSpace();
    void this.devices.note();
  }

  async #keepOnDevice(
    accountId: string,
    shared: OpenKeys['shared'],
    keyring: StoredKeyring | null,
  ): Promise<void> {
    if (!(await this.#keptKeys.save(accountId, shared, keyring))) this.#storageRefused = true;
    // Who stays signed in wants to find here what they wrote here: the moment to ask the browser not to clear it.
    else void this.app.askToKeep();
  }

  async #asOfChanged(asOf: Date | null): Promise<void> {
    this.#asOf = asOf;
    if (asOf !== null || this.#status !== 'ready') return;
    await this.#renewOfflineKeys().catch(() => undefined);
    // What was shown is as old as it was: every page asks again.
    this.signals.ringAll();
  }

  /** Keys that were opened without a connection, looked at again now that there is one. */
  async #renewOfflineKeys(): Promise<void> {
    if (this.#holder.keys.keyring === null) await this.#renewKeys();
  }

  /** Looks at the open keys again: this page, or another of the account, may have changed what they keep. */
  async #renewKeys(): Promise<void> {
    const visit = this.#visit;
    const open = this.#holder.keys;
    const work = await fetchKeyWork();
    const keys = await this.#keptKeys.renew(work, this.#client, open);
    if (visit !== this.#visit) return;
    if (keys === null) return this.#lockHere();
    this.#holder.hold(work, { ...keys, account: this.#holder.keys.account });
    this.recovery.opened(this.recovery.code, keys.keyring?.codeKept ?? true);
  }

  async #loadSpace(): Promise<void> {
    try {
      await this.room.refresh();
      if (this.#asOf === null) {
        this.#trouble.over();
        // Keys that opened while the server was slow to answer.
        await this.#renewOfflineKeys().catch(() => undefined);
      } else this.#trouble.later(new Failure(navigator.onLine ? 'server_unreachable' : 'offline'));
    } catch (thrown) {
      const failure = toFailure(thrown);
      if (failure.code === 'signed_out') this.#forget('signed_out');
      else if (failure.code !== 'locked') this.#trouble.later(failure);
    }
  }

  async #again(): Promise<void> {
    if (this.#status === 'starting') await this.#resume();
    else if (this.#status === 'ready') await this.#loadSpace();
  }

  /** The token is gone. Another account's tab may have said so; then this one's own is still here. */
  async #visitOver(): Promise<void> {
    const account = await this.#accounts.current().catch(() => null);
    if (account !== null) return;
    const ended = this.#present;
    if (ended === null) return;
    this.#present = null;
    await this.#keepEverything();
    this.#forget('signed_out');
    const accounts = this.#accounts;
    const ending = endVisit(ended.id, {
      accounts,
      keptKeys: this.#keptKeys,
      tokens: this.#tokens,
      forget: (accountId) => this.#leaveDevice(accountId),
    });
    this.#ended = 'over';
    if (await ending) this.#ended = 'from_another_device';
  }

  #woken(): void {
    this.privateLog.wake();
    this.#autoLock.wake();
    if (this.#status === 'ready') void this.devices.note();
    this.app.woken();
    this.signals.ringAll();
    if (this.#trouble.failure !== null) this.#trouble.now();
  }

  async #heard(message: TabMessage): Promise<void> {
    const mine = message.accountId === this.#account?.id;
    if (message.type === 'signed_in') await this.#signedInElsewhere(mine);
    else if (mine && this.#status !== 'signed_out') {
      if (message.type === 'locked') return this.#lockHere();
      this.#present = null;
      await this.#keepEverything();
      this.#forget('signed_out');
      // The tab in which somebody signed out has cleared the device already, before what this one kept there.
      await this.#endHere(message.accountId);
    }
  }

  /** Only a device that stays signed in shares its account between tabs; otherwise every tab has its own. */
  async #signedInElsewhere(mine: boolean): Promise<void> {
    if (!this.#tokens.staySignedIn || (mine && this.#status === 'ready')) return;
    if (!mine && this.#account !== null) {
      await this.#keepEverything();
      this.#forget('signed_out');
      this.#tokens.forgetTab(tokenKey);
    }
    await this.#resume();
  }

  /** Locks this page, and takes the kept keys off the device. */
  async #lockHere(): Promise<void> {
    const account = this.#account;
    const visit = this.#visit;
    await this.#keepEverything();
    // Locked or signed out by something else meanwhile.
    if (visit !== this.#visit) return;
    this.#forget('locked');
    this.#account = account;
    if (account !== null) await this.#keptKeys.forget(account.id);
  }

  /** Lets every page part seal and store what it holds, while the keys are still there. */
  async #keepEverything(): Promise<void> {
    await veiled(async () => {
      await Promise.all([this.unsaved.keepAll(), this.privateLog.lock()]);
    });
  }

  #forget(status: SessionStatus): void {
    this.#visit += 1;
    this.#trouble.over();
    this.#status = status;
    this.#account = null;
    this.#holder.forget();
    this.#autoLock.stop();
    this.devices.forget();
    this.passkeys.forget();
    this.#rows.use(null);
    this.#asOf = null;
    this.privateLog.forget();
    this.recovery.forget();
    this.room.forget();
    if (status === 'signed_out') this.app.forgotten();
  }

  async #endHere(accountId: string): Promise<void> {
    await Promise.allSettled([this.#accounts.signOut(), this.#leaveDevice(accountId)]);
  }

  /** Takes everything of this person off the device, after what was being kept there at this moment. */
  async #leaveDevice(accountId: string): Promise<void> {
    await Promise.all([
      this.#keptKeys.forget(accountId),
      this.#holder.endDrafts(),
      this.#rows.settled(),
    ]);
    await forgetDevice(accountId);
  }

  /** The worker of the installed app does the same, where there is one. What this page is still being answered is not kept any more. */
  #leaveQuickly(): void {
    this.#rows.use(null);
    void this.#rows.settled().then(forgetKeptRows);
  }
}
