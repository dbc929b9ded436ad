import {
  mergePins,
  openFormerKeyring,
  openPins,
  passwordKeys,
  type FormerKeyring,
  type FormerOpener,
} from '../../crypto/keys/index.ts';
import { stretchInWorker } from '../../crypto/keys/stretch-in-worker.ts';
import { parseRecoveryCode } from '../../crypto/recovery/index.ts';
import { createFormerKeys } from '../../data/former-keys.ts';
import { Failure, toFailure, type FailureCode } from '../../domain/failure/failure.ts';
import type { AccountDoors } from './open-account.ts';
import { openKeyring, type OpenedKeyring } from './open-keyring.ts';

export interface EarlierSecrets {
  /** The password of now: what is opened is wrapped for it. */
  readonly present: string;
  /** A password or a recovery code of before. */
  readonly old: string;
}

const doesNotFit: readonly FailureCode[] = ['wrong_password_or_address', 'recovery_code_wrong'];

/**
 * Opens a keyring that was lost before with its old password or recovery code: its private log is read again beside the one of now, and
 * its space keys are put back where they are missing. May be repeated; nothing of the old keyring changes.
 * @returns the keyring of now, opened with all of it
 * @throws Failure `wrong_password_or_address` for the present password; `wrong_password` or `recovery_code_wrong` on the field `old` when it
 * opens none of the former keyrings; those of the network
 */
export async function openEarlier(
  doors: AccountDoors,
  userId: string,
  { present, old }: EarlierSecrets,
): Promise<OpenedKeyring> {
  const { keyrings, client, stretch = stretchInWorker } = doors;
  const formerKeys = createFormerKeys(client, userId);
  const load = async () => {
    const stored = await keyrings.load(userId);
    if (stored === null) throw new Failure('keyring_missing');
    return openKeyring(present, stored, stretch);
  };
  const now = await load();
  const all = await formerKeys.list();
  const code = await parseRecoveryCode(old).catch(() => null);
  const openerOf = async ({ kdf }: FormerKeyring): Promise<FormerOpener> =>
    code === null
      ? { password: (await passwordKeys(await stretch(old, kdf))).passwordKey }
      : { code };

  for (const former of all) {
    const opened = await openFormerKeyring(await openerOf(former), former, all, now).catch(
      (thrown: unknown) => {
        if (!doesNotFit.includes(toFailure(thrown).code)) throw thrown;
        return null;
      },
    );
    if (opened === null) continue;
    const { shared } = now.unlocked;
    const known = await openPins(shared, userId, now.keyring.pins);
    const { envelope } = await mergePins(shared, userId, known, opened.pins);
    await keyrings.savePins(userId, envelope);
    await formerKeys.restoreSpaceKeys({ id: former.id, shared: opened.shared }, shared);
    for (const log of opened.logs) await formerKeys.takeOverLog(log);
    return load();
  }
  throw new Failure(code === null ? 'wrong_password' : 'recovery_code_wrong', { field: 'old' });
}
