import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blankEntry, type EntryBody } from '../../../src/lib/domain/log/entry.ts';
import { createPrivateEntries } from '../../../src/lib/data/private-entries.ts';
import { createSpaces } from '../../../src/lib/data/spaces.ts';
import { openEarlier } from '../../../src/lib/session/account/open-earlier.ts';
import { recoverAccount } from '../../../src/lib/session/account/change-password.ts';
import { signIn, type OpenedAccount } from '../../../src/lib/session/account/open-account.ts';
import { startAnew } from '../../../src/lib/session/account/start-anew.ts';
import { doorsOf } from './doors.ts';
import { failureOf, openWorld, type Someone, type World } from './world.ts';

const next = 'orchard paper seven quietly';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

function bodyOf(heldBack: string): EntryBody {
  return { ...blankEntry('2026-11-22'), heldBack };
}

function logOf(
  { account, unlocked }: Pick<OpenedAccount, 'account' | 'unlocked'>,
  client: Someone['client'],
) {
  return createPrivateEntries(client, { userId: account.id, privateLog: unlocked.privateLog });
}

async function keep(
  opened: Pick<OpenedAccount, 'account' | 'unlocked'>,
  client: Someone['client'],
  words: string,
) {
  await logOf(opened, client).save(crypto.randomUUID(), bodyOf(words), { token: null });
}

/** What was held back in each entry, null where one does not open. */
async function read(
  opened: Pick<OpenedAccount, 'account' | 'unlocked'>,
  client: Someone['client'],
) {
  const entries = await logOf(opened, client).list();
  return entries
    .map((entry) => ('unreadable' in entry ? null : entry.body.heldBack))
    .toSorted(nullFirst);
}

function nullFirst(a: string | null, b: string | null): number {
  return (a ?? '').localeCompare(b ?? '');
}

/** Signs in on a device that was never used before. */
function onNewDevice({ email }: Someone, password: string): Promise<OpenedAccount> {
  return signIn(doorsOf(world.stranger()), { email, password });
}

function asOpened({ id, email, unlocked }: Someone) {
  return { account: { id, email }, unlocked };
}

describe('somebody who begins with new keys', () => {
  test('has a new password and code, an empty log that works, and the old entries kept and closed', async () => {
    const someone = await world.someone();
    const { account } = asOpened(someone);
    await keep(asOpened(someone), someone.client, 'before');
    const back = await startAnew(doorsOf(someone.client), account, next);
    expect(back.recoveryCode).not.toBeNull();
    expect(back.unlocked.identity.publicKey).not.toBe(someone.unlocked.identity.publicKey);
    await keep(back, someone.client, 'after');
    expect(await read(back, someone.client)).toEqual([null, 'after']);

    expect(await failureOf(onNewDevice(someone, someone.password))).toBe(
      'wrong_password_or_address',
    );
    const there = await onNewDevice(someone, next);
    expect(await read(there, someone.client)).toEqual([null, 'after']);
    expect(there.keyring).toMatchObject({ codeKept: false, formerCount: 1 });
    const recovered = await recoverAccount(
      doorsOf(someone.client),
      account,
      back.recoveryCode ?? '',
      'fifth window of the lighthouse',
    );
    expect(await read(recovered, someone.client)).toEqual([null, 'after']);
  });

  test('reads the old log again with the old password, as one log, on every device', async () => {
    const someone = await world.someone();
    const { account } = asOpened(someone);
    await keep(asOpened(someone), someone.client, 'before');
    const back = await startAnew(doorsOf(someone.client), account, next);
    await keep(back, someone.client, 'after');
    const doors = doorsOf(someone.client);
    const open = (present: string, old: string) => openEarlier(doors, account.id, { present, old });

    expect(await failureOf(open('not the present one', someone.password))).toBe(
      'wrong_password_or_address',
    );
    const wrong = await open(next, 'not the old one').catch((thrown: unknown) => thrown);
    expect(wrong).toMatchObject({ code: 'wrong_password', field: 'old' });
    expect(await failureOf(open(next, back.recoveryCode ?? ''))).toBe('recovery_code_wrong');

    const { unlocked } = await open(next, someone.password);
    const both = { account, unlocked };
    expect(await read(both, someone.client)).toEqual(['after', 'before']);
    expect(await read(await onNewDevice(someone, next), someone.client)).toEqual([
      'after',
      'before',
    ]);

    // An entry of before that is changed now is one of now.
    const entries = await logOf(both, someone.client).list();
    for (const entry of entries) {
      if ('unreadable' in entry || entry.body.heldBack !== 'before') continue;
      await logOf(both, someone.client).save(entry.id, bodyOf('re-told'), { token: entry.token });
    }
    expect(await read(await onNewDevice(someone, next), someone.client)).toEqual([
      'after',
      're-told',
    ]);
    expect(await read(back, someone.client)).toEqual(['after', 're-told']);
  });

  test('twice gets everything back with the password in between', async () => {
    const someone = await world.someone();
    const { account } = asOpened(someone);
    const doors = doorsOf(someone.client);
    await keep(asOpened(someone), someone.client, 'first');
    const second = await startAnew(doors, account, next);
    await keep(second, someone.client, 'second');
    await openEarlier(doors, account.id, { present: next, old: someone.password });
    const last = 'fifth window of the lighthouse';
    await keep(await startAnew(doors, account, last), someone.client, 'third');
    expect(await read(await onNewDevice(someone, last), someone.client)).toEqual([
      null,
      null,
      'third',
    ]);
    const { unlocked } = await openEarlier(doors, account.id, {
      present: last,
      old: second.recoveryCode ?? '',
    });
    expect(await read({ account, unlocked }, someone.client)).toEqual(['first', 'second', 'third']);
  });

  test('finds an own space again with the old password, and the partner’s key with it', async () => {
    const { first, second, ofFirst } = await world.couple();
    const { account } = asOpened(first);
    const doors = doorsOf(first.client);
    await startAnew(doors, account, next);
    const { unlocked } = await openEarlier(doors, first.id, { present: next, old: first.password });
    const { shared, pins } = unlocked;
    const spaces = createSpaces(first.client, { userId: first.id, shared, pins: () => pins });
    expect(await spaces.current()).toMatchObject({
      space: { id: ofFirst.space.id, name: 'Us two' },
      partnerKey: 'pinned',
    });
    // Their partner has not met the new key, and is told so until the two have compared words.
    expect(await second.spaces.current()).toMatchObject({ partnerKey: 'changed' });
  });

  test('keeps nobody waiting who was invited: the old link is over, and so is a request with the old key', async () => {
    const [inviter, joiner] = [await world.someone(), await world.someone()];
    const opened = await inviter.spaces.create({
      id: crypto.randomUUID(),
      name: 'Us',
      myName: 'Ada',
    });
    const { fragment } = await inviter.invites.offer(opened);
    await joiner.invites.request(fragment, 'Noor');
    await startAnew(doorsOf(joiner.client), asOpened(joiner).account, next);
    expect(await inviter.invites.mine(opened.space.id)).toMatchObject({ joiner: null });
    expect(await joiner.invites.pending()).toBeNull();
    await startAnew(doorsOf(inviter.client), asOpened(inviter).account, next);
    expect(await failureOf(joiner.invites.look(fragment))).toBe('invite_revoked');
  });
});
