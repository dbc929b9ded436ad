import { beforeAll, describe, expect, test } from 'vitest';
import { toBase64url } from '../encoding/base64url.ts';
import { openText, sealText } from '../envelopes/index.ts';
import { randomBytes } from '../platform/subtle.ts';
import { createKeyring, type NewKeyring } from './create-keyring.ts';
import { newKdf } from './new-kdf.ts';
import {
  openLogKeyWithPasskey,
  passkeyKey,
  passkeyQuestion,
  wrapLogKeyForPasskey,
} from './passkey.ts';
import { passwordKeys } from './password-keys.ts';
import { rewrapForPassword } from './rewrap.ts';
import type { PasswordKey, StretchedPassword } from './types.ts';

const [ada, noor] = [
  '11111111-1111-4111-8111-111111111111',
  '22222222-2222-4222-8222-222222222222',
];
const [first, second] = [
  '33333333-3333-4333-8333-333333333333',
  '44444444-4444-4444-8444-444444444444',
];

async function newPasswordKey(): Promise<PasswordKey> {
  return (await passwordKeys(randomBytes(32) as StretchedPassword)).passwordKey;
}

/** A passkey as far as the key derivation sees it: it gives the same secret each time. */
function newPasskey() {
  const secret = randomBytes(32);
  const credentialId = toBase64url(randomBytes(16));
  return { answer: () => ({ credentialId, secret: secret.slice() }), secret, credentialId };
}

const place = {
  kind: 'value',
  owner: ada,
  object: first,
  field: 'private_entries.body_sealed',
  generation: 1,
} as const;

let passwordKey: PasswordKey;
let made: NewKeyring;
let sealed: string;
beforeAll(async () => {
  passwordKey = await newPasswordKey();
  made = await createKeyring({ userId: ada, passwordKey, kdf: newKdf() });
  sealed = await sealText(made.unlocked.privateLog, place, 'only mine');
});

describe('a passkey', () => {
  test('opens the private log that the password opens', async () => {
    const passkey = newPasskey();
    const key = await passkeyKey(ada, passkey.answer());
    const wrapped = await wrapLogKeyForPasskey(key, first, { ...made, passwordKey });
    const again = await passkeyKey(ada, passkey.answer());
    const log = await openLogKeyWithPasskey(again, first, wrapped, { userId: ada });
    expect(await openText(log, place, sealed)).toBe('only mine');
  });

  test('goes on opening it when the account key is wrapped for another password', async () => {
    const passkey = newPasskey();
    const key = await passkeyKey(ada, passkey.answer());
    const next = await newPasswordKey();
    const accountKeyByPassword = await rewrapForPassword(made.keyring, {
      present: passwordKey,
      next,
    });
    const keyring = { ...made.keyring, accountKeyByPassword };
    const wrapped = await wrapLogKeyForPasskey(key, first, { keyring, passwordKey: next });
    const log = await openLogKeyWithPasskey(key, first, wrapped, { userId: ada });
    expect(await openText(log, place, sealed)).toBe('only mine');
  });

  test('is added with the password and with no other', async () => {
    const key = await passkeyKey(ada, newPasskey().answer());
    const wrong = { ...made, passwordKey: await newPasswordKey() };
    await expect(wrapLogKeyForPasskey(key, first, wrong)).rejects.toThrow(
      'wrong_password_or_address',
    );
  });

  test.each([
    ['another passkey', ada, first, false, true],
    ['the same secret under another number', ada, first, true, true],
    ['the row of another passkey', ada, second, true, false],
    ['another person', noor, first, true, false],
  ])('opens nothing with %s', async (_what, person, row, sameSecret, otherNumber) => {
    const [passkey, other] = [newPasskey(), newPasskey()];
    const key = await passkeyKey(ada, passkey.answer());
    const wrapped = await wrapLogKeyForPasskey(key, first, { ...made, passwordKey });
    const tried = await passkeyKey(person, {
      credentialId: otherNumber ? other.credentialId : passkey.credentialId,
      secret: (sameSecret ? passkey : other).secret.slice(),
    });
    await expect(openLogKeyWithPasskey(tried, row, wrapped, { userId: person })).rejects.toThrow(
      'envelope_tampered',
    );
  });

  test('leaves its answer in no memory once it has been used', async () => {
    const answer = newPasskey().answer();
    await passkeyKey(ada, answer);
    expect(answer.secret).toEqual(new Uint8Array(32));
  });

  test('is asked another question by each person', async () => {
    expect(await passkeyQuestion(ada)).toEqual(await passkeyQuestion(ada));
    expect(await passkeyQuestion(ada)).not.toEqual(await passkeyQuestion(noor));
    expect(await passkeyQuestion(ada)).toHaveLength(32);
  });
});
