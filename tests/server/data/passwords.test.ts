import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openText, sealText } from '../../../src/lib/crypto/index.ts';
import { renewRecoveryCode, type StretchedPassword } from '../../../src/lib/crypto/keys/index.ts';
import { stretchPassword } from '../../../src/lib/crypto/keys/stretch.ts';
import { createAccounts } from '../../../src/lib/data/accounts.ts';
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
  type AccountDoors,
  type OpenedAccount,
} from '../../../src/lib/session/account/open-account.ts';
import { openKeyring } from '../../../src/lib/session/account/open-keyring.ts';
import { raiseKdf } from '../../../src/lib/session/account/raise-kdf.ts';
import { failureOf, openWorld, type Someone, type World } from './world.ts';

const next = 'orchard paper seven quietly';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** The doors of a browser. Argon2id costs the least that is allowed: these tests are not about guessing. */
function doorsOf(client = world.stranger()): AccountDoors {
  return {
    client,
    accounts: createAccounts(client),
    keyrings: createKeyrings(client),
    stretch,
    chooseCost: () => Promise.resolve(kdfCost),
  };
}

/** Argon2id's answers, so that the same question is worked out once. */
const stretched = new Map<string, Uint8Array<ArrayBuffer>>();

const stretch: NonNullable<AccountDoors['stretch']> = async (password, kdf) => {
  const question = `${kdf.seed} ${password}`;
  const known = stretched.get(question);
  const answer = known ?? (await stretchPassword(password, { ...kdf, ...kdfFloor }));
  stretched.set(question, answer.slice());
  return answer.slice() as StretchedPassword;
};

async function keyringOf(someone: Someone) {
  const keyring = await someone.keyrings.load(someone.id);
  if (keyring === null) throw new Error('no keyring');
  return keyring;
}

/** Signs in on a device that was never used before. */
function onNewDevice({ email }: Someone, password: string): Promise<OpenedAccount> {
  return signIn(doorsOf(), { email, password });
}

/** Whether what was sealed for the private log before is read with what has been opened now. */
async function readsTheLog(someone: Someone, opened: OpenedAccount): Promise<boolean> {
  const place = {
    kind: 'value',
    owner: someone.id,
    object: someone.id,
    field: 'private_entries.body_sealed',
    generation: 0,
  } as const;
  const sealed = await sealText(someone.unlocked.privateLog, place, 'before');
  return (await openText(opened.unlocked.privateLog, place, sealed)) === 'before';
}

const steps = ['preparePassword', 'changePassword', 'settlePassword', 'replaceCode'] as const;
const raiseSteps = ['prepareRaise', 'changePassword', 'settlePassword'] as const;
type Step = (typeof steps)[number] | (typeof raiseSteps)[number];

/** Doors of a browser that ends when a step is done, before it hears of it. What ends before the next step has come as far. */
function doorsEndingAfter({ client }: Someone, step: Step): AccountDoors {
  const ending = <Rooms extends object>(rooms: Rooms): Rooms =>
    new Proxy(rooms, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (name !== step || typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          await (method as (...all: unknown[]) => Promise<void>)(...args);
          throw new Error('the power went out');
        };
      },
    });
  const doors = doorsOf(client);
  return { ...doors, accounts: ending(doors.accounts), keyrings: ending(doors.keyrings) };
}

async function recoveryCodeOf(someone: Someone): Promise<string> {
  const keyring = await keyringOf(someone);
  const { passwordKey } = await openKeyring(someone.password, keyring, doorsOf().stretch);
  const made = await renewRecoveryCode(passwordKey, keyring);
  await someone.keyrings.replaceCode(someone.id, made.accountKeyByCode);
  return made.recoveryCode;
}

describe('a changed password', () => {
  test('opens everything that was written before; the old one opens nothing', async () => {
    const someone = await world.someone();
    await changePassword(
      doorsOf(someone.client),
      someone,
      await keyringOf(someone),
      someone.password,
      next,
    );
    expect(await readsTheLog(someone, await onNewDevice(someone, next))).toBe(true);
    expect(await failureOf(onNewDevice(someone, someone.password))).toBe(
      'wrong_password_or_address',
    );
    expect((await keyringOf(someone)).pending).toBeNull();
  });

  test('needs the present one, and changes nothing without it', async () => {
    const someone = await world.someone();
    const keyring = await keyringOf(someone);
    const attempt = changePassword(
      doorsOf(someone.client),
      someone,
      keyring,
      'not the present one',
      next,
    );
    expect(await failureOf(attempt)).toBe('wrong_password_or_address');
    expect(await keyringOf(someone)).toEqual(keyring);
  });

  test('is known on a device whose copy of the keyring is older', async () => {
    const someone = await world.someone();
    const { accounts } = doorsOf(someone.client);
    await changePassword(
      doorsOf(someone.client),
      someone,
      await keyringOf(someone),
      someone.password,
      next,
    );
    const account = await accounts.current();
    if (account === null) throw new Error('signed out');
    const opened = await unlock(doorsOf(someone.client), account, next);
    expect(await readsTheLog(someone, opened)).toBe(true);
  });
});

