import type { Account, MailDelivery } from '../data/accounts.ts';
import { Failure, toFailure } from '../domain/failure/failure.ts';
import { provePassword, type Prover } from './account/prove-password.ts';

export interface AddressesOptions extends Prover {
  /** Whoever is signed in, their keys open or not. */
  readonly account: () => Account | null;
  /** Takes in the account with another address. */
  readonly moved: (account: Account) => void;
}

/** Moving the account to another address: a mail goes there, and its link confirms. No key depends on the address. */
export class Addresses {
  readonly #options: AddressesOptions;
  /** What a link that was followed holds: in memory only, until it is used. */
  #secret: string | null = null;

  constructor(options: AddressesOptions) {
    this.#options = options;
  }

  /**
   * Asks for the mail to the new address. Tells nobody whether another account has it.
   * @param email as `parseEmail` returns it
   * @throws Failure `wrong_password`, `address_unchanged`, those of the network
   */
  async askFor(password: string, email: string): Promise<MailDelivery> {
    const { account } = await provePassword(this.#options, password);
    this.#options.moved(account);
    if (account.email === email) throw new Failure('address_unchanged', { field: 'email' });
    return this.#options.accounts.askForAddress(email);
  }

  /** Whether a link was followed and waits to be confirmed. */
  get followed(): boolean {
    return this.#secret !== null;
  }

  /** Takes what a link holds, for whoever has to sign in first. Nothing is done with it before `confirm`. */
  follow(secret: string): void {
    this.#secret = secret;
  }

  /** Lets the new address take the place of the old one. @throws Failure `link_spent`, `signed_out`, those of the network */
  async confirm(): Promise<Account> {
    if (this.#secret === null) throw new Failure('link_spent');
    const before = this.#options.account();
    let spent: unknown = null;
    try {
      await this.#options.accounts.confirmAddress(this.#secret);
    } catch (thrown) {
      if (toFailure(thrown).code !== 'link_spent') throw thrown;
      spent = thrown;
    }
    const account = await this.look();
    // A spent link has done its work where the account has moved: only the answer got lost.
    if (spent !== null && account.email === before?.email) throw spent;
    this.#secret = null;
    return account;
  }

  /** Lets go of a link that does not work any more. */
  drop(): void {
    this.#secret = null;
  }

  /** The account as the server knows it now: the link may have been followed on another device. */
  async look(): Promise<Account> {
    if (this.#options.account() === null) throw new Failure('signed_out');
    const account = await this.#options.accounts.fresh();
    this.#options.moved(account);
    return account;
  }
}
