import { argon2id } from '@noble/hashes/argon2.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { kdfSchema } from '../../domain/account/kdf.ts';
import { envelopeFromText, openBytes, openText, type EnvelopeBinding } from '../envelopes/index.ts';
import {
  checkInviter,
  checkJoiner,
  fourWords,
  inviterMac,
  openInvite,
  openJoinerName,
  parseInviteFragment,
  receiveSpaceKey,
  type Inviter,
  type Joiner,
} from '../invites/index.ts';
import {
  draftsKey,
  objectKey,
  openPins,
  passwordKeys,
  unlockWithPassword,
  unlockWithRecoveryCode,
  unwrapSpaceKey,
  type KeyedObject,
  type Keyring,
  type PasswordKey,
  type UnlockedAccount,
} from '../keys/index.ts';
import { stretchPassword } from '../keys/stretch.ts';
import { formatRecoveryCode, parseRecoveryCode } from '../recovery/recovery-code.ts';
import { fromHex, toHex } from './hex.ts';
import frozen from './holdfast-v1.json' with { type: 'json' };
import { referenceDerive, referenceOpen } from './noble-reference.ts';

const keyring = frozen.keyring as Keyring;
const { userId } = keyring;
const inviter = frozen.invite.inviter as Inviter;
const joiner = frozen.invite.joiner as Joiner;

let passwordKey: PasswordKey;
let authSecret: string;
let unlocked: UnlockedAccount;

beforeAll(async () => {
  const stretched = await stretchPassword(frozen.password, kdfSchema.parse(frozen.kdf));
  expect(toHex(stretched)).toBe(frozen.stretched);
  ({ passwordKey, authSecret } = await passwordKeys(stretched));
  unlocked = await unlockWithPassword(passwordKey, keyring);
});

describe('what version 1 made opens for ever', () => {
  test('the secret for the server is the same', () => {
    expect(authSecret).toBe(frozen.authSecret);
  });

  test('the keyring opens with the password and with the code', async () => {
    const { envelope, text, binding } = frozen.envelopes.entry;
    for (const opened of [unlocked, await unlockWithRecoveryCode(frozen.recoveryCode, keyring)]) {
      expect(opened.identity.publicKey).toBe(keyring.publicKey);
      expect(await openText(opened.privateLog, binding as EnvelopeBinding, envelope)).toBe(text);
    }
  });

  test('pins and drafts open with the shared branch', async () => {
    const pins = await openPins(unlocked.shared, userId, frozen.pins.envelope);
    expect(pins).toEqual(frozen.pins.opened);
    const { binding, text, envelope } = frozen.envelopes.draft;
    const drafts = await draftsKey(unlocked.shared);
    expect(await openText(drafts, binding as EnvelopeBinding, envelope)).toBe(text);
  });

  test('the recovery code is written and read the same', async () => {
    const { secret, code } = frozen.recovery;
    expect(await formatRecoveryCode(fromHex(secret))).toBe(code);
    expect(await parseRecoveryCode(code)).toBe(code);
  });

  test('the space key and what it sealed opens', async () => {
    const { spaceId, epoch, wrapped, secret } = frozen.space;
    const spaceKey = await unwrapSpaceKey(unlocked.shared, { userId, spaceId }, epoch, wrapped);
    expect(toHex(spaceKey.secret)).toBe(secret);
    const { title, update } = frozen.envelopes;
    const key = await objectKey(spaceKey, title.key as KeyedObject);
    expect(await openText(key, title.binding as EnvelopeBinding, title.envelope)).toBe(title.text);
    const bytes = envelopeFromText(update.envelope);
    const opened = await openBytes(key, update.binding as EnvelopeBinding, bytes);
    expect(toHex(opened)).toBe(update.bytes);
  });

  test('the invite is checked, shown and received the same', async () => {
    const { fragment, words, joinerName, delivered, joinerKeyring, secretSealed } = frozen.invite;
    const invite = await parseInviteFragment(fragment);
    expect(await inviterMac(invite, inviter)).toBe(frozen.invite.inviterMac);
    expect(await checkInviter(invite, inviter, frozen.invite.inviterMac)).toEqual(inviter);
    expect(await checkJoiner(invite, inviter, joiner, frozen.invite.joinerMac)).toEqual(joiner);
    expect(await fourWords(invite, inviter, joiner)).toEqual(words);
    expect(await openJoinerName(invite, joiner.userId, joinerName.envelope)).toBe(joinerName.name);
    expect(await openInvite(unlocked.shared, userId, invite.id, secretSealed)).toEqual(invite);
    const ben = await unlockWithPassword(passwordKey, joinerKeyring as Keyring);
    const { epoch, secret } = frozen.space;
    const received = await receiveSpaceKey(ben.identity, invite, inviter, joiner, epoch, delivered);
    expect(toHex(received.secret)).toBe(secret);
  });
});

