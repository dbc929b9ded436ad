import type { EncryptedDocument } from '../collab/provider/index.ts';
import type { Account } from '../data/accounts.ts';
import type { CheckIns } from '../data/check-ins.ts';
import type { Documents } from '../data/documents.ts';
import { Failure } from '../domain/failure/failure.ts';
import type { OpenSpace } from '../domain/space/open-space.ts';
import type { Credentials } from './account/open-account.ts';
import type { Drafts } from './drafts.ts';
import { followDevice } from './follow-device.ts';
import { loadPart } from './load-part.ts';
import type { Holdings } from './open-holdings.ts';
import type { DocumentPlace } from './open-shared-document.ts';
import type { EndedVisit, SessionStatus } from './presence.svelte.ts';
import { SessionParts } from './session-parts.ts';

export interface StayChoice {
  /** Keep the shared keys on this device, so that a reload does not ask for the password. Never the private log's. */
  readonly staySignedIn: boolean;
}

/**
 * Who is here, and what they can open. One per page load, in Svelte context: nothing about a person lives in a module. This is the door
 * that features use.
 */
export class Session {
  readonly #parts: SessionParts;
  readonly unsaved: SessionParts['unsaved'];
  readonly signals: SessionParts['signals'];
  readonly invitation: SessionParts['invitation'];
  readonly privateLog: SessionParts['privateLog'];
  readonly recovery: SessionParts['recovery'];
  readonly passwords: SessionParts['passwords'];
  readonly devices: SessionParts['devices'];
  readonly passkeys: SessionParts['passkeys'];
  /** When this device locks by itself. */
  readonly locks: SessionParts['locks'];
  readonly addresses: SessionParts['addresses'];
  readonly end: SessionParts['end'];
  /** The space: reading it again, making it, its repositories. */
  readonly room: SessionParts['room'];
  /** The app on this device, for opening it without a connection. */
  readonly app: SessionParts['app'];

  constructor(origin: string) {
    const parts = new SessionParts(origin);
    this.#parts = parts;
    this.unsaved = parts.unsaved;
    this.signals = parts.signals;
    this.invitation = parts.invitation;
    this.privateLog = parts.privateLog;
    this.recovery = parts.recovery;
    this.passwords = parts.passwords;
    this.devices = parts.devices;
    this.passkeys = parts.passkeys;
    this.locks = parts.locks;
    this.addresses = parts.addresses;
    this.end = parts.end;
    this.room = parts.room;
    this.app = parts.app;
  }

  get status(): SessionStatus {
    return this.#parts.presence.status;
  }

  get account(): Account | null {
    return this.#parts.presence.account;
  }

  /** What keeps the session from starting, while it tries again by itself. */
  get trouble(): Failure | null {
    return this.#parts.connection.trouble;
  }

  /** How old what is shown may be, while the server cannot be reached; null while it can. */
  get asOf(): Date | null {
    return this.#parts.connection.asOf;
  }

  get staysSignedIn(): boolean {
    return this.#parts.tokens.staySignedIn;
  }

  /** True when this browser keeps nothing: the visit works, and ends with the page. */
  get storageRefused(): boolean {
    return this.#parts.deviceKeys.storageRefused;
  }

  /** How the visit here ended, when nobody here asked for that; null once somebody has signed in. */
  get ended(): EndedVisit | null {
    return this.#parts.presence.ended;
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
    return this.#parts.holder.drafts;
  }

  /** Logs of lost keys that are still closed. @throws Failure `locked` while the log is closed */
  get closedEarlierLogs(): number {
    const former = this.#parts.holder.keys.keyring?.formerCount ?? 0;
    return Math.max(0, former - this.privateLog.earlierCount);
  }

  /**
   * Opens what earlier keys open, with the password or the recovery code of then: entries of the log, and the space where its key is missing.
   * @throws Failure `wrong_password` on `password` or `old`, `recovery_code_wrong` on `old`, those of the network
   */
  async openEarlier(secrets: { readonly present: string; readonly old: string }): Promise<void> {
    await this.privateLog.openWithKey(await this.passwords.openEarlier(secrets));
    if (this.status === 'ready') await this.#parts.connection.loadSpace();
  }

