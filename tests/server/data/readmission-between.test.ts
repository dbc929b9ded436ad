import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { EpochMemory } from '../../../src/lib/session/epoch-memory.ts';
import { admit, compare, lose, opened, waitingAt, type Lost } from './coming-back.ts';
import { failureOf, openWorld, type Couple, type World } from './world.ts';

/** One couple for all of it: each attack fails and leaves them where the next one finds them. */
let world: World;
let couple: Couple;
beforeAll(async () => {
  world = await openWorld();
  couple = await world.couple();
});
afterEach(() => {
  world.rewrite(null);
});
afterAll(() => world.close());

describe('a server that stands between the two', () => {
  test('cannot move a key to another person, epoch or place', async () => {
    const { ofFirst, first, second } = couple;
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

  describe('while one of them comes back', () => {
    let lost: Lost;
    beforeAll(async () => {
      lost = await lose(couple);
    });

    test('cannot show another key of the partner to the one who asks', async () => {
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
      await new EpochMemory(drafts).checked(() => lost.noor.spaces.find());
      world.rewrite({
        path: 'spaces?',
        body: (rows: SpaceRow[]) =>
          rows.map((row) => ({
            ...row,
            epoch: 0,
            space_keys: row.space_keys.filter(({ epoch }) => epoch === 0),
          })),
      });
      expect((await opened(lost.noor)).space.epoch).toBe(0);
      const afterReload = new EpochMemory(drafts).checked(() => lost.noor.spaces.find());
      expect(await failureOf(afterReload)).toBe('space_rolled_back');
      world.rewrite(null);
    });
  });
});
