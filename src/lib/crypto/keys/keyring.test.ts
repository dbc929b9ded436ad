import { beforeAll, describe, expect, test } from 'vitest';
import { openText, sealText } from '../envelopes/text.ts';
import { newRecoveryCode } from '../recovery/recovery-code.ts';
import { randomPasswordKey } from '../vectors/fixed-keys.ts';
import { createKeyring, type NewKeyring } from './create-keyring.ts';
import { unlockShared, type Keyring } from './keyring.ts';
import { newKdf } from './new-kdf.ts';
import { draftsKey } from './shared-branch.ts';
import type { PasswordKey } from './types.ts';
import { renewRecoveryCode, rewrapForPassword, rewrapWithCode } from './rewrap.ts';
import { unlockWithPassword, unlockWithRecoveryCode } from './unlock.ts';

const userId = '3f0f6d0e-0000-4000-8000-000000000001';
const otherId = '3f0f6d0e-0000-4000-8000-000000000002';
const entry = {
  kind: 'value',
  owner: userId,
  object: '3f0f6d0e-0000-4000-8000-00000000000e',
  field: 'private_entries.body_sealed',
  generation: 0,
} as const;

let passwordKey: PasswordKey;
let made: NewKeyring;
let other: NewKeyring;

beforeAll(async () => {
  passwordKey = await randomPasswordKey();
  made = await createKeyring({ userId, passwordKey, kdf: newKdf() });
  other = await createKeyring({ userId: otherId, passwordKey, kdf: newKdf() });
});

describe('a keyring', () => {
  test('opens with the password: what was written before is read after', async () => {
    const sealed = await sealText(made.unlocked.privateLog, entry, 'I choked it down twice');
    const unlocked = await unlockWithPassword(passwordKey, made.keyring);
    expect(await openText(unlocked.privateLog, entry, sealed)).toBe('I choked it down twice');
    expect(unlocked.identity.publicKey).toBe(made.keyring.publicKey);
    expect(unlocked.pins).toEqual({});
  });

  test('opens with the recovery code, as it was written down', async () => {
    const sealed = await sealText(made.unlocked.privateLog, entry, 'found again');
    const typed = made.recoveryCode.toLowerCase().replaceAll('-', '  ');
    const unlocked = await unlockWithRecoveryCode(typed, made.keyring);
    expect(await openText(unlocked.privateLog, entry, sealed)).toBe('found again');
    expect(unlocked.identity.publicKey).toBe(made.keyring.publicKey);
  });

  test('opens its shared part with the branch that a device kept, and nothing more', async () => {
    const kept = structuredClone(made.unlocked.shared);
    const unlocked = await unlockShared(kept, made.keyring);
    expect(unlocked.identity.publicKey).toBe(made.keyring.publicKey);
    expect(unlocked).not.toHaveProperty('privateLog');
    const drafts = await draftsKey(kept);
    const draft = { ...entry, field: 'check_in_drafts.draft_sealed' };
    const sealed = await sealText(await draftsKey(made.unlocked.shared), draft, 'not yet');
    expect(await openText(drafts, draft, sealed)).toBe('not yet');
  });

  test('holds no key that can be read out, apart from wrapped', async () => {
    const { shared, identity, privateLog } = await unlockWithPassword(passwordKey, made.keyring);
    expect(Object.keys(shared)).toEqual(['base']);
    for (const key of [shared.base, identity.pair.privateKey, privateLog.key]) {
      expect(key.extractable).toBe(false);
    }
  });

  test('opens with a new password after it was wrapped anew, and what was written before is read after', async () => {
    const sealed = await sealText(made.unlocked.privateLog, entry, 'from before');
    const next = await randomPasswordKey();
    const wrap = await rewrapForPassword(made.keyring, { present: passwordKey, next });
    const changed = { ...made.keyring, accountKeyByPassword: wrap };
    const unlocked = await unlockWithPassword(next, changed);
    expect(await openText(unlocked.privateLog, entry, sealed)).toBe('from before');
    await expect(unlockWithPassword(passwordKey, changed)).rejects.toMatchObject({
      code: 'wrong_password_or_address',
    });
    await expect(rewrapForPassword(made.keyring, { present: next, next })).rejects.toMatchObject({
      code: 'wrong_password_or_address',
    });
  });

  test('opens with a new password and a new code after the old code wrapped it anew', async () => {
    const next = await randomPasswordKey();
    const { recoveryCode, ...wraps } = await rewrapWithCode(made.recoveryCode, next, made.keyring);
    const changed = { ...made.keyring, ...wraps };
    const opened = [
      await unlockWithPassword(next, changed),
      await unlockWithRecoveryCode(recoveryCode, changed),
    ];
    for (const { identity } of opened) expect(identity.publicKey).toBe(made.keyring.publicKey);
    await expect(unlockWithRecoveryCode(made.recoveryCode, changed)).rejects.toMatchObject({
      code: 'recovery_code_wrong',
    });
    await expect(rewrapWithCode(other.recoveryCode, next, made.keyring)).rejects.toMatchObject({
      code: 'recovery_code_wrong',
    });
  });

  test('is another one each time', () => {
    const mine = Object.values(made.keyring).filter((value) => typeof value === 'string');
    const theirs = new Set(Object.values(other.keyring));
    expect(mine.filter((value) => theirs.has(value))).toEqual([]);
    expect(made.recoveryCode).not.toBe(other.recoveryCode);
  });
});

