import type { Envelope } from '../envelopes/envelope-text.ts';
import { accountBranches } from './account-key.ts';
import { openEarlierLogSecret, wrapEarlierLog, type EarlierLog } from './earlier-log.ts';
import { openLog, privateLogSecret, unwrapPrivateLogKey, type Keyring } from './keyring.ts';
import { openPins, type Pins } from './pins.ts';
import type { AccountKey, PasswordKey, SharedBranch } from './types.ts';
import { accountKeyByCode, accountKeyByPassword } from './unlock.ts';

export type { EarlierLog } from './earlier-log.ts';

/** A keyring whose password and code were lost: a row of `former_keyrings`. */
export interface FormerKeyring extends Pick<
  Keyring,
  'userId' | 'kdf' | 'accountKeyByPassword' | 'accountKeyByCode' | 'privateLogKey' | 'pins'
> {
  readonly id: string;
  /** Its log's key under a later log's key; null while nobody has opened it again. */
  readonly logKeyAgain: Envelope | null;
}

export interface OpenedFormerKeyring {
  /** The logs that it gives back, wrapped under the log key of now: its own, and those it had taken over itself. */
  readonly logs: readonly EarlierLog[];
  /** What it kept of the shared part: opens its space keys. */
  readonly shared: SharedBranch;
  /** The keys of others that it knew; none when they do not open. */
  readonly pins: Pins;
}

/** What opens a former keyring: the key of its old password, or its old recovery code as typed. */
export type FormerOpener = { readonly password: PasswordKey } | { readonly code: string };

/**
 * Opens a former keyring and hands its private log over to the keyring of now.
 * @param all every former keyring of the person: one that was taken over before the keys were lost once more comes back with it
 * @throws Failure `wrong_password_or_address` for either password, `recovery_code_mistyped`, `recovery_code_wrong`
 */
export async function openFormerKeyring(
  opener: FormerOpener,
  former: FormerKeyring,
  all: readonly FormerKeyring[],
  now: { readonly keyring: Keyring; readonly passwordKey: PasswordKey },
): Promise<OpenedFormerKeyring> {
  const then = await branchesOf(await accountKeyOf(opener, former));
  const present = await branchesOf(await accountKeyByPassword(now.passwordKey, now.keyring));
  const { userId } = former;
  const log = await unwrapPrivateLogKey(present.private, now.keyring);
  const again = async (keyringId: string, secret: Uint8Array) => {
    const wrapped = await wrapEarlierLog(log, userId, keyringId, secret);
    secret.fill(0);
    return wrapped;
  };
  const logs = [await again(former.id, await privateLogSecret(then.private, former))];
  const thenLog = await openLog(await privateLogSecret(then.private, former), { userId });
  for (const { id: keyringId, logKeyAgain: logKey } of all) {
    if (keyringId === former.id || logKey === null) continue;
    const openers = [thenLog, then.private];
    const secret = await openEarlierLogSecret(openers, userId, { keyringId, logKey });
    if (secret !== null) logs.push(await again(keyringId, secret));
  }
  const pins = await openPins(then.shared, userId, former.pins).catch(() => ({}));
  return { logs, shared: then.shared, pins };
}

/** The account key of a former keyring. @throws Failure as `openFormerKeyring` */
function accountKeyOf(opener: FormerOpener, former: FormerKeyring): Promise<AccountKey> {
  return 'code' in opener
    ? accountKeyByCode(opener.code, former)
    : accountKeyByPassword(opener.password, former);
}

async function branchesOf(accountKey: AccountKey) {
  const branches = await accountBranches(accountKey);
  accountKey.fill(0);
  return branches;
}
