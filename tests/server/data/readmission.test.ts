import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCheckIns } from '../../../src/lib/data/check-ins.ts';
import { createDocuments } from '../../../src/lib/data/documents.ts';
import { startAnew } from '../../../src/lib/session/account/start-anew.ts';
import {
  admit,
  compare,
  lose,
  opened,
  passwordAfter,
  roomsOf,
  waitingAt,
  withKeys,
  wordsIn,
} from './coming-back.ts';
import { accountOf, doorsOf } from './doors.ts';
import { failureOf, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('somebody who comes back', () => {
  test('finds everything that was shared, and both go on in a new epoch', async () => {
    const lost = await lose(await world.couple());
    const { ada, noor, first, second, back, ofSecond, ofFirst } = lost;
    const spaceId = ofFirst.space.id;
    const before = createDocuments(second.client, ofSecond);
    // A page of the partner that stays open over all of this.
    let known = ofSecond.key;
    const open = createDocuments(second.client, ofSecond, {
      keys: {
        newest: () => known,
        look: async () => void (known = (await opened(noor)).key),
      },
    });
    await before.create({ id: crypto.randomUUID(), title: 'From before' });
    expect(await ada.spaces.find()).toMatchObject({
      opened: null,
      keyless: { id: spaceId, hasPartner: true, status: 'open' },
    });
    expect(await noor.spaces.current()).toMatchObject({ partnerKey: 'changed' });

    const { words, typed } = await compare(lost);
    const shown = await waitingAt(lost);
    if (shown.state !== 'words') throw new Error('no words');
    expect(shown.words.filter((word) => word === null)).toHaveLength(2);
    for (const [place, word] of shown.words.entries()) expect([null, words[place]]).toContain(word);
    expect(await admit(lost, [` ${typed[0].toUpperCase()}`, typed[1]])).toMatchObject({
      admitted: true,
    });
    expect(await noor.waiting.waiting(spaceId)).toBeNull();
    expect(wordsIn(await ada.asked.look(spaceId))).toEqual(words);
    // Until they hear from their partner that it worked, nothing is taken in.
    expect((await ada.spaces.find()).opened).toBeNull();
    ada.pinned(await ada.asked.receive(spaceId));

    const [mine, theirs] = [await opened(ada), await opened(noor)];
    for (const { space, partnerKey, key } of [mine, theirs]) {
      expect([space.epoch, space.name, partnerKey]).toEqual([1, 'Us two', 'pinned']);
      expect(key.earlier?.map(({ epoch }) => epoch)).toEqual([0]);
    }
    expect(mine.space).toMatchObject({ me: { name: 'Ada' }, partner: { name: 'Noor' } });
    const documents = createDocuments(first.client, mine);
    await documents.create({ id: crypto.randomUUID(), title: 'From after' });
    const titles = ['From after', 'From before'];
    for (const [client, space] of [
      [first.client, mine],
      [second.client, theirs],
    ] as const) {
      const read = (await createDocuments(client, space).list()).inUse.map(({ title }) => title);
      expect(read.toSorted()).toEqual(titles);
    }
    // A device that still has the old epoch alone reads what it can, and what it writes opens for both.
    expect((await open.list()).inUse.map(({ title }) => title).toSorted()).toEqual(titles);
    const old = (await before.list()).inUse;
    expect(old.map(({ title }) => title).toSorted()).toEqual(['From before', null]);
    await before.create({ id: crypto.randomUUID(), title: 'Written offline' });
    expect((await documents.list()).inUse.map(({ title }) => title)).toContain('Written offline');
    const checkIns = createCheckIns(first.client, mine, {
      userId: back.account.id,
      shared: back.unlocked.shared,
    });
    expect(await checkIns.list()).toEqual([]);
  });

  test('is not let in for words that differ; three tries a day, whatever the request, and both read that', async () => {
    const lost = await lose(await world.couple());
    const spaceId = lost.ofFirst.space.id;
    await compare(lost);
    expect(await admit(lost, ['acorn', 'acorn'])).toEqual({ admitted: false, triesLeft: 2 });
    expect(await admit(lost, ['', ''])).toEqual({ admitted: false, triesLeft: 1 });
    const { typed } = await compare(lost);
    // One time in 512 both are the same word, and turning them around changes nothing.
    const turned: [string, string] = typed[0] === typed[1] ? [typed[0], ''] : [typed[1], typed[0]];
    expect(await admit(lost, turned)).toEqual({ admitted: false, triesLeft: 0 });
    expect(await failureOf(admit(lost, typed))).toBe('readmission_tries_over');
    expect(await opened(lost.noor)).toMatchObject({ space: { epoch: 0 }, partnerKey: 'changed' });
    // The one who asks reads that, and when to ask again, whatever becomes of the request.
    const tomorrow = new Date(Date.now() + 23 * 3_600_000);
    const over = { state: 'tries_over', until: expect.toSatisfy((at: Date) => at > tomorrow) };
    expect(await lost.ada.asked.look(spaceId)).toEqual(over);
    await lost.noor.waiting.decline(await waitingAt(lost));
    expect(await lost.ada.asked.look(spaceId)).toEqual(over);
    const dayAfter = new Date(Date.now() + 25 * 3_600_000);
    expect(await lost.ada.asked.look(spaceId, dayAfter)).toEqual({ state: 'declined' });
  });

  test('on another device than the one that asked has to begin anew there; they can take it back, be declined, and ask anew', async () => {
    const lost = await lose(await world.couple());
    const spaceId = lost.ofFirst.space.id;
    await compare(lost);
    const phone = roomsOf(lost.back, lost.first.client);
    expect(await phone.asked.look(spaceId)).toEqual({ state: 'elsewhere' });
    const noorsPhone = roomsOf(withKeys(lost.second), lost.second.client);
    const there = await noorsPhone.waiting.waiting(spaceId);
    if (there === null) throw new Error('nobody asks');
    expect(there.state).toBe('elsewhere');
    const trying = noorsPhone.waiting.admit(there, ['acorn', 'amber'], await opened(noorsPhone));
    expect(await failureOf(trying)).toBe('readmission_elsewhere');
    await phone.asked.ask(spaceId);
    expect(await lost.ada.asked.look(spaceId)).toEqual({ state: 'elsewhere' });
    expect((await waitingAt(lost)).state).toBe('asked');

    const { ada, noor } = lost;
    await compare(lost);
    await ada.asked.cancel(spaceId);
    expect(await noor.waiting.waiting(spaceId)).toBeNull();
    expect(await ada.asked.look(spaceId)).toEqual({ state: 'none' });
    await ada.asked.ask(spaceId);
    await noor.waiting.decline(await waitingAt(lost));
    expect(await ada.asked.look(spaceId)).toEqual({ state: 'declined' });
    const { typed } = await compare(lost);
    expect(await admit(lost, typed)).toMatchObject({ admitted: true });
  });

  test('without a partner leaves for a space of their own', async () => {
    const alone = await world.someone();
    const { space } = await alone.spaces.create({
      id: crypto.randomUUID(),
      name: 'Mine',
      myName: 'Kim',
    });
    const back = roomsOf(
      await startAnew(doorsOf(alone.client), accountOf(alone), passwordAfter),
      alone.client,
    );
    expect(await back.spaces.find()).toMatchObject({
      keyless: { id: space.id, hasPartner: false },
    });
    expect(await failureOf(back.asked.ask(space.id))).toBe('not_found');
    await back.spaces.leave({ space });
    expect(await back.spaces.find()).toEqual({ opened: null, keyless: null });
    const next = { id: crypto.randomUUID(), name: 'Again', myName: 'Kim' };
    expect((await back.spaces.create(next)).space.name).toBe('Again');
  });
});
