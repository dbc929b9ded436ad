import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDocuments } from '../../../src/lib/data/documents.ts';
import { createAccounts } from '../../../src/lib/data/accounts.ts';
import { deleteMyAccount } from '../../../src/lib/data/delete-account.ts';
import { unlock } from '../../../src/lib/session/account/open-account.ts';
import { failureOf, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('after one has left, both read the space with both names, and either begins another', async () => {
  const { first, second, ofFirst } = await world.couple();
  const { id } = await createDocuments(first.client, ofFirst).create({
    id: randomUUID(),
    title: 'March',
  });
  await first.spaces.leave(ofFirst);
  await first.spaces.leave(ofFirst);
  for (const person of [first, second]) {
    const left = await person.spaces.current();
    expect(left?.space).toMatchObject({ name: 'Us two', status: 'closed', endedBy: 1 });
    expect([left?.space.me.name, left?.space.partner?.name].sort()).toEqual(['Ada', 'Noor']);
    if (!left) throw new Error('no space');
    expect((await createDocuments(person.client, left).get(id))?.title).toBe('March');
    expect(await failureOf(createDocuments(person.client, left).rename(id, 'April'))).toBe(
      'space_closed',
    );
    expect(await failureOf(person.spaces.rename(left, 'Mine'))).toBe('space_closed');
  }

  const next = await second.spaces.create({ id: randomUUID(), name: 'Alone', myName: 'Noor' });
  expect((await second.spaces.current())?.space.id).toBe(next.space.id);
  // The old one can still be read, to be taken along.
  const readable = await second.spaces.readable();
  expect(readable.map((held) => held?.space.name).sort()).toEqual(['Alone', 'Us two']);
});

test('a pause is ended by whoever set it', async () => {
  const { first, second, ofFirst, ofSecond } = await world.couple();
  const until = new Date(Date.now() + 3 * 86_400_000);
  await first.spaces.pause(ofFirst, until);
  expect((await second.spaces.current())?.space).toMatchObject({
    status: 'paused',
    pausedUntil: until,
    pausedBy: 1,
  });
  expect(await failureOf(second.spaces.resume(ofSecond))).toBe('pause_of_partner');
  expect(await failureOf(second.spaces.pause(ofSecond, until))).toBe('pause_of_partner');
  expect(await failureOf(first.spaces.pause(ofFirst, new Date(0)))).toBe('date_invalid');
  await first.spaces.resume(ofFirst);
  expect((await second.spaces.current())?.space).toMatchObject({
    status: 'open',
    pausedUntil: null,
  });
});

test('an account that is deleted is gone or whole: the partner reads on, and other devices are told', async () => {
  const { first, second } = await world.couple();
  // A server that is not reached changes nothing.
  world.cutOff(true);
  expect(await failureOf(deleteMyAccount(first.client))).toBe('server_unreachable');
  world.cutOff(false);
  expect(await first.spaces.current()).not.toBeNull();

  // It is done, and the answer gets lost: asked again, it is done.
  world.rewrite({
    path: 'delete_my_account',
    body: () => {
      throw new Error('lost');
    },
  });
  await expect(deleteMyAccount(first.client)).rejects.toThrow();
  world.rewrite(null);
  await deleteMyAccount(first.client);

  const left = await second.spaces.current();
  expect(left?.space).toMatchObject({ status: 'closed', endedBy: 1, partner: null });
  // A device of the deleted account that is still open asks for the password, and is told that the visit is over.
  const accounts = createAccounts(first.client);
  const account = { id: first.id, email: first.email };
  const doors = { client: first.client, accounts, keyrings: first.keyrings };
  expect(await failureOf(unlock(doors, account, first.password))).toBe('signed_out');
});
