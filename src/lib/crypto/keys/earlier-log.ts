import { envelopeFromText, envelopeToText, type Envelope } from '../envelopes/envelope-text.ts';
import { openBytes } from '../envelopes/open-bytes.ts';
import { sealBytes } from '../envelopes/seal-bytes.ts';
import { importAesKey } from './derive.ts';
import type { PrivateBranch } from './types.ts';

/** The log key of a former keyring, wrapped again under the account key of now. */
export interface EarlierLog {
  /** UUID of the row in `former_keyrings`. */
  readonly keyringId: string;
  readonly logKey: Envelope;
}

/** Wraps the log key of a former keyring under this account key's branch. */
export async function wrapEarlierLog(
  branch: PrivateBranch,
  userId: string,
  keyringId: string,
  secret: Uint8Array,
): Promise<EarlierLog> {
  const sealed = await sealBytes(branch, place(userId, keyringId), secret);
  return { keyringId, logKey: envelopeToText(sealed) };
}

/** The secret of a log key that was wrapped again under this branch. @throws Failure as `openBytes` */
export async function openEarlierLogSecret(
  branch: PrivateBranch,
  userId: string,
  { keyringId, logKey }: EarlierLog,
): Promise<Uint8Array<ArrayBuffer>> {
  return openBytes(branch, place(userId, keyringId), envelopeFromText(logKey));
}

/**
 * The keys of earlier logs that open under this branch. One that does not (it was wrapped before the keys were lost once more, or is
 * spoilt) is left out: its entries stay closed, and the log opens without them.
 */
export async function openEarlierLogs(
  branch: PrivateBranch,
  userId: string,
  logs: readonly EarlierLog[],
): Promise<readonly { readonly key: CryptoKey; readonly epoch: number }[]> {
  const opened = await Promise.all(
    logs.map(async (log) => {
      const secret = await openEarlierLogSecret(branch, userId, log).catch(() => null);
      return secret === null ? [] : [{ key: await importAesKey(secret), epoch: 0 }];
    }),
  );
  return opened.flat();
}

function place(userId: string, keyringId: string) {
  return {
    kind: 'key',
    owner: userId,
    object: keyringId,
    field: 'former_keyrings.log_key_again',
    generation: 0,
  } as const;
}