describe('a change of the password that ends after any step leaves an account that opens', () => {
  test.each(steps.slice(0, 3))('after %s', async (step) => {
    const someone = await world.someone();
    const keyring = await keyringOf(someone);
    const doors = doorsEndingAfter(someone, step);
    await expect(changePassword(doors, someone, keyring, someone.password, next)).rejects.toThrow();

    const changed = step !== 'preparePassword';
    const [living, dead] = changed ? [next, someone.password] : [someone.password, next];
    // A device that is still signed in, before anything has been settled.
    const account = { id: someone.id, email: someone.email };
    expect(await readsTheLog(someone, await unlock(doorsOf(someone.client), account, living))).toBe(
      true,
    );
    expect(await failureOf(onNewDevice(someone, dead))).toBe('wrong_password_or_address');
    expect(await readsTheLog(someone, await onNewDevice(someone, living))).toBe(true);

    // And the password can be changed again.
    const last = 'fifth window of the lighthouse';
    await changePassword(doorsOf(someone.client), someone, await keyringOf(someone), living, last);
    expect(await readsTheLog(someone, await onNewDevice(someone, last))).toBe(true);
    expect((await keyringOf(someone)).pending).toBeNull();
  });
});

describe('an account that is recovered with its code', () => {
  test('opens with a new password and a new code; the old ones open nothing', async () => {
    const someone = await world.someone();
    const code = await recoveryCodeOf(someone);
    const account = { id: someone.id, email: someone.email };
    const doors = doorsOf(someone.client);
    const opened = await recoverAccount(doors, account, code.toLowerCase(), next);
    expect(await readsTheLog(someone, opened)).toBe(true);
    expect(opened.recoveryCode).not.toBe(code);
    expect((await keyringOf(someone)).codeKept).toBe(false);
    expect(await readsTheLog(someone, await onNewDevice(someone, next))).toBe(true);
    expect(await failureOf(recoverAccount(doors, account, code, next))).toBe('recovery_code_wrong');
  });

  test('is not touched by a wrong code', async () => {
    const [someone, other] = [await world.someone(), await world.someone()];
    const before = await keyringOf(someone);
    const account = { id: someone.id, email: someone.email };
    const attempt = recoverAccount(
      doorsOf(someone.client),
      account,
      await recoveryCodeOf(other),
      next,
    );
    expect(await failureOf(attempt)).toBe('recovery_code_wrong');
    expect(await keyringOf(someone)).toEqual(before);
    expect(await readsTheLog(someone, await onNewDevice(someone, someone.password))).toBe(true);
  });

  test.each(steps)('opens still when that ends after %s', async (step) => {
    const someone = await world.someone();
    const code = await recoveryCodeOf(someone);
    const account = { id: someone.id, email: someone.email };
    const doors = doorsEndingAfter(someone, step);
    await expect(recoverAccount(doors, account, code, next)).rejects.toThrow();

    if (step === 'replaceCode') {
      // The new code was never shown; the new password is known, and makes another.
      expect(await readsTheLog(someone, await onNewDevice(someone, next))).toBe(true);
    } else {
      const again = await recoverAccount(doorsOf(someone.client), account, code, next);
      expect(await readsTheLog(someone, again)).toBe(true);
      expect(await readsTheLog(someone, await onNewDevice(someone, next))).toBe(true);
    }
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

  test('is stretched as new ones are after its next sign-in, and opens as before', async () => {
    const someone = await world.someone();
    const before = await keyringOf(someone);
    expect(isOutdatedKdf(before.kdf, later)).toBe(true);
    const raised = await raise(someone);
    expect(raised).toEqual(await keyringOf(someone));
    expect(raised?.kdf).toEqual({ ...kdfCost, seed: raised?.kdf.seed });
    expect(raised?.kdf.seed).not.toBe(before.kdf.seed);
    expect(await isRaised(someone)).toBe(true);
    expect(await readsTheLog(someone, await onNewDevice(someone, someone.password))).toBe(true);
    // And a second time there is nothing to do.
    expect(await raise(someone)).toBeNull();
  });

  test('stays signed in on its other devices', async () => {
    const someone = await world.someone();
    const other = world.stranger();
    await signIn(doorsOf(other), someone);
    await raise(someone);
    expect((await createKeyrings(other).load(someone.id))?.kdf.memoryKib).toBe(kdfCost.memoryKib);
  });

  test('is left as it is on a device that is too slow', async () => {
    const someone = await world.someone();
    const before = await keyringOf(someone);
    const slow = {
      ...doorsOf(someone.client),
      chooseCost: () => Promise.resolve({ ...kdfCost, ...kdfFloor }),
    };
    expect(await raise(someone, slow)).toBeNull();
    expect(await keyringOf(someone)).toEqual(before);
  });

  test.each(raiseSteps)('opens still when the raise ends after %s', async (step) => {
    const someone = await world.someone();
    await expect(raise(someone, doorsEndingAfter(someone, step))).rejects.toThrow('power');
    expect(await isRaised(someone)).toBe(step !== 'prepareRaise');
    // A device that is still signed in, and a new one.
    const account = { id: someone.id, email: someone.email };
    const here = await unlock(doorsOf(someone.client), account, someone.password);
    expect(await readsTheLog(someone, here)).toBe(true);
    expect(await readsTheLog(someone, await onNewDevice(someone, someone.password))).toBe(true);
    // And the password can still be changed.
    const doors = doorsOf(someone.client);
    await changePassword(doors, someone, await keyringOf(someone), someone.password, next);
    expect(await readsTheLog(someone, await onNewDevice(someone, next))).toBe(true);
    expect((await keyringOf(someone)).pending).toBeNull();
  });

  test('is raised by one of two devices that find it at the same moment, and opens on both', async () => {
    const someone = await world.someone();
    const doors = doorsOf(someone.client);
    const other = doorsOf();
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