describe('other libraries, from the description alone, come to the same', () => {
  const keyringPlace = (column: string) => ({
    owner: userId,
    object: userId,
    field: `keyrings.${column}`,
    generation: 0,
  });

  test('from the password to the account key and its branches', () => {
    const { seed, memoryKib, iterations, parallelism } = frozen.kdf;
    const cost = { m: memoryKib, t: iterations, p: parallelism, dkLen: 32 };
    const password = new TextEncoder().encode(frozen.password.normalize('NFC'));
    const stretched = argon2id(password, Buffer.from(seed, 'base64url'), cost);
    expect(toHex(stretched)).toBe(frozen.stretched);
    const kek = referenceDerive(stretched, 32, 'password', 'kek');
    const wrapped = keyring.accountKeyByPassword;
    const accountKey = referenceOpen(kek, keyringPlace('account_key_by_password'), wrapped);
    expect(toHex(accountKey)).toBe(frozen.accountKey);
    expect(toHex(referenceDerive(accountKey, 32, 'account', 'shared'))).toBe(frozen.sharedBranch);
    const branch = referenceDerive(accountKey, 32, 'account', 'private');
    const logKey = referenceOpen(branch, keyringPlace('private_log_key'), keyring.privateLogKey);
    expect(toHex(logKey)).toBe(frozen.privateLogKey);
  });

  test('from the branches to what is sealed', () => {
    const { space, envelopes } = frozen;
    const wrap = referenceDerive(fromHex(frozen.sharedBranch), 32, 'shared', 'wrap');
    const place = {
      owner: userId,
      object: space.spaceId,
      field: 'space_keys.wrapped',
      generation: space.epoch,
    };
    const spaceKey = referenceOpen(wrap, place, space.wrapped);
    expect(toHex(spaceKey)).toBe(space.secret);
    const { kind, object, generation } = envelopes.title.key;
    const key = referenceDerive(spaceKey, 32, 'object', kind, object, generation);
    const title = referenceOpen(key, envelopes.title.binding, envelopes.title.envelope);
    expect(Buffer.from(title).toString()).toBe(envelopes.title.text);
    const logKey = fromHex(frozen.privateLogKey);
    const entry = referenceOpen(logKey, envelopes.entry.binding, envelopes.entry.envelope);
    expect(Buffer.from(entry).toString()).toBe(envelopes.entry.text);
  });

  test('from the link to the MAC of the inviter', async () => {
    const [, id = '', secret = ''] = frozen.invite.fragment.split('.');
    const key = Buffer.from(secret, 'base64url').subarray(0, 32);
    const parts = [id, 'inviter', inviter.spaceId, inviter.userId, inviter.publicKey];
    const message = Buffer.concat(
      parts.flatMap((part) => [Buffer.of(0, 0, 0, Buffer.byteLength(part)), Buffer.from(part)]),
    );
    const mac = hmac(sha256, referenceDerive(key, 32, 'invite', 'mac'), message);
    expect(Buffer.from(mac).toString('base64url')).toBe(frozen.invite.inviterMac);
  });
});
