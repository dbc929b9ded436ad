import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../../src/lib/data/client.ts';
import { createCheckIns } from '../../../src/lib/data/check-ins.ts';
import { createDocuments } from '../../../src/lib/data/documents.ts';
import type {
  AskedReadmission,
  WaitingReadmission,
} from '../../../src/lib/domain/space/readmission.ts';
import type { OpenedAccount } from '../../../src/lib/session/account/open-account.ts';
import { startAnew } from '../../../src/lib/session/account/start-anew.ts';
import { EpochMemory } from '../../../src/lib/session/epoch-memory.ts';
import { clientEndingAfter, doorsOf, roomsOf, type Rooms } from './coming-back.ts';
import { failureOf, openWorld, type Couple, type Someone, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

interface Lost extends Couple {
  /** The first one, with new keys. */
  readonly back: OpenedAccount;
  readonly ada: Rooms;
  readonly noor: Rooms;
}

function withKeys({ id, email, unlocked, pins }: Someone) {
  return { account: { id, email }, unlocked: { ...unlocked, pins } };
}

/** Two partners, of whom the first has begun with new keys. */
async function lose(): Promise<Lost> {
  const couple = await world.couple();
  const { first, second } = couple;
  const account = { id: first.id, email: first.email };
  const back = await startAnew(doorsOf(first.client), account, 'nine quiet lamps at sea');
  return {
    ...couple,
    back,
    ada: roomsOf(back, first.client),
    noor: roomsOf(withKeys(second), second.client),
  };
}

async function waitingAt({ noor, ofSecond }: Lost): Promise<WaitingReadmission> {
  const request = await noor.waiting.waiting(ofSecond.space.id);
  if (request === null) throw new Error('nobody asks');
  return request;
}

function wordsIn(asked: AskedReadmission): readonly string[] {
  if (!('words' in asked)) throw new Error(`no words: ${asked.state}`);
  return asked.words;
}

/** The words that the partner is asked for, read from the other screen. */
function readOut(request: WaitingReadmission, words: readonly string[]): [string, string] {
  if (request.state !== 'words') throw new Error(`no words: ${request.state}`);
  const [one = '', two = ''] = words.filter((_, place) => request.words[place] === null);
  return [one, two];
}

/** From asking to the words on both screens. */
async function compare(lost: Lost): Promise<{ words: readonly string[]; typed: [string, string] }> {
  const { ada, noor, ofFirst } = lost;
  const spaceId = ofFirst.space.id;
  await ada.asked.ask(spaceId);
  await noor.waiting.begin(await waitingAt(lost), spaceId);
  const words = wordsIn(await ada.asked.look(spaceId));
  return { words, typed: readOut(await waitingAt(lost), words) };
}

async function admit(lost: Lost, typed: readonly [string, string]) {
  const opened = await lost.noor.spaces.current();
  if (opened === null) throw new Error('no space');
  const result = await lost.noor.waiting.admit(await waitingAt(lost), typed, opened);
  if (result.admitted) lost.noor.pinned(result.pins);
  return result;
}

async function opened(rooms: Rooms) {
  const found = await rooms.spaces.current();
  if (found === null) throw new Error('no space');
  return found;
}

describe('somebody who comes back', () => {
  test('finds everything that was shared, and both go on in a new epoch', async () => {
    const lost = await lose();
    const { ada, noor, first, second, back, ofSecond, ofFirst } = lost;
    const spaceId = ofFirst.space.id;
    const before = createDocuments(second.client, ofSecond);
    // A page of the partner that stays open over all of this.
    let known = ofSecond.key;
    const open = createDocuments(second.client, ofSecond, {
      newest: () => known,
      look: async () => void (known = (await opened(noor)).key),
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
      const read = (await createDocuments(client, space).list()).map(({ title }) => title);
      expect(read.toSorted()).toEqual(titles);
    }
    // A device that still has the old epoch alone reads what it can, and what it writes opens for both.
    expect((await open.list()).map(({ title }) => title).toSorted()).toEqual(titles);
    const old = await before.list();
    expect(old.map(({ title }) => title).toSorted()).toEqual(['From before', null]);
    await before.create({ id: crypto.randomUUID(), title: 'Written offline' });
    expect((await documents.list()).map(({ title }) => title)).toContain('Written offline');
    const checkIns = createCheckIns(first.client, mine, {
      userId: back.account.id,
      shared: back.unlocked.shared,
    });
    expect(await checkIns.list()).toEqual([]);
  });

  test('is not let in for words that differ; three tries a day, whatever the request', async () => {
    const lost = await lose();
    const spaceId = lost.ofFirst.space.id;
    await compare(lost);
    expect(await admit(lost, ['acorn', 'acorn'])).toEqual({ admitted: false, triesLeft: 2 });
    expect(await admit(lost, ['', ''])).toEqual({ admitted: false, triesLeft: 1 });
    const { typed } = await compare(lost);
    expect(await admit(lost, [typed[1], typed[0]])).toEqual({ admitted: false, triesLeft: 0 });
    expect(await failureOf(admit(lost, typed))).toBe('readmission_tries_over');
    expect(await opened(lost.noor)).toMatchObject({ space: { epoch: 0 }, partnerKey: 'changed' });
    expect((await lost.ada.asked.look(spaceId)).state).toBe('words');
  });

  test('can take it back, be declined, and ask anew', async () => {
    const lost = await lose();
    const { ada, noor, ofFirst } = lost;
    const spaceId = ofFirst.space.id;
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

  test('on another device than the one that asked has to begin anew there', async () => {
    const lost = await lose();
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
  });

  test('without a partner leaves for a space of their own', async () => {
    const alone = await world.someone();
    const { space } = await alone.spaces.create({
      id: crypto.randomUUID(),
      name: 'Mine',
      myName: 'Kim',
    });
    const account = { id: alone.id, email: alone.email };
    const back = roomsOf(
      await startAnew(doorsOf(alone.client), account, 'nine quiet lamps at sea'),
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

describe('a server that stands between the two', () => {
  test('cannot show another key of the partner to the one who asks', async () => {
    const lost = await lose();
    const spaceId = lost.ofFirst.space.id;
    const evil = lost.ofSecond.space.me.id;
    world.rewrite({
      path: `profiles?select=public_key&user_id=eq.${evil}`,
      body: () => [{ public_key: lost.first.unlocked.identity.publicKey }],
    });
    await lost.ada.asked.ask(spaceId);
    world.rewrite(null);
    await lost.noor.waiting.begin(await waitingAt(lost), spaceId);
    await lost.ada.asked.look(spaceId);
    expect(await failureOf(waitingAt(lost))).toBe('readmission_forged');
  });

  test('cannot show another key of the one who asks to the partner', async () => {
    const lost = await lose();
    const spaceId = lost.ofFirst.space.id;
    const evil = lost.first.unlocked.identity.publicKey;
    await lost.ada.asked.ask(spaceId);
    world.rewrite({
      path: 'readmissions?',
      body: (rows: object[]) => rows.map((row) => ({ ...row, requester_public_key: evil })),
    });
    await lost.noor.waiting.begin(await waitingAt(lost), spaceId);
    world.rewrite(null);
    await lost.ada.asked.look(spaceId);
    // Shown rightly by now, it is another request than the one that was answered.
    expect((await waitingAt(lost)).state).toBe('elsewhere');
    world.rewrite({
      path: 'readmissions?',
      body: (rows: object[]) => rows.map((row) => ({ ...row, requester_public_key: evil })),
    });
    expect(await failureOf(waitingAt(lost))).toBe('readmission_forged');
    world.rewrite(null);
  });

  test.each([
    ['the partner’s number for one from another day', 'partner_nonce', 'ada'],
    ['the asking one’s number', 'requester_nonce', 'noor'],
  ] as const)('cannot exchange %s', async (_what, column, side) => {
    const lost = await lose();
    const spaceId = lost.ofFirst.space.id;
    await compare(lost);
    world.rewrite({
      path: 'readmissions?',
      body: (rows: object[]) => rows.map((row) => ({ ...row, [column]: 'A'.repeat(43) })),
    });
    const looking = side === 'ada' ? lost.ada.asked.look(spaceId) : waitingAt(lost);
    expect(await failureOf(looking)).toBe('readmission_forged');
    world.rewrite(null);
  });

  test('cannot deliver keys of its own, or hold one back', async () => {
    const lost = await lose();
    const spaceId = lost.ofFirst.space.id;
    const { typed } = await compare(lost);
    await admit(lost, typed);
    interface KeyRow {
      epoch: number;
      delivered: string;
    }
    for (const body of [
      (rows: KeyRow[]) => rows.slice(0, 1),
      (rows: KeyRow[]) => rows.slice(1),
      (rows: KeyRow[]) => rows.map((row) => ({ ...row, delivered: rows[0]?.delivered })),
      (rows: KeyRow[]) => rows.map(({ epoch, delivered }) => ({ epoch: 1 - epoch, delivered })),
    ]) {
      world.rewrite({ path: 'space_keys?', body });
      expect(await failureOf(lost.ada.asked.receive(spaceId))).toBe('readmission_forged');
    }
    world.rewrite(null);
    expect((await lost.ada.spaces.find()).opened).toBeNull();
    await lost.ada.asked.receive(spaceId);
    expect((await opened(lost.ada)).space.epoch).toBe(1);
  });

  test('cannot show an older epoch as the newest', async () => {
    const lost = await lose();
    const { typed } = await compare(lost);
    await admit(lost, typed);
    interface SpaceRow {
      epoch: number;
      space_keys: { epoch: number }[];
    }
    world.rewrite({
      path: 'spaces?',
      body: (rows: SpaceRow[]) => rows.map((row) => ({ ...row, epoch: 0 })),
    });
    expect(await failureOf(lost.noor.spaces.current())).toBe('space_rolled_back');

    // Nor with the newest key left out, on a device that has seen it.
    const kept = new Map<string, unknown>();
    const drafts = () => ({
      get: (key: string) => Promise.resolve(kept.get(key) ?? null),
      put: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
      list: () => Promise.resolve([]),
      remove: () => Promise.resolve(),
    });
    world.rewrite(null);
    await new EpochMemory(drafts).check((await opened(lost.noor)).space);
    world.rewrite({
      path: 'spaces?',
      body: (rows: SpaceRow[]) =>
        rows.map((row) => ({
          ...row,
          epoch: 0,
          space_keys: row.space_keys.filter(({ epoch }) => epoch === 0),
        })),
    });
    const older = (await opened(lost.noor)).space;
    expect(older.epoch).toBe(0);
    const afterReload = new EpochMemory(drafts);
    expect(await failureOf(afterReload.check(older))).toBe('space_rolled_back');
    world.rewrite(null);
  });

  test('cannot move a key to another person, epoch or place', async () => {
    const { ofFirst, first, second } = await world.couple();
    interface SpaceRow {
      space_keys: { epoch: number; wrapped: string }[];
    }
    const { data } = await second.client.from('space_keys').select('wrapped').single();
    const keyring = await first.keyrings.load(first.id);
    for (const wrapped of [data?.wrapped, keyring?.privateKey, keyring?.pins]) {
      world.rewrite({
        path: 'spaces?',
        body: (rows: SpaceRow[]) =>
          rows.map((row) => ({
            ...row,
            space_keys: row.space_keys.map((key) => ({ ...key, wrapped })),
          })),
      });
      expect((await first.spaces.find()).opened).toBeNull();
    }
    world.rewrite({
      path: 'spaces?',
      body: (rows: SpaceRow[]) =>
        rows.map((row) => ({
          ...row,
          epoch: 1,
          space_keys: row.space_keys.map((key) => ({ ...key, epoch: 1 })),
        })),
    });
    expect((await first.spaces.find()).opened).toBeNull();
    world.rewrite(null);
    expect((await first.spaces.current())?.space.id).toBe(ofFirst.space.id);
  });
});

describe('a readmission that ends after any step can be taken up again, and the space stays open', () => {
  /** Where the page of one of them ends, and what the same page does when it is opened again. */
  const steps: readonly [string, 'first' | 'second'][] = [
    ['ask_readmission', 'first'],
    ['answer_readmission', 'second'],
    ['open_readmission', 'first'],
    ['try_readmission', 'second'],
    ['readmit_partner', 'second'],
  ];

  /** Goes on from wherever it is, as the two pages do; one try of words for each call. */
  async function goOn(lost: Lost): Promise<void> {
    const { ada, noor, ofFirst } = lost;
    const spaceId = ofFirst.space.id;
    const asked = await ada.asked.look(spaceId);
    if (asked.state === 'none') await ada.asked.ask(spaceId);
    if (asked.state === 'admitted') return;
    const request = await noor.waiting.waiting(spaceId);
    if (request?.state === 'asked') await noor.waiting.begin(request, spaceId);
    const words = wordsIn(await ada.asked.look(spaceId));
    await admit(lost, readOut(await waitingAt(lost), words));
  }

  test.each(steps)('after %s', async (step, side) => {
    const lost = await lose();
    const spaceId = lost.ofFirst.space.id;
    const client = (of: Client, mine: boolean) => (mine ? clientEndingAfter(of, step) : of);
    const dying: Lost = {
      ...lost,
      ada: roomsOf(lost.back, client(lost.first.client, side === 'first'), lost.ada.device),
      noor: roomsOf(
        withKeys(lost.second),
        client(lost.second.client, side === 'second'),
        lost.noor.device,
      ),
    };
    await expect(goOn(dying)).rejects.toThrow('the power went out');
    expect((await opened(lost.noor)).space.name).toBe('Us two');
    const keyring = await lost.noor.waiting.waiting(spaceId);
    expect(keyring === null).toBe(step === 'readmit_partner');

    await goOn(lost);
    lost.ada.pinned(await lost.ada.asked.receive(spaceId));
    expect(await opened(lost.ada)).toMatchObject({ space: { epoch: 1, name: 'Us two' } });
    expect(await opened(lost.noor)).toMatchObject({ space: { epoch: 1, name: 'Us two' } });
  });

  test('after some of the keys were taken in', async () => {
    const lost = await lose();
    const spaceId = lost.ofFirst.space.id;
    const { typed } = await compare(lost);
    await admit(lost, typed);
    let updates = 0;
    const dying = new Proxy(lost.first.client, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name, target);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => {
          // Reading them is the first question about space keys, each taking in one more.
          if (name === 'from' && args[0] === 'space_keys' && (updates += 1) > 2) {
            throw new Error('the power went out');
          }
          return (method as (...all: unknown[]) => unknown).apply(target, args);
        };
      },
    });
    const page = roomsOf(lost.back, dying, lost.ada.device);
    await expect(page.asked.receive(spaceId)).rejects.toThrow('the power went out');
    expect(await lost.ada.spaces.find()).toMatchObject({ opened: null, keyless: { id: spaceId } });
    expect((await lost.ada.asked.look(spaceId)).state).toBe('admitted');
    await lost.ada.asked.receive(spaceId);
    expect((await opened(lost.ada)).space.epoch).toBe(1);
  });
});
