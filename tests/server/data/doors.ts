import { openText, sealText } from '../../../src/lib/crypto/index.ts';
import { renewRecoveryCode, type StretchedPassword } from '../../../src/lib/crypto/keys/index.ts';
import { stretchPassword } from '../../../src/lib/crypto/keys/stretch.ts';
import { createAccounts } from '../../../src/lib/data/accounts.ts';
import type { Client } from '../../../src/lib/data/client.ts';
import { createKeyrings, type StoredKeyring } from '../../../src/lib/data/keyrings.ts';
import { kdfCost, kdfFloor } from '../../../src/lib/domain/account/kdf.ts';
import type { AccountDoors, OpenedAccount } from '../../../src/lib/session/account/open-account.ts';
import { openKeyring } from '../../../src/lib/session/account/open-keyring.ts';
import type { Someone } from './world.ts';

/** Argon2id's answers, so that the same question is worked out once. */
const stretched = new Map<string, Uint8Array<ArrayBuffer>>();

/** Argon2id as cheap as it is allowed: these tests are not about guessing. */
export const stretch: NonNullable<AccountDoors['stretch']> = async (password, kdf) => {
  const question = `${kdf.seed} ${password}`;
  const known = stretched.get(question);
  const answer = known ?? (await stretchPassword(password, { ...kdf, ...kdfFloor }));
  stretched.set(question, answer.slice());
  return answer.slice() as StretchedPassword;
};

/** The doors of a browser. */
export function doorsOf(client: Client): AccountDoors {
  return {
    client,
    accounts: createAccounts(client),
    keyrings: createKeyrings(client),
    stretch,
    chooseCost: () => Promise.resolve(kdfCost),
  };
}

export function accountOf({ id, email }: Pick<Someone, 'id' | 'email'>) {
  return { id, email };
}

export async function keyringOf(someone: Someone): Promise<StoredKeyring> {
  const keyring = await someone.keyrings.load(someone.id);
  if (keyring === null) throw new Error('no keyring');
  return keyring;
}

/** Whether what was sealed for the private log before is read with what has been opened now. */
export async function readsTheLog(
  before: Pick<Someone, 'id' | 'unlocked'>,
  { unlocked }: Pick<OpenedAccount, 'unlocked'>,
): Promise<boolean> {
  const place = {
    kind: 'value',
    owner: before.id,
    object: before.id,
    field: 'private_entries.body_sealed',
    generation: 0,
  } as const;
  const sealed = await sealText(before.unlocked.privateLog, place, 'before');
  return (await openText(unlocked.privateLog, place, sealed).catch(() => null)) === 'before';
}

/** A recovery code that opens the account, made with its password. */
export async function recoveryCodeOf(
  someone: Someone,
  password = someone.password,
): Promise<string> {
  const { keyring, passwordKey } = await openKeyring(password, await keyringOf(someone), stretch);
  const made = await renewRecoveryCode(passwordKey, keyring);
  await someone.keyrings.replaceCode(someone.id, made.accountKeyByCode);
  return made.recoveryCode;
}