describe('what does not open a keyring', () => {
  test('a wrong password', async () => {
    const wrong = await randomPasswordKey();
    await expect(unlockWithPassword(wrong, made.keyring)).rejects.toThrow(
      'wrong_password_or_address',
    );
  });

  test('a recovery code of another account, or with a typo', async () => {
    const wrong = await newRecoveryCode();
    await expect(unlockWithRecoveryCode(wrong, made.keyring)).rejects.toThrow(
      'recovery_code_wrong',
    );
    const typo = `${made.recoveryCode.slice(0, 6)}*${made.recoveryCode.slice(7)}`;
    await expect(unlockWithRecoveryCode(typo, made.keyring)).rejects.toMatchObject({
      code: 'recovery_code_mistyped',
      field: 'group_2',
    });
  });

  test('the recovery code wrap offered in place of the password wrap', async () => {
    const swapped = { ...made.keyring, accountKeyByPassword: made.keyring.accountKeyByCode };
    await expect(unlockWithPassword(passwordKey, swapped)).rejects.toThrow(
      'wrong_password_or_address',
    );
  });

  test('the wrap of another person with the same password', async () => {
    const moved = { ...other.keyring, userId };
    await expect(unlockWithPassword(passwordKey, moved)).rejects.toThrow(
      'wrong_password_or_address',
    );
  });

  test.each(['privateLogKey', 'privateKey', 'pins', 'publicKey'] as const)(
    'a keyring whose %s was exchanged for that of somebody else',
    async (part) => {
      const mixed: Keyring = { ...made.keyring, [part]: other.keyring[part] };
      await expect(unlockWithPassword(passwordKey, mixed)).rejects.toThrow('keyring_broken');
    },
  );

  test('a keyring whose private key and pins changed places', async () => {
    const { privateKey, pins } = made.keyring;
    const mixed = { ...made.keyring, privateKey: pins, pins: privateKey };
    await expect(unlockWithPassword(passwordKey, mixed)).rejects.toThrow('keyring_broken');
  });

  test('a keyring of a later version of the app, and it says so', async () => {
    const later = { ...made.keyring, pins: `Ag${made.keyring.pins.slice(2)}` as Keyring['pins'] };
    await expect(unlockWithPassword(passwordKey, later)).rejects.toThrow(
      'envelope_unknown_version',
    );
  });
});

describe('a renewed recovery code', () => {
  test('opens the keyring, and the earlier one no longer does', async () => {
    const { accountKeyByCode, recoveryCode } = await renewRecoveryCode(passwordKey, made.keyring);
    const renewed = { ...made.keyring, accountKeyByCode };
    const unlocked = await unlockWithRecoveryCode(recoveryCode, renewed);
    expect(unlocked.identity.publicKey).toBe(made.keyring.publicKey);
    await expect(unlockWithRecoveryCode(made.recoveryCode, renewed)).rejects.toThrow(
      'recovery_code_wrong',
    );
  });

  test('is not given for a wrong password', async () => {
    const wrong = await randomPasswordKey();
    await expect(renewRecoveryCode(wrong, made.keyring)).rejects.toThrow(
      'wrong_password_or_address',
    );
  });
});
