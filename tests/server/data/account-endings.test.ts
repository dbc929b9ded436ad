import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unlockWithRecoveryCode } from '../../../src/lib/crypto/keys/index.ts';
import { createAccounts } from '../../../src/lib/data/accounts.ts';
import { prelogin } from '../../../src/lib/data/prelogin.ts';
import { kdfCost } from '../../../src/lib/domain/account/kdf.ts';
import {
  changePassword,
  recoverAccount,
} from '../../../src/lib/session/account/change-password.ts';
import {
  signIn,
  signUp,
  unlock,
  type Credentials,
  type OpenedAccount,
} from '../../../src/lib/session/account/open-account.ts';
import { openKeyring } from '../../../src/lib/session/account/open-keyring.ts';
import { raiseKdf } from '../../../src/lib/session/account/raise-kdf.ts';
import { startAnew } from '../../../src/lib/session/account/start-anew.ts';
import { accountOf, doorsOf, keyringOf, readsTheLog, recoveryCodeOf, stretch } from './doors.ts';
import { powerCut } from './endings.ts';
import { doorsEndingAfter, newPassword, Survivor, type Step } from './survivor.ts';
import { failureOf, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('a sign-up that ends', () => {
  const credentials = (): Credentials => ({
    email: `sign-up-${crypto.randomUUID()}@example.org`,
    password: newPassword(),
  });
  const begin = async (typed: Credentials, step: Step) => {
    const client = world.stranger();
    await expect(signUp(doorsEndingAfter({ client }, step), typed)).rejects.toThrow(powerCut);
    const account = await createAccounts(client).current();
    if (account === null) throw new Error('signed out');
    return { doors: doorsOf(client), account };
  };
  type Begun = Awaited<ReturnType<typeof begin>>;
  const onNewDevice = (typed: Credentials) => signIn(doorsOf(world.stranger()), typed);
  /** What was opened, and what a new device opens with the password, is one and the same log. */
  const sameLog = async (opened: OpenedAccount, typed: Credentials) => {
    const { account, unlocked } = opened;
    const there = await onNewDevice(typed);
    expect(await readsTheLog({ id: account.id, unlocked }, there)).toBe(true);
    expect([there.recoveryCode, there.keyring.codeKept]).toEqual([null, false]);
  };

  test.each<[string, (begun: Begun, typed: Credentials) => Promise<OpenedAccount>]>([
    ['sent again', ({ doors }, typed) => signUp(doors, typed)],
    ['signed in on a new device', (_begun, typed) => onNewDevice(typed)],
    [
      'unlocked where it was',
      ({ doors, account }, typed) => unlock(doors, account, typed.password),
    ],
    ['entered by a mail', ({ doors, account }, typed) => startAnew(doors, account, typed.password)],
  ])(
    'after Auth has made the account gets its keys and its code when it is %s',
    async (_how, open) => {
      const typed = credentials();
      const opened = await open(await begin(typed, ['signUp']), typed);
      expect(opened.recoveryCode).not.toBeNull();
      await sameLog(opened, typed);
    },
  );

  test('after its keys were stored opens with the password, and still asks for a code', async () => {
    const typed = credentials();
    const { doors } = await begin(typed, ['create']);
    // Nobody has seen the code that was made. The same form again finds the account.
    const opened = await signUp(doors, typed);
    expect([opened.recoveryCode, opened.keyring.codeKept]).toEqual([null, false]);
    await sameLog(opened, typed);
  });

  test('and whose owner came back by a mail and was stopped once more after any step still opens', async () => {
    const typed = credentials();
    const { doors, account } = await begin(typed, ['signUp']);
    const next = { ...typed, password: newPassword() };
    for (const step of ['signOutElsewhere', 'changePassword', 'create']) {
      const dying = doorsEndingAfter(doors, [step]);
      await expect(startAnew(dying, account, next.password)).rejects.toThrow(powerCut);
    }
    const opened = await unlock(doors, account, next.password);
    expect(opened.keyring.formerCount).toBe(0);
    await sameLog(opened, next);
  });
});

describe('a change of the password that ends after any step leaves an account that opens', () => {
  const account = new Survivor(() => world);
  beforeAll(() => account.begin());

  test.each<[string, Step, 'old' | 'new']>([
    ['the present one was proved', ['signIn'], 'old'],
    ['the other devices were signed out', ['signOutElsewhere'], 'old'],
    ['the new wrap was prepared', ['preparePassword'], 'old'],
    ['Auth has the new password', ['changePassword'], 'new'],
    ['the new wrap has become the one', ['settlePassword'], 'new'],
  ])('after %s', async (_what, step, living) => {
    const { someone, password } = account;
    const next = newPassword();
    const dying = doorsEndingAfter(someone, step);
    const keyring = await keyringOf(someone);
    await expect(
      changePassword(dying, accountOf(someone), keyring, password, next),
    ).rejects.toThrow(powerCut);
    if (living === 'new') await account.opensWith(next, password);
    else await account.opensWith(password, next);
  });

  test('and the password can be changed as ever', () => account.change());
});

describe('a recovery with the code that ends after any step leaves an account that opens', () => {
  const account = new Survivor(() => world);
  let code = '';
  beforeAll(async () => {
    await account.begin();
    code = await recoveryCodeOf(account.someone);
  });

  test.each<[string, Step, 'old' | 'new']>([
    ['what was before was settled', ['settlePassword'], 'old'],
    ['the other devices were signed out', ['signOutElsewhere'], 'old'],
    ['the new wrap was prepared', ['preparePassword'], 'old'],
    ['Auth has the new password', ['changePassword'], 'new'],
    ['the new wrap has become the one', ['settlePassword', 2], 'new'],
  ])('with the same code, after %s', async (_what, step, living) => {
    const { someone, password } = account;
    const next = newPassword();
    const dying = doorsEndingAfter(someone, step);
    await expect(recoverAccount(dying, accountOf(someone), code, next)).rejects.toThrow(powerCut);
    const byCode = await unlockWithRecoveryCode(code, await keyringOf(someone));
    expect(await readsTheLog(someone, { unlocked: byCode })).toBe(true);
    if (living === 'new') await account.opensWith(next, password);
    else await account.opensWith(password, next);
  });

  test('with the new password, after the new code’s wrap was stored and nobody has seen that code', async () => {
    const { someone, password } = account;
    const next = newPassword();
    const dying = doorsEndingAfter(someone, ['replaceCode']);
    await expect(recoverAccount(dying, accountOf(someone), code, next)).rejects.toThrow(powerCut);
    await account.opensWith(next, password);
    const keyring = await keyringOf(someone);
    expect(keyring.codeKept).toBe(false);
    expect(await failureOf(unlockWithRecoveryCode(code, keyring))).toBe('recovery_code_wrong');
    // As the reminder leads to: another code is made with the password, and it opens.
    const another = await recoveryCodeOf(someone, next);
    const opened = await unlockWithRecoveryCode(another, await keyringOf(someone));
    expect(await readsTheLog(someone, { unlocked: opened })).toBe(true);
  });
});

describe('a raise of the key derivation that ends after any step leaves an account that opens', () => {
  const account = new Survivor(() => world);
  beforeAll(() => account.begin());

  test.each<[string, Step, boolean]>([
    ['the new wrap was prepared', ['prepareRaise'], false],
    ['Auth has the new parameters', ['changePassword'], true],
    ['the new wrap has become the one', ['settlePassword'], true],
  ])('after %s', async (_what, step, raised) => {
    const { someone, password } = account;
    const present = await openKeyring(password, await keyringOf(someone), stretch);
    await account.doors.accounts.signIn({ email: someone.email, authSecret: present.authSecret });
    // A later version asks for more each time.
    const usual = { ...kdfCost, memoryKib: present.keyring.kdf.memoryKib + 8 * 1024 };
    const doors = {
      ...doorsEndingAfter(someone, step),
      chooseCost: () => Promise.resolve(usual),
    };
    await expect(raiseKdf(doors, present, password, { usual, small: usual })).rejects.toThrow(
      powerCut,
    );
    const asked = await prelogin(world.stranger(), someone.email);
    expect(asked.memoryKib === usual.memoryKib).toBe(raised);
    await account.opensWith(password);
    // What was prepared and left behind stands in nobody's way.
    await account.change();
  });
});

describe('a new recovery code whose page ends', () => {
  test('before it is stored changes nothing; after that the password opens, and makes another', async () => {
    const account = new Survivor(() => world);
    await account.begin();
    const { someone, password } = account;
    const code = await recoveryCodeOf(someone);
    await account.doors.accounts.signIn({
      email: someone.email,
      authSecret: (await openKeyring(password, await keyringOf(someone), stretch)).authSecret,
    });
    const opens = async (typed: string) =>
      readsTheLog(someone, {
        unlocked: await unlockWithRecoveryCode(typed, await keyringOf(someone)),
      });
    expect(await opens(code)).toBe(true);
    // Stored, and never shown.
    await recoveryCodeOf(someone);
    expect(await failureOf(opens(code))).toBe('recovery_code_wrong');
    expect((await keyringOf(someone)).codeKept).toBe(false);
    await account.opensWith(password);
    expect(await opens(await recoveryCodeOf(someone))).toBe(true);
  });
});
