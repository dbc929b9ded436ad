import type { Account, Accounts } from '../../data/accounts.ts';
import { toFailure } from '../../domain/failure/failure.ts';

/**
 * Proves the password to the server once more, for what a token alone does not allow. Where the address has been changed on another device, this
 * one still knows the old one, and asks for the present one.
 * @returns the account as the server knows it now
 * @throws Failure `wrong_password_or_address`, `signed_out`, those of the network
 */
export async function signInAgain(
  accounts: Accounts,
  { email }: Account,
  authSecret: string,
): Promise<Account> {
  try {
    return await accounts.signIn({ email, authSecret });
  } catch (thrown) {
    if (toFailure(thrown).code !== 'wrong_password_or_address') throw thrown;
    const present = await accounts.fresh();
    if (present.email === email) throw thrown;
    return accounts.signIn({ email: present.email, authSecret });
  }
}
