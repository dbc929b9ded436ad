import { Failure } from '../../domain/failure/failure.ts';
import { fromBase64url, toBase64url } from '../encoding/base64url.ts';
import { subtle } from '../platform/subtle.ts';
import type { IdentityKeyPair, PublicKey } from './types.ts';

/** Length of both halves of an X25519 key pair (RFC 7748). */
const identityKeyLength = 32;

// Everything of a PKCS #8 X25519 private key (RFC 8410) that comes before its 32 bytes.
const pkcs8Prefix = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 110, 4, 34, 4, 32];
const basePoint = Uint8Array.of(9, ...new Array<number>(31).fill(0));

/** The private half of a new key pair: 32 bytes. @throws Failure `browser_too_old` without X25519 */
export async function newPrivateKey(): Promise<Uint8Array<ArrayBuffer>> {
  const pair = await needX25519(
    subtle().generateKey({ name: 'X25519' }, true, ['deriveBits']) as Promise<CryptoKeyPair>,
  );
  const pkcs8 = new Uint8Array(await subtle().exportKey('pkcs8', pair.privateKey));
  return pkcs8.slice(-identityKeyLength);
}

/** The key pair of a private half. The public half is computed from it, not believed. @throws Failure `browser_too_old` */
export async function importIdentity(secret: Uint8Array): Promise<IdentityKeyPair> {
  if (secret.length !== identityKeyLength) throw new Failure('keyring_broken');
  const pkcs8 = Uint8Array.of(...pkcs8Prefix, ...secret);
  const privateKey = await needX25519(
    subtle().importKey('pkcs8', pkcs8, 'X25519', false, ['deriveBits']),
  );
  pkcs8.fill(0);
  const base = await subtle().importKey('raw', basePoint, 'X25519', true, []);
  const bits = await subtle().deriveBits(
    { name: 'X25519', public: base },
    privateKey,
    identityKeyLength * 8,
  );
  const publicKey = toBase64url(new Uint8Array(bits)) as PublicKey;
  return {
    publicKey,
    pair: { privateKey, publicKey: await importPublicKey(publicKey) },
  } as IdentityKeyPair;
}

/**
 * A public key that came from elsewhere, if it has the shape of one.
 * @throws Failure `keyring_broken`
 */
export function parsePublicKey(text: string): PublicKey {
  if (fromBase64url(text)?.length !== identityKeyLength) throw new Failure('keyring_broken');
  return text as PublicKey;
}

/** @throws Failure `keyring_broken` when it is none, `browser_too_old` without X25519 */
export async function importPublicKey(publicKey: PublicKey): Promise<CryptoKey> {
  const bytes = fromBase64url(publicKey);
  if (bytes?.length !== identityKeyLength) throw new Failure('keyring_broken');
  return needX25519(subtle().importKey('raw', bytes, 'X25519', true, []));
}

async function needX25519<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    throw new Failure('browser_too_old', { cause });
  }
}
