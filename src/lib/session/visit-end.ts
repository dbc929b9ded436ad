import type { Accounts } from '../data/accounts.ts';
import type { KeptKeys } from './device/kept-keys.ts';
import type { TokenStorage } from './device/token-storage.ts';

export interface VisitEndOptions {
  readonly accounts: Pick<Accounts, 'wasSignedOut'>;
  readonly keptKeys: Pick<KeptKeys, 'forget'>;
  readonly tokens: Pick<TokenStorage, 'setStaySignedIn'>;
  /** Takes everything of a person off the device. */
  readonly forget: (accountId: string) => Promise<void>;
}

/**
 * What becomes of this device when its visit is over and nobody here asked for that. It keeps no key in any case. Only when the visit was
 * ended from another of the account's devices is everything else taken off as well: a server that was set back, or has lost its visits,
 * must not cost anybody the words that only this device holds.
 * @returns whether it was ended from another device
 */
export async function endVisit(
  accountId: string,
  { accounts, keptKeys, tokens, forget }: VisitEndOptions,
): Promise<boolean> {
  await keptKeys.forget(accountId);
  if (!(await accounts.wasSignedOut().catch(() => false))) return false;
  tokens.setStaySignedIn(false);
  await forget(accountId);
  return true;
}
