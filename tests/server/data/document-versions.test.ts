import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createSpaceKey, newestSpaceKey } from '../../../src/lib/crypto/index.ts';
import {
  createDocumentVersions,
  type DocumentVersions,
} from '../../../src/lib/data/document-versions.ts';
import { createDocuments } from '../../../src/lib/data/documents.ts';
import { failureOf, openWorld, type Couple, type World } from './world.ts';

let world: World;
let couple: Couple;
let first: DocumentVersions;
let second: DocumentVersions;
let documentId: string;
beforeAll(async () => {
  world = await openWorld();
  couple = await world.couple();
  first = createDocumentVersions(couple.first.client, couple.ofFirst);
  second = createDocumentVersions(couple.second.client, couple.ofSecond);
  documentId = randomUUID();
  const documents = createDocuments(couple.first.client, couple.ofFirst);
  await documents.create({ id: documentId, title: 'What we need' });
});
afterEach(() => {
  world.rewrite(null);
});
afterAll(() => world.close());

const state = new TextEncoder().encode('a whole state');
const version = (label: string) => ({ id: randomUUID(), documentId, generation: 0, label, state });

describe('a version', () => {
  test('is read by both with its name and its state, and by no server', async () => {
    const kept = version('as we saw it in March');
    await first.keep(kept);
    await first.keep(kept);
    const [listed] = (await second.list(documentId)).filter(({ id }) => id === kept.id);
    expect(listed).toMatchObject({ label: 'as we saw it in March', by: couple.first.id });
    expect(await second.state(kept)).toEqual(state);
    const { data } = await couple.first.client.from('document_versions').select('*');
    expect(JSON.stringify(data)).not.toMatch(/March|a whole state/);
  });

  test('in the place of another one does not open, neither its name nor its state', async () => {
    const [one, two] = [version('one'), version('two')];
    for (const each of [one, two]) await first.keep(each);
    const exchanged: Record<string, string> = { [one.id]: two.id, [two.id]: one.id };
    world.rewrite({
      path: '/document_versions',
      body: (rows: { id: string }[]) =>
        rows.map((row) => ({ ...row, id: exchanged[row.id] ?? row.id })),
    });
    const listed = await first.list(documentId);
    const moved = listed.filter(({ id }) => id in exchanged);
    expect(moved.map(({ label }) => label)).toEqual([null, null]);
    world.rewrite(null);
    expect(await failureOf(first.state({ ...one, generation: 1 }))).toBe('envelope_tampered');
  });

  test('of an earlier epoch of the space key opens with that key, and not without it', async () => {
    const next = newestSpaceKey([couple.ofFirst.key, await createSpaceKey(1)]);
    if (next === null) throw new Error('no space key');
    const after = createDocumentVersions(couple.first.client, { ...couple.ofFirst, key: next });
    const [before, kept] = [version('before'), version('after')];
    await first.keep(before);
    await after.keep(kept);
    expect(await after.state(before)).toEqual(state);
    expect(await after.state(kept)).toEqual(state);
    expect(await failureOf(second.state(kept))).toBe('envelope_wrong_epoch');
    const listed = (await second.list(documentId)).find(({ id }) => id === kept.id);
    expect(listed?.label).toBeNull();
  });

  test('is kept where the document is by then, while it moves to its next generation', async () => {
    const id = randomUUID();
    const documents = createDocuments(couple.first.client, couple.ofFirst);
    await documents.create({ id, title: 'On the move' });
    await documents.moveOn(id, 0);
    // Between the look and the writing, the other one’s device has moved it.
    let looks = 0;
    world.rewrite({
      path: '/documents?select=generation',
      body: (answer: unknown) => ((looks += 1) === 1 ? [{ generation: 0 }] : answer),
    });
    const kept = { ...version('on the way'), documentId: id, generation: 1 };
    await first.keep(kept);
    const [listed] = await second.list(id);
    expect(listed).toMatchObject({ id: kept.id, generation: 1, label: 'on the way' });
    expect(await second.state(kept)).toEqual(state);
    expect(looks).toBe(2);
  });

  test('that is too large is refused before it is sent', async () => {
    const large = { ...version('large'), state: new Uint8Array(1_300_000) };
    expect(await failureOf(first.keep(large))).toBe('document_full');
  });

  test('of another couple’s document is neither kept nor found', async () => {
    const others = await world.couple();
    const theirs = createDocumentVersions(others.first.client, couple.ofFirst);
    expect(await theirs.list(documentId)).toEqual([]);
    expect(await failureOf(theirs.keep(version('mine')))).toBe('not_found');
  });
});
