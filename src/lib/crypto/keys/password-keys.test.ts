import { expect, test } from 'vitest';
import { sealText } from '../envelopes/text.ts';
import { randomBytes } from '../platform/subtle.ts';
import { referenceDerive, referenceOpen } from '../vectors/noble-reference.ts';
import { passwordKeys } from './password-keys.ts';
import type { StretchedPassword } from './types.ts';

const place = { kind: 'key', owner: 'a', object: 'b', field: 'c', generation: 0 } as const;

test('what the server sees and what opens the keyring come apart from one secret', async () => {
  const stretched = randomBytes(32) as StretchedPassword;
  const { authSecret, passwordKey } = await passwordKeys(stretched);
  const auth = Buffer.from(referenceDerive(stretched, 32, 'password', 'auth'));
  expect(authSecret).toBe(`A1a-${auth.toString('base64url')}`);
  const kek = referenceDerive(stretched, 32, 'password', 'kek');
  const opened = referenceOpen(kek, place, await sealText(passwordKey, place, 'hello'));
  expect(Buffer.from(opened).toString()).toBe('hello');
});

test('the secret for the server fits into bcrypt, with each kind of character', async () => {
  const { authSecret } = await passwordKeys(randomBytes(32) as StretchedPassword);
  expect(authSecret).toMatch(/^A1a-[A-Za-z0-9_-]{43}$/);
  expect(authSecret.length).toBeLessThanOrEqual(72);
});

test('the key cannot be read out', async () => {
  const { passwordKey } = await passwordKeys(randomBytes(32) as StretchedPassword);
  await expect(crypto.subtle.exportKey('raw', passwordKey.key)).rejects.toThrow();
});
