import { lengthPrefixed } from '../encoding/length-prefixed.ts';
import { subtle } from '../platform/subtle.ts';

const sha256 = 'SHA-256';

/** 32 secret bytes as a base key for HKDF (RFC 5869) that cannot be read out. */
export async function importBaseKey(secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return subtle().importKey('raw', secret, 'HKDF', false, ['deriveKey', 'deriveBits']);
}

/** An AES-256-GCM key from its 32 bytes; it cannot be read out. */
export async function importAesKey(secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return subtle().importKey('raw', secret, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** HKDF-SHA-256 with an empty salt (every base key is uniformly random); `context` names what the bytes are for. */
export async function deriveBytes(
  base: CryptoKey,
  length: number,
  ...context: readonly (string | number)[]
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await subtle().deriveBits(hkdf(context), base, length * 8));
}

/** As `deriveBytes`, straight into an AES-256-GCM key that cannot be read out. */
export async function deriveAesKey(
  base: CryptoKey,
  ...context: readonly (string | number)[]
): Promise<CryptoKey> {
  const algorithm = { name: 'AES-GCM', length: 256 };
  return subtle().deriveKey(hkdf(context), base, algorithm, false, ['encrypt', 'decrypt']);
}

function hkdf(context: readonly (string | number)[]): HkdfParams {
  return {
    name: 'HKDF',
    hash: sha256,
    salt: new Uint8Array(0),
    info: lengthPrefixed('holdfast/key/v1', ...context),
  };
}
