import { lengthPrefixed } from '../encoding/length-prefixed.ts';
import { envelopeFromText, envelopeToText, type Envelope } from '../envelopes/envelope-text.ts';
import { openBytes } from '../envelopes/open-bytes.ts';
import { sealBytes } from '../envelopes/seal-bytes.ts';
import { subtle } from '../platform/subtle.ts';
import { accountBranches } from './account-key.ts';
import { deriveAesKey, importBaseKey } from './derive.ts';
import { openLog, privateLogSecret, type Keyring } from './keyring.ts';
import type { PasskeyKey, PasswordKey, PrivateLogKey } from './types.ts';
import { accountKeyByPassword } from './unlock.ts';

/** What a passkey computed: 32 bytes that it gives for one question alone, and that nothing else can compute (WebAuthn level 3, PRF). */
export interface PasskeyAnswer {
  /** The passkey's own number, base64url. */
  readonly credentialId: string;
  /** Wiped when it has been used. */
  readonly secret: Uint8Array<ArrayBuffer>;
}

/** What a person's passkeys are asked: 32 bytes, the same each time, and of no worth to anybody without the passkey. */
export async function passkeyQuestion(userId: string): Promise<Uint8Array<ArrayBuffer>> {
  const question = lengthPrefixed('holdfast/passkey/v1', 'private log', userId);
  return new Uint8Array(await subtle().digest('SHA-256', question));
}

/** The key that a passkey's answer makes, for this person and this passkey. */
export async function passkeyKey(
  userId: string,
  { credentialId, secret }: PasskeyAnswer,
): Promise<PasskeyKey> {
  const base = await importBaseKey(secret);
  secret.fill(0);
  return {
    key: await deriveAesKey(base, 'passkey', 'private log', userId, credentialId),
    epoch: 0,
  } as PasskeyKey;
}

/**
 * Wraps the private log's key for a passkey; only the password gets at the key itself.
 * @param passkeyId that of the row
 * @throws Failure `wrong_password_or_address`, `keyring_broken`
 */
export async function wrapLogKeyForPasskey(
  key: PasskeyKey,
  passkeyId: string,
  { keyring, passwordKey }: { readonly keyring: Keyring; readonly passwordKey: PasswordKey },
): Promise<Envelope> {
  const accountKey = await accountKeyByPassword(passwordKey, keyring);
  const branches = await accountBranches(accountKey);
  accountKey.fill(0);
  const secret = await privateLogSecret(branches.private, keyring);
  const place = binding(keyring.userId, passkeyId);
  try {
    return envelopeToText(await sealBytes(key, place, secret));
  } finally {
    secret.fill(0);
  }
}

/**
 * The log's key, with the keys of earlier logs that it opens: the same as with the password.
 * @throws Failure `envelope_tampered` for another passkey, another person and a damaged wrap alike; `envelope_unknown_version`
 */
export async function openLogKeyWithPasskey(
  key: PasskeyKey,
  passkeyId: string,
  wrapped: string,
  person: Pick<Keyring, 'userId' | 'earlierLogs'>,
): Promise<PrivateLogKey> {
  const place = binding(person.userId, passkeyId);
  return openLog(await openBytes(key, place, envelopeFromText(wrapped)), person);
}

function binding(userId: string, passkeyId: string) {
  return {
    kind: 'key',
    owner: userId,
    object: passkeyId,
    field: 'passkeys.log_key_sealed',
    generation: 0,
  } as const;
}
