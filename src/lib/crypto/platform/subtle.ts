import { Failure } from '../../domain/failure/failure.ts';

/**
 * The browser's cryptography. It is absent on pages opened over plain http from another device.
 * @throws Failure `insecure_context`
 */
export function subtle(): SubtleCrypto {
  const found = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
  if (!found) throw new Failure('insecure_context');
  return found;
}

/** Cryptographically random bytes. */
export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}
