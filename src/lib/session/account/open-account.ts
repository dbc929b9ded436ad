import {
  chooseCostInWorker,
  createKeyring,
  passwordKeys,
  unlockWithPassword,
  type Keyring,
  type PasswordKeys,
  type UnlockedAccount,
} from '../../crypto/keys/index.ts';
import { stretchInWorker } from '../../crypto/keys/stretch-in-worker.ts';
import { newKdf } from '../../crypto/keys/new-kdf.ts';
import type { Account, Accounts } from '../../data/accounts.ts';
import type { Client } from '../../data/client.ts';
import type { Keyrings, StoredKeyring } from '../../data/keyrings.ts';
import { prelogin } from '../../data/prelogin.ts';
import { raiseKdf } from './raise-kdf.ts';
import { openKeyring, withPendingPassword } from './open-keyring.ts';
import { isOutdatedKdf, type KdfCost, type KdfParameters } from '../../domain/account/kdf.ts';
import { parseEmail } from '../../domain/account/email.ts';
import { toFailure, type Failure } from '../../domain/failure/failure.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface OpenedAccount {
  readonly account: Account;
  readonly keyring: StoredKeyring;
  readonly unlocked: UnlockedAccount;
  /** Set when the keyring was made just now: to be shown once. */
  readonly recoveryCode: string | null;
  /** Set when the password is stretched less than new ones are: raises that, behind what goes on. */
  readonly raise?: () => Promise<StoredKeyring | null>;
}

export interface AccountDoors {
  readonly client: Client;
  readonly accounts: Accounts;
  readonly keyrings: Keyrings;
  /** Argon2id; tests may run it without a worker. */
  readonly stretch?: typeof stretchInWorker;
  /** What a new password costs on this device. */
  readonly chooseCost?: () => Promise<KdfCost>;
}

/**
 * Makes an account and its keys. Sent twice (a lost answer, a double click) it opens the account that the first one made, because the
 * address is then taken by the same password.
 * @throws Failure `address_taken`, `address_invalid`, `confirm_address_first`, those of the network
 */
export async function signUp(doors: AccountDoors, typed: Credentials): Promise<OpenedAccount> {
  const email = parseEmail(typed.email);
  const kdf = newKdf(await (doors.chooseCost ?? chooseCostInWorker)());
  const keys = await derive(doors, typed.password, kdf);
  try {
    const account = await doors.accounts.signUp({ email, authSecret: keys.authSecret, kdf });
    return await openOrMake(doors, account, keys, kdf);
  } catch (thrown) {
    if (toFailure(thrown).code !== 'address_taken') throw thrown;
    return signInInstead(doors, { email, password: typed.password }, toFailure(thrown));
  }
}

/** @throws Failure `wrong_password_or_address`, `too_many_attempts`, `keyring_broken`, those of the network */
export async function signIn(doors: AccountDoors, typed: Credentials): Promise<OpenedAccount> {
  const email = parseEmail(typed.email);
  const kdf = await prelogin(doors.client, email);
  const keys = await derive(doors, typed.password, kdf);
  const account = await doors.accounts.signIn({ email, authSecret: keys.authSecret });
  const opened = await openOrMake(doors, account, keys, kdf);
  if (!isOutdatedKdf(kdf)) return opened;
  const present = { keyring: opened.keyring, passwordKey: keys.passwordKey };
  return { ...opened, raise: () => raiseKdf(doors, present, typed.password) };
}

/**
 * Opens the keys of somebody who is signed in already. An account whose sign-up was interrupted has no keyring yet: then the
 * password is first proved to the server, so that no keys are made with a mistyped one.
 * @throws Failure as `signIn`; `signed_out` when the account is gone
 */
export async function unlock(
  doors: AccountDoors,
  account: Account,
  password: string,
): Promise<OpenedAccount> {
  const stored = await doors.keyrings.load(account.id);
  if (stored === null) {
    // An account that was deleted elsewhere has no keyring either: then this ends the visit.
    const { email } = await doors.accounts.fresh();
    return signIn(doors, { email, password });
  }
  const { keyring, unlocked } = await openKeyring(password, stored, doors.stretch).catch(
    async (thrown: unknown) => {
      const settled = await withNewKeys(doors, stored);
      if (settled === null) throw thrown;
      return openKeyring(password, settled, doors.stretch);
    },
  );
  if (keyring !== stored) await settle(doors);
  return { account, keyring, unlocked, recoveryCode: null };
}

/** The keyring that waited for a password which has become the account's; null when there is none. */
async function withNewKeys(
  doors: AccountDoors,
  stored: StoredKeyring,
): Promise<StoredKeyring | null> {
  await settle(doors);
  const settled = await doors.keyrings.load(stored.userId);
  return settled?.publicKey === stored.publicKey ? null : settled;
}

/** Finishes an interrupted change of the password; what is not finished now is finished at the next opening. */
async function settle({ keyrings }: AccountDoors): Promise<void> {
  await keyrings.settlePassword().catch(() => undefined);
}

function isOfAnotherPassword({ kdf, pending }: StoredKeyring, { seed }: KdfParameters): boolean {
  return kdf.seed !== seed && pending?.kdf.seed !== seed;
}

async function derive(
  { stretch = stretchInWorker }: AccountDoors,
  password: string,
  kdf: KdfParameters,
): Promise<PasswordKeys> {
  return passwordKeys(await stretch(password, kdf));
}

async function openOrMake(
  doors: AccountDoors,
  account: Account,
  { passwordKey }: PasswordKeys,
  kdf: KdfParameters,
): Promise<OpenedAccount> {
  const { keyrings } = doors;
  let stored = await keyrings.load(account.id);
  if (stored !== null && isOfAnotherPassword(stored, kdf)) {
    // New keys wait for this password, and were interrupted before they took the place of the old ones.
    await keyrings.settlePassword();
    stored = await keyrings.load(account.id);
  }
  if (stored !== null) {
    const changed = withPendingPassword(stored);
    const settled = changed?.kdf.seed === kdf.seed ? changed : stored;
    const unlocked = await unlockWithPassword(passwordKey, settled);
    if (settled !== stored) await settle(doors);
    return { account, keyring: settled, unlocked, recoveryCode: null };
  }
  const made = await createKeyring({ userId: account.id, passwordKey, kdf });
  try {
    await keyrings.create(made.keyring);
  } catch (thrown) {
    // Another tab finished the same sign-up a moment earlier: its keyring is the one.
    const theirs =
      toFailure(thrown).code === 'changed_elsewhere' ? await keyrings.load(account.id) : null;
    if (theirs === null) throw thrown;
    const unlocked = await unlockWithPassword(passwordKey, theirs);
    return { account, keyring: theirs, unlocked, recoveryCode: null };
  }
  return { account, ...made, keyring: newlyStored(made.keyring) };
}

/** A keyring as it is stored the first time. */
export function newlyStored(keyring: Keyring, formerCount = 0): StoredKeyring {
  return { ...keyring, codeKept: false, pending: null, formerCount };
}

async function signInInstead(
  doors: AccountDoors,
  credentials: Credentials,
  taken: Failure,
): Promise<OpenedAccount> {
  try {
    return await signIn(doors, credentials);
  } catch (thrown) {
    throw toFailure(thrown).code === 'wrong_password_or_address' ? taken : thrown;
  }
}