  /** Opens a shared document; whoever opens it closes it. @throws Failure `locked`, `offline` */
  openDocument(place: DocumentPlace): Promise<EncryptedDocument> {
    return this.room.openDocument(place);
  }

  /** Everything that this person may read, opened with the password once more, to be taken along. @throws Failure `wrong_password`, those of the network */
  async holdings(password: string): Promise<Holdings> {
    const { unlocked } = await this.#parts.holder.openWithPassword(this.#parts.client, password);
    await this.unsaved.keepAll();
    const { openHoldings } = await loadPart(import('./open-holdings.ts'));
    const { keys, device } = this.#parts.holder;
    return openHoldings(this.#parts.client, keys, unlocked.privateLog, device);
  }

  /** Finds out who is here and follows the device from now on; the result ends that. */
  start(): () => void {
    const stopFollowing = followDevice({
      onActivity: () => {
        this.privateLog.active();
        this.#parts.autoLock.active();
      },
      onVisible: () => this.#woken(),
      onHidden: () => void this.#parts.autoLock.hidden(),
      onOnline: () => this.#woken(),
      onLeave: () => this.#parts.connection.leaveQuickly(),
    });
    const visitOver = () => setTimeout(() => void this.#parts.departure.visitOver());
    const stopHearing = this.#parts.accounts.onSignedOut(visitOver);
    const stopSignals = this.signals.on('space', () => {
      if (this.status === 'ready') void this.#parts.connection.loadSpace();
    });
    void this.#parts.arrival.resume();
    return () => {
      stopSignals();
      stopFollowing();
      stopHearing();
      this.#parts.connection.over();
      this.#parts.tabs.close();
      this.room.forget();
    };
  }

  /** @throws Failure `address_taken`, `address_invalid`, `confirm_address_first`, those of the network */
  async signUp(credentials: Credentials, choice: StayChoice): Promise<void> {
    this.#parts.tokens.setStaySignedIn(choice.staySignedIn);
    await this.#parts.arrival.enterAfter((work, doors) => work.signUp(doors, credentials));
  }

  /** @throws Failure `wrong_password_or_address`, `too_many_attempts`, those of the network */
  async signIn(credentials: Credentials, choice: StayChoice): Promise<void> {
    this.#parts.tokens.setStaySignedIn(choice.staySignedIn);
    await this.#parts.arrival.enterAfter((work, doors) => work.signIn(doors, credentials));
  }

  /** Opens the keys again after a reload or a lock. @throws Failure `wrong_password`, those of the network */
  unlock(password: string): Promise<void> {
    return this.#parts.arrival.unlock(password);
  }

  /** Forgets every key in memory and on the device; the account stays signed in, and asks for the password. */
  lock(): Promise<void> {
    return this.#parts.departure.lock();
  }

  /** Ends the visit and takes everything of this person off the device: keys, token, caches and unfinished drafts. */
  signOut(): Promise<void> {
    return this.#parts.departure.signOut();
  }

  /** The worst that signing out at this moment would take away for good; `drafts` asks for no warning. */
  atStake(): 'unsaved' | 'only_here' | 'drafts' {
    if (this.unsaved.any) return 'unsaved';
    const { account } = this;
    return account !== null && this.#parts.onlyHere.any(account.id) ? 'only_here' : 'drafts';
  }

  /** Looks again at once, instead of waiting for the next try. */
  tryAgain(): void {
    this.#parts.connection.now();
  }

  /** Changes whether this device keeps the shared keys. */
  setStaySignedIn(stay: boolean): Promise<void> {
    return this.#parts.deviceKeys.setStay(stay);
  }

  #woken(): void {
    this.privateLog.wake();
    this.#parts.autoLock.wake();
    if (this.status === 'ready') void this.devices.note();
    this.app.woken();
    this.signals.ringAll();
    if (this.trouble !== null) this.#parts.connection.now();
  }
}
