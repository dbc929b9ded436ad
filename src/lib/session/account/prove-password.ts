import type { Account, Accounts } from '../../data/accounts.ts';
import type { Client } from '../../data/client.ts';
import type { KeyHolder } from '../key-holder.svelte.ts';
import { asOwnPassword } from './as-own-password.ts';
import type { OpenedKeyring } from './open-keyring.ts';
import { signInAgain } from './sign-in-again.ts';

export interface Prover {
  readonly client: Client;
  readonly accounts: Accounts;
  readonly holder: KeyHolder;
}

export interface Proved extends OpenedKeyring {
  /** As the server knows it now. */
  readonly account: Account;
}

/**
 * Asks for the password once more: it opens the keys here, and is shown to the server, which then lets this visit do for a quarter of an hour
 * what a token alone may not.
 * @throws Failure `wrong_password`, `locked`, those of the network
 */
export async function provePassword(
  { client, accounts, holder }: Prover,
  password: string,
): Promise<Proved> {
  const opened = await holder.openWithPassword(client, password);
  const signingIn = signInAgain(accounts, holder.keys.account, opened.authSecret);
  const account = await asOwnPassword(signingIn);
  holder.replaceAccount(account);
  return { ...opened, account };
}
