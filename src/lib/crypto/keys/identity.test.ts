import { x25519 } from '@noble/curves/ed25519.js';
import { describe, expect, test, vi } from 'vitest';
import { fromBase64url, toBase64url } from '../encoding/base64url.ts';
import { fromHex, toHex } from '../vectors/hex.ts';
import { importIdentity, importPublicKey, newPrivateKey, parsePublicKey } from './identity.ts';
import type { PublicKey } from './types.ts';

/** RFC 7748, section 6.1: Bob's keys. */
const bob = {
  secret: '5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb',
  open: 'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f',
};

function hexOf(publicKey: PublicKey): string {
  return toHex(fromBase64url(publicKey) ?? new Uint8Array());
}

describe('an identity', () => {
  test('computes its public key as RFC 7748 says', async () => {
    const identity = await importIdentity(fromHex(bob.secret));
    expect(hexOf(identity.publicKey)).toBe(bob.open);
  });

  test('agrees with another implementation, and cannot be read out', async () => {
    const secret = await newPrivateKey();
    const identity = await importIdentity(secret);
    expect(hexOf(identity.publicKey)).toBe(toHex(x25519.getPublicKey(secret)));
    const { privateKey } = identity.pair;
    await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow();
  });

  test('a key of another length is refused', async () => {
    await expect(importIdentity(new Uint8Array(31))).rejects.toThrow('keyring_broken');
    for (const text of ['', 'short', 'x'.repeat(43), toBase64url(new Uint8Array(33))]) {
      expect(() => parsePublicKey(text)).toThrow('keyring_broken');
      await expect(importPublicKey(text as PublicKey)).rejects.toThrow('keyring_broken');
    }
  });

  test('a browser without X25519 is told to be too old', async () => {
    const refused = new DOMException('Unrecognized name.', 'NotSupportedError');
    vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValueOnce(refused);
    await expect(newPrivateKey()).rejects.toThrow('browser_too_old');
    vi.restoreAllMocks();
  });
});
