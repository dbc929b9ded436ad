import type { Client } from '../data/client.ts';
import type { StoredKeyring } from '../data/keyrings.ts';
import { Failure } from '../domain/failure/failure.ts';
import { fetchKeyWork } from './account/fetch-key-work.ts';
import type { OpenedKeyring } from './account/open-keyring.ts';
import type { OpenKeys } from './keys.ts';

export interface RecoveryOptions {
  readonly client: Client;
  /** @throws Failure `locked` */
  readonly keys: () => OpenKeys;
  /** @throws Failure `wrong_password` */
  readonly openWithPassword: (password: string) => Promise<OpenedKeyring>;
  readonly replaceKeyring: (keyring: StoredKeyring) => void;
}

/** The recovery code of the open account: shown once after it was made, then asked for again. */
export class Recovery {
  readonly #options: RecoveryOptions;
  #code = $state.raw<string | null>(null);
  #kept = $state(true);

  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  /** The code that was made in this visit and is not proved to be kept yet; otherwise null: nobody can show an older one. */
  get code(): string | null {
    return this.#code;
  }

  /** Whether the person has once typed the code back. While false, pages remind of it. */
  get kept(): boolean {
    return this.#kept;
  }

  /** For the session. */
  opened(code: string | null, kept: boolean): void {
    this.#code = code;
    this.#kept = kept;
  }

  /** For the session: forgets what must not outlive the keys. */
  forget(): void {
    this.#code = null;
    this.#kept = true;
  }

  /**
   * Proves that the code as typed opens the account, by opening it, and ends the reminders.
   * @throws Failure `recovery_code_mistyped`, `recovery_code_wrong`, those of the network
   */
  async prove(typed: string): Promise<void> {
    const { account, keyring: known } = this.#options.keys();
    const { createKeyrings, unlockWithRecoveryCode } = await fetchKeyWork();
    const keyrings = createKeyrings(this.#options.client);
    const keyring = known ?? (await keyrings.load(account.id));
    if (keyring === null) throw new Failure('keyring_missing');
    await unlockWithRecoveryCode(typed, keyring);
    await keyrings.markCodeKept(account.id);
    this.opened(null, true);
  }

  /** Puts the code away unproved; a reminder stays. */
  later(): void {
    this.#code = null;
  }

  /**
   * Makes a fresh code in place of the old one, which ends at that moment.
   * @throws Failure `wrong_password`, those of the network
   */
  async renew(password: string): Promise<void> {
    const { keyring, passwordKey } = await this.#options.openWithPassword(password);
    const { createKeyrings, renewRecoveryCode } = await fetchKeyWork();
    const made = await renewRecoveryCode(passwordKey, keyring);
    const keyrings = createKeyrings(this.#options.client);
    await keyrings.replaceCode(keyring.userId, made.accountKeyByCode);
    this.#options.replaceKeyring({
      ...keyring,
      accountKeyByCode: made.accountKeyByCode,
      codeKept: false,
    });
    this.opened(made.recoveryCode, false);
  }
}
