import type { Client } from '../../data/client.ts';
import type { Passkeys, StoredPasskey } from '../../data/passkeys.ts';
import type { EarlierLog } from '../../crypto/keys/earlier-log.ts';
import type { PrivateLogKey } from '../../crypto/keys/types.ts';
import { Failure } from '../../domain/failure/failure.ts';
import { deviceName } from '../../domain/account/device-name.ts';
import { parseName } from '../../domain/space/name.ts';
import type { OpenedKeyring } from '../account/open-keyring.ts';
import type { OpenKeys } from '../keys.ts';
import { loadPart } from '../load-part.ts';
import type { Authenticator } from './authenticator.ts';

/** Holds what was looked up; null until then. */
export interface PasskeyCell {
  stored: readonly StoredPasskey[] | null;
}

export interface LogPasskeysOptions {
  readonly cell: PasskeyCell;
  readonly client: Client;
  /** @throws Failure `locked` */
  readonly keys: () => OpenKeys;
  /** @throws Failure `wrong_password` */
  readonly openWithPassword: (password: string) => Promise<OpenedKeyring>;
  readonly openLog: (key: PrivateLogKey) => Promise<void>;
  readonly authenticator?: Authenticator;
}

/** A passkey as a page shows it. */
export interface Passkey {
  readonly id: string;
  /** Null when it does not open; it can still be removed. */
  readonly name: string | null;
  readonly addedOn: string;
}

function cryptoPart() {
  return loadPart(import('../../crypto/keys/passkey.ts'));
}

/** Loaded when a page asks whether there are passkeys here, and so before the press that needs one. */
async function browsersOwn(): Promise<Authenticator> {
  return (await loadPart(import('./authenticator.ts'))).browserAuthenticator;
}

/**
 * Passkeys that open the private log in place of the password, where the browser has them. They open nothing else, and the password always
 * does as well.
 */
export class LogPasskeys {
  readonly #options: LogPasskeysOptions;
  readonly #cell: PasskeyCell;
  /** Counts what was forgotten, so that an answer that comes after a lock is not taken in. */
  #visit = 0;

  constructor(options: LogPasskeysOptions) {
    this.#options = options;
    this.#cell = options.cell;
  }

  /** Null until they were looked up. */
  get all(): readonly Passkey[] | null {
    return (
      this.#cell.stored?.map(({ id, details, addedOn }) => ({
        id,
        name: details?.name ?? null,
        addedOn,
      })) ?? null
    );
  }

  /** Whether there is one that may open the log. */
  get any(): boolean {
    return this.#known().length > 0;
  }

  /** What a new one is called when nobody says otherwise. */
  get usualName(): string {
    const { userAgent, maxTouchPoints } = navigator;
    return deviceName({ userAgent, touchPoints: maxTouchPoints });
  }

  /** Whether this browser has passkeys of the kind that is needed. */
  async available(): Promise<boolean> {
    return (await this.#authenticator()).available();
  }

  /** @throws those of the network */
  async load(): Promise<void> {
    const visit = this.#visit;
    const stored = await (await this.#passkeys()).list();
    if (visit === this.#visit) this.#cell.stored = stored;
  }

  /**
   * Proves the password; what comes back adds a passkey. The two are apart, because a browser makes a passkey only right after a press.
   * @throws Failure `wrong_password`, those of the network
   */
  async prepare(password: string): Promise<(typedName: string) => Promise<void>> {
    const opened = await this.#options.openWithPassword(password);
    const { passkeyQuestion } = await cryptoPart();
    const question = await passkeyQuestion(this.#options.keys().userId);
    return (typedName) => this.#add(opened, question, typedName);
  }

  /**
   * Opens the log.
   * @throws Failure `passkey_not_used`, `passkey_unsuitable`, `envelope_tampered`, those of the network
   */
  async open(): Promise<void> {
    const { userId } = this.#options.keys();
    const { openLogKeyWithPasskey, passkeyKey, passkeyQuestion } = await cryptoPart();
    const earlier = this.#earlierLogs();
    const answer = await (
      await this.#authenticator()
    ).ask(this.#known(), await passkeyQuestion(userId));
    const used = this.#cell.stored?.find(
      ({ details }) => details?.credentialId === answer.credentialId,
    );
    if (used === undefined) throw new Failure('passkey_not_used');
    const key = await passkeyKey(userId, answer);
    const person = { userId, earlierLogs: await earlier };
    await this.#options.openLog(await openLogKeyWithPasskey(key, used.id, used.logKey, person));
  }

  /** @throws Failure `text_empty`, `text_too_long`, `not_found` */
  async rename(id: string, typed: string, field: string): Promise<void> {
    const name = parseName(typed, field);
    await (await this.#passkeys()).rename(this.#require(id), name);
    await this.load();
  }

  /** Removes it: from now on it opens nothing. */
  async remove(id: string): Promise<void> {
    const { details } = this.#require(id);
    await (await this.#passkeys()).remove(id);
    if (details !== null) await (await this.#authenticator()).forget(details.credentialId);
    await this.load();
  }

  /** For the session: a lock or a change of the password leaves nothing known here. */
  forget(): void {
    this.#visit += 1;
    this.#cell.stored = null;
  }

  /** Asked for anew: one may have been opened on another device meanwhile. */
  async #earlierLogs(): Promise<readonly EarlierLog[]> {
    const { client, keys } = this.#options;
    const { userId, keyring } = keys();
    try {
      const { loadEarlierLogs } = await loadPart(import('../../data/earlier-logs.ts'));
      return (await loadEarlierLogs(client, userId)).opened;
    } catch {
      return keyring?.earlierLogs ?? [];
    }
  }

  async #authenticator(): Promise<Authenticator> {
    return this.#options.authenticator ?? browsersOwn();
  }

  async #add(
    opened: OpenedKeyring,
    question: Uint8Array<ArrayBuffer>,
    typedName: string,
  ): Promise<void> {
    const name = parseName(typedName, 'passkey-name');
    const { account, userId } = this.#options.keys();
    const { answer, transports } = await (
      await this.#authenticator()
    ).create({
      userId,
      email: account.email,
      question,
      known: this.#known(),
    });
    const { credentialId } = answer;
    try {
      const { passkeyKey, wrapLogKeyForPasskey } = await cryptoPart();
      const id = crypto.randomUUID();
      const logKey = await wrapLogKeyForPasskey(await passkeyKey(userId, answer), id, opened);
      const details = { name, credentialId, transports: [...transports] };
      await (await this.#passkeys()).add(id, details, logKey);
    } catch (thrown) {
      await (await this.#authenticator()).forget(credentialId);
      throw thrown;
    }
    await this.load();
  }

  #known() {
    return this.#cell.stored?.flatMap(({ details }) => details ?? []) ?? [];
  }

  #require(id: string): StoredPasskey {
    const found = this.#cell.stored?.find((passkey) => passkey.id === id);
    if (found === undefined) throw new Failure('not_found');
    return found;
  }

  async #passkeys(): Promise<Passkeys> {
    const { client, keys } = this.#options;
    const { createPasskeys } = await loadPart(import('../../data/passkeys.ts'));
    const { account, shared } = keys();
    return createPasskeys(client, { userId: account.id, shared });
  }
}
