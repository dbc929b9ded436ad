import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  createPrivateEntries,
  type PrivateEntries,
} from '../../../src/lib/data/private-entries.ts';
import { blankEntry, type EntryBody } from '../../../src/lib/domain/log/entry.ts';
import { failureOf, openWorld, type Someone, type World } from './world.ts';

let world: World;
let author: Someone;
let log: PrivateEntries;
beforeAll(async () => {
  world = await openWorld();
  author = await world.someone();
  log = logOf(author);
});
afterEach(() => {
  world.rewrite(null);
});
afterAll(() => world.close());

function logOf({ client, id, unlocked }: Someone): PrivateEntries {
  return createPrivateEntries(client, { userId: id, privateLog: unlocked.privateLog });
}
function saying(said: string): EntryBody {
  return { ...blankEntry('2026-11-22'), said };
}

describe('the private log', () => {
  test('keeps an entry as it was written', async () => {
    const id = randomUUID();
    const body: EntryBody = {
      ...saying('<script>alert(1)</script> 👩‍❤️‍👨 עברית é'),
      feelings: [{ name: 'afraid', strength: 7 }],
      heldBack: 'a great deal '.repeat(7000),
    };
    const saved = await log.save(id, body, { token: null });
    expect(await log.get(id)).toEqual(saved);
    expect(saved.body).toEqual(body);
    expect(await log.list()).toContainEqual(saved);
  });

  test('is closed to the partner and to everybody else', async () => {
    const id = randomUUID();
    const { first, second } = await world.couple();
    await logOf(first).save(id, saying('only mine'), { token: null });
    for (const other of [second, author]) {
      expect(await logOf(other).get(id)).toBeNull();
      expect(await failureOf(logOf(other).remove(id))).toBe('not_found');
      const seen = await other.client.from('private_entries').select('id').eq('id', id);
      expect(seen.data).toEqual([]);
    }
    expect(await logOf(first).get(id)).toMatchObject({ body: { said: 'only mine' } });
  });

  test('lists every entry of many years', async () => {
    const writer = await world.someone();
    const many = logOf(writer);
    const { id } = await many.save(randomUUID(), saying('the first'), { token: null });
    const { data } = await writer.client.from('private_entries').select('body_sealed').single();
    // Copies of one envelope: they do not open, and must be listed all the same.
    const copies = Array.from({ length: 1100 }, () => ({
      id: randomUUID(),
      author_id: writer.id,
      body_sealed: data?.body_sealed ?? '',
    }));
    expect((await writer.client.from('private_entries').insert(copies)).error).toBeNull();
    const entries = await many.list();
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(1101);
    expect(entries.filter((entry) => !('unreadable' in entry)).map((entry) => entry.id)).toEqual([
      id,
    ]);
  });

  test('does not overwrite what another tab saved', async () => {
    const id = randomUUID();
    const { token } = await log.save(id, saying('one'), { token: null });
    const newer = await log.save(id, saying('two'), { token });
    expect(await failureOf(log.save(id, saying('three'), { token }))).toBe('changed_elsewhere');
    expect(await failureOf(log.save(id, saying('one'), { token: null }))).toBe('changed_elsewhere');
    expect(await log.get(id)).toEqual(newer);
  });

  test('brings a deleted entry back', async () => {
    const id = randomUUID();
    const saved = await log.save(id, saying('gone and back'), { token: null });
    await log.remove(id);
    expect((await log.list()).map((entry) => entry.id)).not.toContain(id);
    expect(await log.get(id)).toBeNull();
    await log.clearDeleted();
    await log.restore(id);
    expect(await log.get(id)).toMatchObject({ body: saved.body, token: saved.token });
  });

  test('lets go for good of what was deleted long ago', async () => {
    const id = randomUUID();
    await log.save(id, saying('let go'), { token: null });
    await log.remove(id);
    const tomorrow = new Date(Date.now() + 25 * 3_600_000);
    await log.clearDeleted(tomorrow);
    expect(await failureOf(log.restore(id))).toBe('not_found');
  });

  test('shows an entry that was moved or set back in time as unreadable, and the others as they are', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const { token } = await log.save(one, saying('old words'), { token: null });
    await log.save(two, saying('fine'), { token: null });
    const { data } = await author.client
      .from('private_entries')
      .select('body_sealed')
      .eq('id', one);
    await log.save(one, saying('new words'), { token });
    interface Row {
      id: string;
      body_sealed: string;
    }
    world.rewrite({
      path: '/private_entries',
      body: (rows: Row[]) =>
        rows.map((row) =>
          row.id === one ? { ...row, body_sealed: data?.[0]?.body_sealed ?? '' } : row,
        ),
    });
    const entries = await log.list();
    expect(entries.find(({ id }) => id === one)).toMatchObject({ unreadable: true });
    expect(entries.find(({ id }) => id === two)).toMatchObject({ body: { said: 'fine' } });
    world.rewrite({
      path: '/private_entries',
      body: (rows: Row[]) => rows.map((row) => (row.id === two ? { ...row, id: one } : row)),
    });
    expect((await log.list()).filter((entry) => 'unreadable' in entry)).toHaveLength(1);
  });
});
