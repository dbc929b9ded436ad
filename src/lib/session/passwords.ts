import type { Account, Accounts, MailDelivery } from '../data/accounts.ts';
import type { StoredKeyring } from '../data/keyrings.ts';
import { Failure } from '../domain/failure/failure.ts';
import { asOwnPassword } from './account/as-own-password.ts';
import { fetchKeyWork, type KeyWork } from './account/fetch-key-work.ts';
import type { AccountDoors, OpenedAccount } from './account/open-account.ts';
import type { PrivateLogKey } from '../crypto/keys/index.ts';
import type { EarlierSecrets } from './account/open-earlier.ts';
import type { KeyHolder } from './key-holder.svelte.ts';

export interface PasswordsOptions {
  readonly accounts: Accounts;
  readonly holder: KeyHolder;
  readonly doors: (work: KeyWork) => AccountDoors;
  /** Whoever is signed in, their keys open or not. */
  readonly account: () => Account | null;
  /** Takes over somebody who is signed in now and whose keys are closed. */
  readonly arrived: (account: Account) => void;
  /** The password was changed, or may have been: what depends on it is looked up again. */
  readonly onChanged: () => void;
  readonly enterAfter: (
    open: (work: KeyWork, doors: AccountDoors) => Promise<OpenedAccount>,
  ) => Promise<void>;
}

/** Another password: for somebody who knows the present one, and for somebody who forgot it and has the recovery code. */
export class Passwords {
  readonly #options: PasswordsOptions;
  /** A raise of the key derivation that is under way: a change of the password waits for it, since both replace the same wrap. */
  #raising: Promise<void> = Promise.resolve();

  constructor(options: PasswordsOptions) {
    this.#options = options;
  }

  /**
   * Changes the password; every other device is signed out.
   * @throws Failure `wrong_password` for the present one, `password_weak`, `password_too_long`, those of the network
   */
  async change(present: string, next: string): Promise<void> {
    const { holder, doors: doorsOf, onChanged } = this.#options;
    await this.#raising;
    const { account, keyring } = holder.keys;
    const work = await fetchKeyWork();
    const doors = doorsOf(work);
    // Looked up now: the password may have been changed on another device.
    const stored = (await doors.keyrings.load(account.id)) ?? keyring;
    if (stored === null) throw new Failure('keyring_missing');
    const changing = work.changePassword(doors, account, stored, present, next);
    try {
      holder.replaceKeyring(await asOwnPassword(changing));
    } finally {
      onChanged();
    }
  }

  /** For the session: raises the key derivation behind what goes on. What does not work now is tried at the next sign-in. */
  raise(raise: () => Promise<StoredKeyring | null>): void {
    const { holder } = this.#options;
    this.#raising = raise()
      .then((keyring) => {
        if (keyring !== null && holder.holder === keyring.userId) holder.replaceKeyring(keyring);
      })
      .catch(() => undefined);
  }

  /**
   * Asks for a mail with a way in. Tells nobody whether the address has an account.
   * @param email as `parseEmail` returns it
   */
  askForWayIn(email: string): Promise<MailDelivery> {
    return this.#options.accounts.askForWayIn(email);
  }

  /** Signs in with what the link of such a mail holds. The keys stay closed: `recover` opens them. @throws Failure `link_spent` */
  async enterByMail(secret: string): Promise<void> {
    this.#options.arrived(await this.#options.accounts.enterByMail(secret));
  }

  /**
   * Begins with new keys, for whoever came in by mail and has no code either. What the old keys opened stays, closed.
   * @throws Failure `password_weak`, `password_too_long`, `signed_out`, `prove_again`, those of the network
   */
  async startAnew(next: string): Promise<void> {
    const account = this.#options.account();
    if (account === null) throw new Failure('signed_out');
    await this.#options.enterAfter((work, doors) => work.startAnew(doors, account, next));
  }

  /**
   * Opens what the keys of before open, with the password or the recovery code of then.
   * @throws Failure `wrong_password` on `password` or `old`, `recovery_code_wrong` on `old`, those of the network
   */
  async openEarlier(secrets: EarlierSecrets): Promise<PrivateLogKey> {
    const { holder, doors: doorsOf } = this.#options;
    const { account } = holder.keys;
    const work = await fetchKeyWork();
    const opening = work.openEarlier(doorsOf(work), account.id, secrets);
    const { keyring, unlocked } = await asOwnPassword(opening);
    holder.replaceKeyring(keyring);
    holder.replacePins(unlocked.pins);
    return unlocked.privateLog;
  }

  /**
   * Opens the keys of whoever is signed in with the recovery code, for a new password and a new code.
   * @throws Failure `recovery_code_mistyped`, `recovery_code_wrong`, `password_weak`, `password_too_long`, `signed_out`, those of the network
   */
  async recover(code: string, next: string): Promise<void> {
    const account = this.#options.account();
    if (account === null) throw new Failure('signed_out');
    await this.#options.enterAfter((work, doors) =>
      work.recoverAccount(doors, account, code, next),
    );
  }
}
