import { gcm } from '@noble/ciphers/aes.js';
import { argon2id as nobleArgon2id } from '@noble/hashes/argon2.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { argon2id } from 'hash-wasm';
import { describe, expect, test } from 'vitest';
import { importAesKey, importBaseKey } from '../keys/derive.ts';
import { toUtf8 } from '../encoding/utf8.ts';
import aesGcm from './aes-256-gcm.wycheproof.json' with { type: 'json' };
import argon2Vectors from './argon2id.rfc9106.json' with { type: 'json' };
import { fromHex, toHex } from './hex.ts';
import hkdfVectors from './hkdf.rfc5869.json' with { type: 'json' };
import hpkeVector from './hpke-auth-psk.rfc9180.json' with { type: 'json' };

describe('the ciphers underneath are the standard ones', () => {
  test.each(hkdfVectors.tests)('HKDF-SHA-256 gives RFC 5869, %#', async (vector) => {
    const { ikm, salt, info, length, okm } = vector;
    const algorithm = {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: fromHex(salt),
      info: fromHex(info),
    };
    const base = await importBaseKey(fromHex(ikm));
    const bits = await crypto.subtle.deriveBits(algorithm, base, length * 8);
    expect(toHex(new Uint8Array(bits))).toBe(okm);
    expect(toHex(hkdf(sha256, fromHex(ikm), fromHex(salt), fromHex(info), length))).toBe(okm);
  });

  test.each(aesGcm.tests)('AES-256-GCM agrees with Wycheproof, test $tcId $comment', async (v) => {
    const key = await importAesKey(fromHex(v.key));
    const algorithm = { name: 'AES-GCM', iv: fromHex(v.iv), additionalData: fromHex(v.aad) };
    const sealed = fromHex(v.ct + v.tag);
    const noble = gcm(fromHex(v.key), fromHex(v.iv), fromHex(v.aad));
    if (v.result === 'valid') {
      const opened = await crypto.subtle.decrypt(algorithm, key, sealed);
      expect(toHex(new Uint8Array(opened))).toBe(v.msg);
      const again = await crypto.subtle.encrypt(algorithm, key, fromHex(v.msg));
      expect(toHex(new Uint8Array(again))).toBe(v.ct + v.tag);
      expect(toHex(noble.encrypt(fromHex(v.msg)))).toBe(v.ct + v.tag);
    } else {
      await expect(crypto.subtle.decrypt(algorithm, key, sealed)).rejects.toThrow();
      expect(() => noble.decrypt(sealed)).toThrow();
    }
  });

  test('the second Argon2id, which checks ours, gives RFC 9106', () => {
    const { password, salt, secret, associatedData, memoryKib, iterations, parallelism, tag } =
      argon2Vectors.rfc9106;
    const stretched = nobleArgon2id(fromHex(password), fromHex(salt), {
      m: memoryKib,
      t: iterations,
      p: parallelism,
      dkLen: 32,
      key: fromHex(secret),
      personalization: fromHex(associatedData),
    });
    expect(toHex(stretched)).toBe(tag);
  });

  test.each(argon2Vectors.reference)('our Argon2id gives the reference vectors, %#', async (v) => {
    const { password, salt, memoryKib, iterations, parallelism, tag } = v;
    const stretched = await argon2id({
      password: toUtf8(password),
      salt: toUtf8(salt),
      memorySize: memoryKib,
      iterations,
      parallelism,
      hashLength: 32,
      outputType: 'hex',
    });
    expect(stretched).toBe(tag);
  });

  test.each([
    { m: 8, t: 1, p: 1 },
    { m: 64, t: 3, p: 1 },
    { m: 256, t: 2, p: 2 },
  ])('both Argon2id agree on %o', async ({ m, t, p }) => {
    const password = toUtf8('grüß dich, Straße 🧦');
    const salt = fromHex('00112233445566778899aabbccddeeff'.repeat(2));
    const ours = await argon2id({
      password,
      salt,
      memorySize: m,
      iterations: t,
      parallelism: p,
      hashLength: 32,
      outputType: 'hex',
    });
    expect(ours).toBe(toHex(nobleArgon2id(password, salt, { m, t, p, dkLen: 32 })));
  });

  test('HPKE AuthPSK gives and opens RFC 9180, A.1.4', async () => {
    const v = hpkeVector;
    const kem = new DhkemX25519HkdfSha256();
    const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes128Gcm() });
    const pair = async (secret: string, open: string) => ({
      privateKey: await kem.importKey('raw', fromHex(secret).buffer, false),
      publicKey: await kem.importKey('raw', fromHex(open).buffer, true),
    });
    const shared = {
      info: fromHex(v.info),
      psk: { id: fromHex(v.psk_id), key: fromHex(v.psk) },
    };
    const recipient = await pair(v.skRm, v.pkRm);
    const sender = await pair(v.skSm, v.pkSm);
    const sealed = await suite.seal(
      {
        ...shared,
        recipientPublicKey: recipient.publicKey,
        senderKey: sender,
        ekm: await pair(v.skEm, v.pkEm),
      },
      fromHex(v.encryption.pt),
      fromHex(v.encryption.aad),
    );
    expect(toHex(new Uint8Array(sealed.enc))).toBe(v.enc);
    expect(toHex(new Uint8Array(sealed.ct))).toBe(v.encryption.ct);
    const opened = await suite.open(
      {
        ...shared,
        recipientKey: recipient,
        senderPublicKey: sender.publicKey,
        enc: fromHex(v.enc),
      },
      fromHex(v.encryption.ct),
      fromHex(v.encryption.aad),
    );
    expect(toHex(new Uint8Array(opened))).toBe(v.encryption.pt);
  });
});
