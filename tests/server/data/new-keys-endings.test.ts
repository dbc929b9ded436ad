import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UnlockedAccount } from '../../../src/lib/crypto/keys/index.ts';
import { createSpaces } from '../../../src/lib/data/spaces.ts';
import { signIn, unlock } from '../../../src/lib/session/account/open-account.ts';
import { openEarlier } from '../../../src/lib/session/account/open-earlier.ts';
import { startAnew } from '../../../src/lib/session/account/start-anew.ts';
import { accountOf, doorsOf, keyringOf, readsTheLog } from './doors.ts';
import { powerCut } from './endings.ts';
import { doorsEndingAfter, newPassword, Survivor, type Step } from './survivor.ts';
import { failureOf, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('a beginning with new keys that ends after any step leaves an account that opens', () => {
  const account = new Survivor(() => world);
  beforeAll(async () => {
    await account.begin();
    const { spaces } = account.someone;
    await spaces.create({ id: crypto.randomUUID(), name: 'Mine', myName: 'Ada' });
  });

  /** The first log of all, and the space, through everything that has happened since. */
  const readsEverything = async ({ unlocked }: { readonly unlocked: UnlockedAccount }) => {
    const { someone } = account;
    const { shared, pins } = unlocked;
    const spaces = createSpaces(someone.client, { userId: someone.id, shared, pins: () => pins });
    expect(await readsTheLog(someone, { unlocked })).toBe(true);
    expect((await spaces.current())?.space.name).toBe('Mine');
  };

  test.each<[string, Step]>([
    ['what was before was settled', ['settlePassword']],
    ['the other devices were signed out', ['signOutElsewhere']],
    ['the new keys were prepared', ['prepareNewKeys']],
  ])('with the old password, after %s', async (_what, step) => {
    const { someone, password } = account;
    const next = newPassword();
    const dying = doorsEndingAfter(someone, step);
    await expect(startAnew(dying, accountOf(someone), next)).rejects.toThrow(powerCut);
    await account.opensWith(password, next);
  });

  test.each<[string, Step, 'here' | 'on a new device']>([
    ['Auth has the new password', ['changePassword'], 'here'],
    ['Auth has the new password, on a new device first', ['changePassword'], 'on a new device'],
    ['the new keys have become the ones', ['settlePassword', 2], 'here'],
  ])(
    'with the new password, after %s; the old one opens what it opened',
    async (_what, step, where) => {
      const { someone, password: old, doors } = account;
      const [next, { formerCount }] = [newPassword(), await keyringOf(someone)];
      const dying = doorsEndingAfter(someone, step);
      await expect(startAnew(dying, accountOf(someone), next)).rejects.toThrow(powerCut);
      const typed = { email: someone.email, password: next };
      const opened =
        where === 'here'
          ? await unlock(doors, accountOf(someone), next)
          : await signIn(doorsOf(world.stranger()), typed);
      expect(opened.keyring).toMatchObject({ formerCount: formerCount + 1, pending: null });
      expect(await failureOf(signIn(doorsOf(world.stranger()), { ...typed, password: old }))).toBe(
        'wrong_password_or_address',
      );
      account.password = next;
      await readsEverything(await openEarlier(doors, someone.id, { present: next, old }));
    },
  );

  test.each<[string, Step]>([
    ['its pins were taken over', ['savePins']],
    ['a key of the space was put back', ['restore_space_key']],
    ['a log was taken over', ['update former_keyrings']],
  ])('and so does opening what the old keys open, after %s', async (_what, step) => {
    const { someone, password: old, doors } = account;
    const next = newPassword();
    await startAnew(doors, accountOf(someone), next);
    account.password = next;
    const secrets = { present: next, old };
    const dying = doorsEndingAfter(someone, step);
    await expect(openEarlier(dying, someone.id, secrets)).rejects.toThrow(powerCut);
    await unlock(doors, accountOf(someone), next);
    await readsEverything(await openEarlier(doors, someone.id, secrets));
  });
});
