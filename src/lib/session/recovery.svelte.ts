import { Failure } from '../domain/failure/failure.ts';
import { fetchKeyWork } from './account/fetch-key-work.ts';
import { provePassword, type Prover } from './account/prove-password.ts';

/** The recovery code of the open account: shown once after it was made, then asked for again. */
export class Recovery {
  readonly #prover: Prover;
  #code = $state.raw<string | null>(null);
  #kept = $state(true);

  constructor(prover: Prover) {
    this.#prover = prover;
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
    const { client, holder } = this.#prover;
    const { account, keyring: known } = holder.keys;
    const { createKeyrings, unlockWithRecoveryCode } = await fetchKeyWork();
    const keyrings = createKeyrings(client);
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
   * Makes a fresh code in place of the old one, which ends at that moment. The server wants to see the password for it.
   * @throws Failure `wrong_password`, those of the network
   */
  async renew(password: string): Promise<void> {
    const { client, holder } = this.#prover;
    const { keyring, passwordKey } = await provePassword(this.#prover, password);
    const { createKeyrings, renewRecoveryCode } = await fetchKeyWork();
    const made = await renewRecoveryCode(passwordKey, keyring);
    await createKeyrings(client).replaceCode(keyring.userId, made.accountKeyByCode);
    holder.replaceKeyring({
      ...keyring,
      accountKeyByCode: made.accountKeyByCode,
      codeKept: false,
    });
    this.opened(made.recoveryCode, false);
  }
}
