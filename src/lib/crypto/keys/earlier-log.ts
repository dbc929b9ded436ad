import { envelopeFromText, envelopeToText, type Envelope } from '../envelopes/envelope-text.ts';
import { openBytes } from '../envelopes/open-bytes.ts';
import { sealBytes } from '../envelopes/seal-bytes.ts';
import { importAesKey } from './derive.ts';
import type { PrivateBranch, PrivateLogKey } from './types.ts';

/** The log key of a former keyring, wrapped again under the log key of now: whatever opens the log opens it as well. */
export interface EarlierLog {
  /** UUID of the row in `former_keyrings`. */
  readonly keyringId: string;
  readonly logKey: Envelope;
}

/** What may have wrapped an earlier log: the log's own key, or the account key's branch, as an earlier version of the app had it. */
export type EarlierLogOpener = PrivateLogKey | PrivateBranch;

/** Wraps the log key of a former keyring under the log key of now. */
export async function wrapEarlierLog(
  log: PrivateLogKey,
  userId: string,
  keyringId: string,
  secret: Uint8Array,
): Promise<EarlierLog> {
  const sealed = await sealBytes(log, place(userId, keyringId), secret);
  return { keyringId, logKey: envelopeToText(sealed) };
}

/** The secret of a log key that was wrapped again under one of these; null when it was not, or is spoilt. */
export async function openEarlierLogSecret(
  openers: readonly EarlierLogOpener[],
  userId: string,
  { keyringId, logKey }: EarlierLog,
): Promise<Uint8Array<ArrayBuffer> | null> {
  for (const opener of openers) {
    try {
      return await openBytes(opener, place(userId, keyringId), envelopeFromText(logKey));
    } catch {
      // The next one may be what wrapped it.
    }
  }
  return null;
}

/**
 * The keys of earlier logs that open under one of these. One that does not (it was wrapped before the keys were lost once more, or is
 * spoilt) is left out: its entries stay closed, and the log opens without them.
 */
export async function openEarlierLogs(
  openers: readonly EarlierLogOpener[],
  userId: string,
  logs: readonly EarlierLog[],
): Promise<readonly { readonly key: CryptoKey; readonly epoch: number }[]> {
  const opened = await Promise.all(
    logs.map(async (log) => {
      const secret = await openEarlierLogSecret(openers, userId, log);
      if (secret === null) return [];
      const key = await importAesKey(secret);
      secret.fill(0);
      return [{ key, epoch: 0 }];
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
