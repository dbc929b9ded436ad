import { toFailure } from '../domain/failure/failure.ts';
import { provePassword, type Prover } from './account/prove-password.ts';
import { loadPart } from './load-part.ts';

/** Deleting the account. */
export class AccountEnd {
  readonly #prover: Prover;
  /** The server was asked in this visit, and its answer may have got lost. */
  #asked = false;

  constructor(prover: Prover) {
    this.#prover = prover;
  }

  /**
   * Deletes the account with all that is its own. Afterwards nothing of it opens any more; whoever calls signs out, which takes everything off the
   * device. Called again after a lost answer it finds out what became of it.
   * @throws Failure `wrong_password`, `prove_again`, those of the network
   */
  async deleteAccount(password: string): Promise<void> {
    const { client, holder } = this.#prover;
    const { deleteMyAccount } = await loadPart(import('../data/delete-account.ts'));
    // An account that may be gone can prove nothing to the server any more; the password still has to open its keys here.
    if (this.#asked) await holder.openWithPassword(client, password);
    else await provePassword(this.#prover, password);
    this.#asked = true;
    try {
      await deleteMyAccount(client);
    } catch (thrown) {
      // What was refused was not done, and the password is asked for again; without an answer it may have been.
      this.#asked = isUnanswered(thrown);
      throw thrown;
    }
  }
}

function isUnanswered(thrown: unknown): boolean {
  const { code } = toFailure(thrown);
  return code === 'offline' || code === 'server_unreachable';
}
