import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inviteFragment, parseInviteFragment } from '../../../src/lib/crypto/invites/index.ts';
import { failureOf, openWorld, waitingOf, type Someone, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function host(): Promise<{
  inviter: Someone;
  opened: Awaited<ReturnType<Someone['spaces']['create']>>;
}> {
  const inviter = await world.someone();
  const opened = await inviter.spaces.create({ id: randomUUID(), name: 'Us', myName: 'Ada' });
  return { inviter, opened };
}

describe('pairing', () => {
  test('both see the same four words, and then the same space with each other in it', async () => {
    const { inviter, opened } = await host();
    const joiner = await world.someone();
    const { fragment } = await inviter.invites.offer(opened);

    expect(await joiner.invites.look(fragment)).toMatchObject({ state: 'offered' });
    const asked = await joiner.invites.request(fragment, 'Noor');
    expect(await joiner.invites.receive(fragment)).toEqual({ state: 'waiting' });
    const waiting = await waitingOf(inviter, opened);
    expect(waiting.joiner).toMatchObject({ id: joiner.id, name: 'Noor', words: asked.words });

    inviter.pins = await inviter.invites.admit(waiting, opened);
    const received = await joiner.invites.receive(fragment);
    if (received.state === 'arrived') joiner.pins = received.pins;
    const [mine, theirs] = [await inviter.spaces.current(), await joiner.spaces.current()];
    expect(mine).toMatchObject({
      partnerKey: 'pinned',
      space: { name: 'Us', me: { name: 'Ada', slot: 1 }, partner: { name: 'Noor', slot: 2 } },
    });
    expect(theirs).toMatchObject({
      partnerKey: 'pinned',
      space: { name: 'Us', me: { name: 'Noor', slot: 2 }, partner: { name: 'Ada', slot: 1 } },
    });
    expect(theirs?.key.secret).toEqual(mine?.key.secret);
  });

  test('two clicks at the same moment make one space', async () => {
    const maker = await world.someone();
    const space = { id: randomUUID(), name: 'Us', myName: 'Ada' };
    const made = await Promise.all([maker.spaces.create(space), maker.spaces.create(space)]);
    expect(made[0].key.secret).toEqual(made[1].key.secret);
    expect(made.map(({ space: { id } }) => id)).toEqual([space.id, space.id]);
  });

  test('sending every step twice changes nothing', async () => {
    const { inviter, opened } = await host();
    const joiner = await world.someone();
    const again = await inviter.spaces.create({ id: opened.space.id, name: 'Us', myName: 'Ada' });
    expect(again.key.secret).toEqual(opened.key.secret);
    const { fragment, id } = await inviter.invites.offer(opened);
    expect((await inviter.invites.offer(opened)).id).toBe(id);
    await joiner.invites.request(fragment, 'Noor');
    await joiner.invites.request(fragment, 'Noor');
    const waiting = await waitingOf(inviter, opened);
    await inviter.invites.admit(waiting, opened);
    await inviter.invites.admit(waiting, opened);
    expect(await joiner.invites.receive(fragment)).toMatchObject({ state: 'arrived' });
    expect(await joiner.invites.receive(fragment)).toMatchObject({ state: 'arrived' });
    expect((await joiner.spaces.current())?.space.id).toBe(opened.space.id);
  });

  test('a joiner who closed the page goes on without the link', async () => {
    const { inviter, opened } = await host();
    const joiner = await world.someone();
    const { fragment } = await inviter.invites.offer(opened);
    expect(await joiner.invites.pending()).toBeNull();
    const { words } = await joiner.invites.request(fragment, 'Noor');
    const pending = await joiner.invites.pending();
    expect(pending).toEqual({ fragment, words });
    await inviter.invites.admit(await waitingOf(inviter, opened), opened);
    expect(await joiner.invites.receive(fragment)).toMatchObject({ state: 'arrived' });
    expect(await joiner.invites.pending()).toBeNull();
  });

  test('a used, revoked, own, mangled or unknown link each says what it is', async () => {
    const { inviter, opened } = await host();
    const [joiner, third] = [await world.someone(), await world.someone()];
    const first = await inviter.invites.offer(opened);
    expect(await failureOf(inviter.invites.look(first.fragment))).toBe('invite_own');
    expect(await failureOf(third.invites.look(first.fragment.slice(0, -1)))).toBe('invite_mangled');
    const unknown = { ...(await parseInviteFragment(first.fragment)), id: randomUUID() };
    expect(await failureOf(third.invites.look(await inviteFragment(unknown)))).toBe(
      'invite_mangled',
    );

    await joiner.invites.request(first.fragment, 'Noor');
    expect(await failureOf(third.invites.request(first.fragment, 'Eve'))).toBe('invite_used');
    await inviter.invites.revoke(first.id);
    expect(await failureOf(joiner.invites.receive(first.fragment))).toBe('invite_revoked');

    const second = await inviter.invites.offer(opened);
    expect(second.id).not.toBe(first.id);
    await joiner.invites.request(second.fragment, 'Noor');
    await inviter.invites.admit(await waitingOf(inviter, opened), opened);
    expect(await failureOf(third.invites.look(second.fragment))).toBe('invite_used');
    expect(await failureOf(inviter.invites.revoke(second.id))).toBe('invite_used');
    expect(await failureOf(inviter.invites.offer(opened))).toBe('space_full');
  });

  test('somebody who is in a space already is told so', async () => {
    const { inviter, opened } = await host();
    const { inviter: other } = await host();
    const { fragment } = await inviter.invites.offer(opened);
    expect(await failureOf(other.invites.request(fragment, 'Mo'))).toBe('already_in_a_space');
    const another = { id: randomUUID(), name: 'More', myName: 'Ada' };
    expect(await failureOf(inviter.spaces.create(another))).toBe('already_in_a_space');
  });

  test('a link with the right id and another secret opens nothing', async () => {
    const { inviter, opened } = await host();
    const thief = await world.someone();
    const { fragment } = await inviter.invites.offer(opened);
    const { id, secret } = await parseInviteFragment(fragment);
    const guessed = secret.slice() as typeof secret;
    guessed[0] = (guessed[0] ?? 0) ^ 1;
    const forged = await inviteFragment({ id, secret: guessed });
    expect(await failureOf(thief.invites.request(forged, 'Eve'))).toBe('invite_forged');
    expect((await waitingOf(inviter, opened)).joiner).toBeNull();
  });
});
