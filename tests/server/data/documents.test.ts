import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createDocuments, type Documents } from '../../../src/lib/data/documents.ts';
import { failureOf, openWorld, type Couple, type World } from './world.ts';

let world: World;
let couple: Couple;
let first: Documents;
let second: Documents;
beforeAll(async () => {
  world = await openWorld();
  couple = await world.couple();
  first = createDocuments(couple.first.client, couple.ofFirst);
  second = createDocuments(couple.second.client, couple.ofSecond);
});
afterEach(() => {
  world.rewrite(null);
});
afterAll(() => world.close());

describe('a document', () => {
  test('has a title that both read and the server cannot', async () => {
    const id = randomUUID();
    await first.create({ id, title: 'What we fear' });
    expect(await second.get(id)).toMatchObject({ title: 'What we fear', kind: 'needs_and_fears' });
    const { data } = await couple.second.client.from('documents').select('*').eq('id', id);
    expect(JSON.stringify(data)).not.toContain('What we fear');
  });

  test('is begun once, however often it is sent', async () => {
    const id = randomUUID();
    const [one, two] = await Promise.all([
      first.create({ id, title: 'Once' }),
      first.create({ id, title: 'Once' }),
    ]);
    expect(one).toEqual(two);
    expect((await first.list()).inUse.filter((document) => document.id === id)).toHaveLength(1);
  });

  test('is renamed by either, put away and brought back', async () => {
    const id = randomUUID();
    await first.create({ id, title: 'Before' });
    await second.rename(id, 'After');
    await first.archive(id);
    expect((await first.list()).inUse.map((document) => document.id)).not.toContain(id);
    expect((await second.list()).archived.map(({ title }) => title)).toContain('After');
    expect((await second.restore(id)).archivedAt).toBeNull();
    expect((await first.list()).inUse.map(({ title }) => title)).toContain('After');
  });

  test('is deleted for both, and brought back by either', async () => {
    const id = randomUUID();
    await first.create({ id, title: 'Too early' });
    await first.remove(id);
    expect((await second.list()).inUse.map((document) => document.id)).not.toContain(id);
    const { deleted } = await second.list();
    expect(deleted.find((document) => document.id === id)?.deletedAt).toBeInstanceOf(Date);
    expect(await failureOf(second.rename(id, 'Still here'))).toBe('document_deleted');
    await second.forgetDeleted();
    expect((await second.bringBack(id)).deletedAt).toBeNull();
    expect((await first.list()).inUse.map(({ title }) => title)).toContain('Too early');
    expect(await failureOf(first.bringBack(randomUUID()))).toBe('not_found');
  });

  test('with the title of another one shows none', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    for (const id of [one, two]) await first.create({ id, title: `Title of ${id}` });
    const exchanged: Record<string, string> = { [one]: two, [two]: one };
    world.rewrite({
      path: '/documents',
      body: (rows: { id: string }[]) =>
        rows.map((row) => ({ ...row, id: exchanged[row.id] ?? row.id })),
    });
    const untitled = (await first.list()).inUse.filter(({ title }) => title === null);
    expect(untitled.map(({ id }) => id).sort()).toEqual([one, two].sort());
  });

  test('of the space exists from the start and is not listed', async () => {
    const { id } = await first.ofSpace();
    expect((await second.ofSpace()).id).toBe(id);
    expect((await first.list()).inUse.map((document) => document.id)).not.toContain(id);
  });

  test('of another couple is not there, and cannot be changed', async () => {
    const id = randomUUID();
    await first.create({ id, title: 'Ours' });
    const others = await world.couple();
    const theirs = createDocuments(others.first.client, couple.ofFirst);
    expect(await theirs.get(id)).toBeNull();
    expect(await failureOf(theirs.rename(id, 'Mine'))).toBe('not_allowed');
    expect(await failureOf(theirs.create({ id: randomUUID(), title: 'In' }))).toBe('not_allowed');
  });

  test('gives back what the server keeps of it, for reading where nobody may write', async () => {
    const id = randomUUID();
    await first.create({ id, title: 'Read' });
    const written = Array.from({ length: 101 }, (_, n) => new Uint8Array([0, 0, n]));
    const { error } = await couple.second.client.from('document_updates').insert(
      written.map((update) => ({
        document_id: id,
        generation: 0,
        author_id: couple.second.id,
        body: Buffer.from(update).toString('base64url'),
      })),
    );
    expect(error).toBeNull();
    expect(await first.updates(id, 0)).toEqual(written);
    expect(await first.updates(id, 1)).toEqual([]);
  });

  test('keeps the updates of both in the order of the server, until they are merged', async () => {
    const id = randomUUID();
    await first.create({ id, title: 'Written in' });
    for (const { client, id: author } of [couple.first, couple.second]) {
      const { error } = await client
        .from('document_updates')
        .insert({ document_id: id, generation: 0, author_id: author, body: `by-${author}` });
      expect(error).toBeNull();
    }
    expect((await first.get(id))?.changedBy).toBe(couple.second.id);
    const read = () =>
      couple.first.client
        .from('document_updates')
        .select('seq, body')
        .eq('document_id', id)
        .order('seq');
    const before = (await read()).data ?? [];
    expect(before.map(({ body }) => body)).toEqual([
      `by-${couple.first.id}`,
      `by-${couple.second.id}`,
    ]);
    const { data: merged, error } = await couple.second.client.rpc('compact_updates', {
      document_id: id,
      generation: 0,
      seqs: before.map(({ seq }) => seq),
      body: 'merged',
    });
    expect(error).toBeNull();
    expect((await read()).data).toEqual([{ seq: merged, body: 'merged' }]);
  });
});
