import { toBase64url } from '../encoding/base64url.ts';
import { deriveAesKey, deriveBytes, importBaseKey } from './derive.ts';
import type { PasswordKey, StretchedPassword } from './types.ts';

export interface PasswordKeys {
  /** What the server takes for the password: `A1a-` (for servers that insist on kinds of characters) and 32 bytes as base64url. */
  readonly authSecret: string;
  readonly passwordKey: PasswordKey;
}

/** Parts a stretched password into what the server sees and what opens the keyring; neither tells anything about the other. */
export async function passwordKeys(stretched: StretchedPassword): Promise<PasswordKeys> {
  const base = await importBaseKey(stretched);
  const [auth, key] = await Promise.all([
    deriveBytes(base, 32, 'password', 'auth'),
    deriveAesKey(base, 'password', 'kek'),
  ]);
  return {
    authSecret: `A1a-${toBase64url(auth)}`,
    passwordKey: { key, epoch: 0 } as PasswordKey,
  };
}
