import type { KdfParameters } from '../../domain/account/kdf.ts';
import { randomBytes } from '../platform/subtle.ts';
import { newRecoveryCode } from '../recovery/recovery-code.ts';
import { recoveryKey } from '../recovery/recovery-key.ts';
import { accountBranches, newAccountKey, wrapAccountKey } from './account-key.ts';
import { importAesKey } from './derive.ts';
import { importIdentity, newPrivateKey } from './identity.ts';
import {
  wrapPrivateKey,
  wrapPrivateLogKey,
  type Keyring,
  type UnlockedAccount,
} from './keyring.ts';
import { sealPins } from './pins.ts';
import type { PasswordKey, PrivateLogKey } from './types.ts';

export interface NewKeyring {
  /** To be stored in one call. */
  readonly keyring: Keyring;
  /** To be shown once, in groups. */
  readonly recoveryCode: string;
  readonly unlocked: UnlockedAccount;
}

/**
 * Makes all keys of a new account.
 * @throws Failure `insecure_context`, `browser_too_old`
 */
export async function createKeyring({
  userId,
  passwordKey,
  kdf,
}: {
  readonly userId: string;
  readonly passwordKey: PasswordKey;
  readonly kdf: KdfParameters;
}): Promise<NewKeyring> {
  const accountKey = newAccountKey();
  const privateLogSecret = randomBytes(32);
  const [branches, code, privateKey] = await Promise.all([
    accountBranches(accountKey),
    newRecoveryCode(),
    newPrivateKey(),
  ]);
  const { shared } = branches;
  const [identity, logKey, ...wraps] = await Promise.all([
    importIdentity(privateKey),
    importAesKey(privateLogSecret),
    wrapAccountKey(passwordKey, 'password', userId, accountKey),
    recoveryKey(code).then((key) => wrapAccountKey(key, 'code', userId, accountKey)),
    wrapPrivateLogKey(branches.private, userId, privateLogSecret),
    wrapPrivateKey(shared, userId, privateKey),
    sealPins(shared, userId, {}),
  ]);
  for (const secret of [accountKey, privateLogSecret, privateKey]) secret.fill(0);
  const [accountKeyByPassword, accountKeyByCode, privateLogKey, wrappedPrivateKey, pins] = wraps;
  return {
    keyring: {
      userId,
      kdf,
      accountKeyByPassword,
      accountKeyByCode,
      privateLogKey,
      privateKey: wrappedPrivateKey,
      pins,
      publicKey: identity.publicKey,
    },
    recoveryCode: code,
    unlocked: {
      userId,
      shared,
      identity,
      pins: {},
      privateLog: { key: logKey, epoch: 0 } as PrivateLogKey,
    },
  };
}
