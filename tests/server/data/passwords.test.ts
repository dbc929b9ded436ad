import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKeyrings } from '../../../src/lib/data/keyrings.ts';
import { isOutdatedKdf, kdfCost, kdfFloor } from '../../../src/lib/domain/account/kdf.ts';
import { prelogin } from '../../../src/lib/data/prelogin.ts';
import {
  changePassword,
  recoverAccount,
} from '../../../src/lib/session/account/change-password.ts';
import {
  signIn,
  unlock,
  type OpenedAccount,
} from '../../../src/lib/session/account/open-account.ts';
import { openKeyring } from '../../../src/lib/session/account/open-keyring.ts';
import { raiseKdf } from '../../../src/lib/session/account/raise-kdf.ts';
import { accountOf, doorsOf, keyringOf, readsTheLog, recoveryCodeOf, stretch } from './doors.ts';
import { failureOf, openWorld, type Someone, type World } from './world.ts';

const next = 'orchard paper seven quietly';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Signs in on a device that was never used before. */
function onNewDevice({ email }: Someone, password: string): Promise<OpenedAccount> {
  return signIn(doorsOf(world.stranger()), { email, password });
}

describe('a changed password', () => {
  let someone: Someone;
  const change = async (present: string) =>
    changePassword(doorsOf(someone.client), someone, await keyringOf(someone), present, next);
  beforeAll(async () => {
    someone = await world.someone();
  });

  test('needs the present one, and changes nothing without it', async () => {
    const keyring = await keyringOf(someone);
    expect(await failureOf(change('not the present one'))).toBe('wrong_password_or_address');
    expect(await keyringOf(someone)).toEqual(keyring);
  });

  test('opens everything that was written before; the old one opens nothing', async () => {
    await change(someone.password);
    expect(await readsTheLog(someone, await onNewDevice(someone, next))).toBe(true);
    expect(await failureOf(onNewDevice(someone, someone.password))).toBe(
      'wrong_password_or_address',
    );
    expect((await keyringOf(someone)).pending).toBeNull();
    // The device on which it was changed, when it is opened again.
    const account = await doorsOf(someone.client).accounts.current();
    if (account === null) throw new Error('signed out');
    const opened = await unlock(doorsOf(someone.client), account, next);
    expect(await readsTheLog(someone, opened)).toBe(true);
  });
});

describe('an account that is recovered with its code', () => {
  let someone: Someone;
  const recover = (code: string) =>
    recoverAccount(doorsOf(someone.client), accountOf(someone), code, next);
  beforeAll(async () => {
    someone = await world.someone();
  });

  test('is not touched by a wrong code', async () => {
    const before = await keyringOf(someone);
    const other = await recoveryCodeOf(await world.someone());
    expect(await failureOf(recover(other))).toBe('recovery_code_wrong');
    expect(await keyringOf(someone)).toEqual(before);
    expect(await readsTheLog(someone, await onNewDevice(someone, someone.password))).toBe(true);
  });

  test('opens with a new password and a new code; the old ones open nothing', async () => {
    const code = await recoveryCodeOf(someone);
    const opened = await recover(code.toLowerCase());
    expect(await readsTheLog(someone, opened)).toBe(true);
    expect(opened.recoveryCode).not.toBe(code);
    expect((await keyringOf(someone)).codeKept).toBe(false);
    expect(await readsTheLog(someone, await onNewDevice(someone, next))).toBe(true);
    expect(await failureOf(recover(code))).toBe('recovery_code_wrong');
  });
});

describe('an account of an earlier version', () => {
  /** What a later version would take for usual: the accounts of these tests are then outdated. */
  const later = { usual: kdfCost, small: { ...kdfCost, memoryKib: 48 * 1024 } };

  /** As at a sign-in: the password was proved just now. */
  async function raise(someone: Someone, doors = doorsOf(someone.client)) {
    const present = await openKeyring(someone.password, await keyringOf(someone), stretch);
    const { email } = someone;
    await doors.accounts.signIn({ email, authSecret: present.authSecret });
    return raiseKdf(doors, present, someone.password, later);
  }

  async function isRaised(someone: Someone): Promise<boolean> {
    const asked = await prelogin(world.stranger(), someone.email);
    return asked.memoryKib === kdfCost.memoryKib;
  }

  test('is left as it is on a device that is too slow; is stretched as new ones are after its next sign-in, and opens as before', async () => {
    const someone = await world.someone();
    const before = await keyringOf(someone);
    expect(isOutdatedKdf(before.kdf, later)).toBe(true);
    const slow = {
      ...doorsOf(someone.client),
      chooseCost: () => Promise.resolve({ ...kdfCost, ...kdfFloor }),
    };
    expect(await raise(someone, slow)).toBeNull();
    expect(await keyringOf(someone)).toEqual(before);

    const other = world.stranger();
    await signIn(doorsOf(other), someone);
    const raised = await raise(someone);
    expect(raised).toEqual(await keyringOf(someone));
    expect(raised?.kdf).toEqual({ ...kdfCost, seed: raised?.kdf.seed });
    expect(raised?.kdf.seed).not.toBe(before.kdf.seed);
    expect(await isRaised(someone)).toBe(true);
    expect(await readsTheLog(someone, await onNewDevice(someone, someone.password))).toBe(true);
    // Its other devices stay signed in.
    expect((await createKeyrings(other).load(someone.id))?.kdf.memoryKib).toBe(kdfCost.memoryKib);
    // And a second time there is nothing to do.
    expect(await raise(someone)).toBeNull();
  });

  test('is raised by one of two devices that find it at the same moment, and opens on both', async () => {
    const someone = await world.someone();
    const doors = doorsOf(someone.client);
    const other = doorsOf(world.stranger());
    const { keyrings } = doors;
    // The other device comes in between storing the wrap and changing to it.
    const between = {
      ...doors,
      keyrings: {
        ...keyrings,
        prepareRaise: async (wrap: Parameters<typeof keyrings.prepareRaise>[0]) => {
          await keyrings.prepareRaise(wrap);
          expect(await failureOf(raise(someone, other))).toBe('changed_elsewhere');
        },
      },
    };
    expect(await raise(someone, between)).not.toBeNull();
    expect(await isRaised(someone)).toBe(true);
    expect(await readsTheLog(someone, await onNewDevice(someone, someone.password))).toBe(true);
  });
});
