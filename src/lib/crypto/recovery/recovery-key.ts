import { deriveAesKey, importBaseKey } from '../keys/derive.ts';
import type { RecoveryKey } from '../keys/types.ts';
import { recoverySecret, type RecoveryCode } from './recovery-code.ts';

/** The key that wraps the account key. 128 random bits need no stretching. */
export async function recoveryKey(code: RecoveryCode): Promise<RecoveryKey> {
  const base = await importBaseKey(recoverySecret(code));
  return { key: await deriveAesKey(base, 'recovery-code', 'kek'), epoch: 0 } as RecoveryKey;
}
