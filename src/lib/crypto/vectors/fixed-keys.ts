import { importAesKey } from '../keys/derive.ts';
import { passwordKeys } from '../keys/password-keys.ts';
import type { ObjectKey, PasswordKey, StretchedPassword } from '../keys/types.ts';
import { randomBytes } from '../platform/subtle.ts';

/** For tests: an object key of known bytes. */
export async function fixedObjectKey(
  secret: Uint8Array<ArrayBuffer>,
  epoch = 0,
): Promise<ObjectKey> {
  return { key: await importAesKey(secret), epoch } as ObjectKey;
}

/** For tests: the key of a password whose stretching, which takes its time, is left out. */
export async function randomPasswordKey(): Promise<PasswordKey> {
  return (await passwordKeys(randomBytes(32) as StretchedPassword)).passwordKey;
}
