import { beforeAll, describe, expect, test } from 'vitest';
import { openText, sealText } from '../envelopes/index.ts';
import { randomBytes } from '../platform/subtle.ts';
import { randomPasswordKey } from '../vectors/fixed-keys.ts';
import { createKeyring, type NewKeyring } from './create-keyring.ts';
import { openFormerKeyring, type FormerKeyring } from './former-keyring.ts';
import { accountBranches } from './account-key.ts';
import { wrapEarlierLog } from './earlier-log.ts';
import { privateLogSecret } from './keyring.ts';
import { newKdf } from './new-kdf.ts';
import { openLogKeyWithPasskey, passkeyKey, wrapLogKeyForPasskey } from './passkey.ts';
import type { PasswordKey, PrivateLogKey } from './types.ts';
import { accountKeyByPassword, unlockWithPassword } from './unlock.ts';

const userId = '11111111-1111-4111-8111-111111111111';
const entry = {
  kind: 'value',
  owner: userId,
  object: 'eeeeeeee-0000-4000-8000-000000000000',
  field: 'private_entries.body_sealed',
  generation: 1,
} as const;

interface Life extends NewKeyring {
  readonly passwordKey: PasswordKey;
  readonly entry: string;
}

/** Keys of one time, with an entry of that time. */
async function live(words: string): Promise<Life> {
  const passwordKey = await randomPasswordKey();
  const made = await createKeyring({ userId, passwordKey, kdf: newKdf() });
  return { ...made, passwordKey, entry: await sealText(made.unlocked.privateLog, entry, words) };
}

function former({ keyring }: Life, number: number): FormerKeyring {
  return { ...keyring, id: `ffffffff-0000-4000-8000-00000000000${number}`, logKeyAgain: null };
}

let first: Life;
let second: Life;
let third: Life;
beforeAll(async () => {
  [first, second, third] = await Promise.all([live('first'), live('second'), live('third')]);
});

describe('an earlier log', () => {
  test.each(['password', 'code'] as const)('is read again with its %s', async (by) => {
    const opener = by === 'code' ? { code: first.recoveryCode } : { password: first.passwordKey };
    const lost = former(first, 1);
    const { logs, pins } = await openFormerKeyring(opener, lost, [lost], second);
    expect(pins).toEqual({});
    const keyring = { ...second.keyring, earlierLogs: logs };
    const { privateLog } = await unlockWithPassword(second.passwordKey, keyring);
    expect(await openText(privateLog, entry, first.entry)).toBe('first');
    expect(await openText(privateLog, entry, second.entry)).toBe('second');
    const fresh = await sealText(privateLog, entry, 'new words');
    expect(await openText(second.unlocked.privateLog, entry, fresh)).toBe('new words');
  });

  test('that was opened again is read with a passkey as well, whichever came first', async () => {
    const id = 'dddddddd-0000-4000-8000-000000000001';
    const key = await passkeyKey(userId, { credentialId: 'AQ', secret: randomBytes(32) });
    const wrapped = await wrapLogKeyForPasskey(key, id, second);
    const before = await openLogKeyWithPasskey(key, id, wrapped, second.keyring);
    await expect(openText(before, entry, first.entry)).rejects.toThrow('envelope_tampered');
    const lost = former(first, 1);
    const { logs } = await openFormerKeyring({ password: first.passwordKey }, lost, [lost], second);
    const keyring = { ...second.keyring, earlierLogs: logs };
    const after = await openLogKeyWithPasskey(key, id, wrapped, keyring);
    expect(await openText(after, entry, first.entry)).toBe('first');
    expect(await openText(after, entry, second.entry)).toBe('second');
  });

  test('that an earlier version of the app wrapped is still read with the password', async () => {
    const branches = async ({ passwordKey, keyring }: Life) =>
      accountBranches(await accountKeyByPassword(passwordKey, keyring));
    const secret = await privateLogSecret((await branches(first)).private, first.keyring);
    const log = (await branches(second)).private as unknown as PrivateLogKey;
    const earlierLogs = [await wrapEarlierLog(log, userId, former(first, 1).id, secret)];
    const keyring = { ...second.keyring, earlierLogs };
    const { privateLog } = await unlockWithPassword(second.passwordKey, keyring);
    expect(await openText(privateLog, entry, first.entry)).toBe('first');
  });

  test('stays closed for another password or code, and without the present one', async () => {
    const lost = former(first, 1);
    const open = (opener: Parameters<typeof openFormerKeyring>[0], now = second) =>
      openFormerKeyring(opener, lost, [lost], now);
    await expect(open({ password: third.passwordKey })).rejects.toThrow('wrong_password');
    await expect(open({ code: third.recoveryCode })).rejects.toThrow('recovery_code_wrong');
    const wrong = { ...second, passwordKey: third.passwordKey };
    await expect(open({ password: first.passwordKey }, wrong)).rejects.toThrow('wrong_password');
  });

  test('that was taken over comes back with the log that took it over', async () => {
    const lost = former(first, 1);
    const { logs } = await openFormerKeyring({ password: first.passwordKey }, lost, [lost], second);
    const lostTwice = { ...lost, logKeyAgain: logs[0]?.logKey ?? null };
    const all = [former(second, 2), lostTwice];
    const back = await openFormerKeyring(
      { password: second.passwordKey },
      former(second, 2),
      all,
      third,
    );
    expect(back.logs.map(({ keyringId }) => keyringId)).toEqual(all.map(({ id }) => id));
    const keyring = { ...third.keyring, earlierLogs: back.logs };
    const { privateLog } = await unlockWithPassword(third.passwordKey, keyring);
    expect(await openText(privateLog, entry, first.entry)).toBe('first');
    expect(await openText(privateLog, entry, second.entry)).toBe('second');
  });

  test('whose key was moved to another place, or was wrapped before the keys were lost again, is left out', async () => {
    const lost = former(first, 1);
    const { logs } = await openFormerKeyring({ password: first.passwordKey }, lost, [lost], second);
    const moved = logs.map((log) => ({ ...log, keyringId: former(second, 2).id }));
    for (const [life, earlierLogs] of [
      [second, moved],
      [third, logs],
    ] as const) {
      const keyring = { ...life.keyring, earlierLogs };
      const { privateLog } = await unlockWithPassword(life.passwordKey, keyring);
      expect(privateLog.earlier).toEqual([]);
      await expect(openText(privateLog, entry, first.entry)).rejects.toThrow('envelope_tampered');
    }
  });
});
