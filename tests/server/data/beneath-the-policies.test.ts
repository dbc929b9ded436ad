import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCheckIns } from '../../../src/lib/data/check-ins.ts';
import { createDocuments } from '../../../src/lib/data/documents.ts';
import { createPrivateEntries } from '../../../src/lib/data/private-entries.ts';
import { noAnswers, type Answers } from '../../../src/lib/domain/check-in/answers.ts';
import { blankEntry } from '../../../src/lib/domain/log/entry.ts';
import { openDatabase } from '../support/open-server.ts';
import { failureOf, openWorld, waitingOf, type Couple, type World } from './world.ts';

const database = openDatabase();
let world: World;
beforeAll(async () => {
  world = await openWorld(database.open);
});
afterAll(() => world.close());

/** Changes one envelope the way somebody who holds the database would: in its middle, and past every trigger. */
async function tamper(table: string, column: string, where: string): Promise<void> {
  const read = () =>
    database.sql(`select ${column} as envelope from public.${table} where ${where}`);
  const before = await read();
  expect(before).toHaveLength(1);
  await database.sql(
    `begin;
     set local session_replication_role = replica;
     update public.${table} set ${column} = overlay(${column} placing
       case substr(${column}, 60, 4) when 'AAAA' then 'BBBB' else 'AAAA' end from 60 for 4) where ${where};
     commit`,
  );
  expect(await read()).not.toEqual(before);
}

function checkInsOf({ client, id, unlocked }: Couple['first'], opened: Couple['ofFirst']) {
  return createCheckIns(client, opened, { userId: id, shared: unlocked.shared });
}

describe('an envelope that was tampered with in the database', () => {
  test('of an answer is set aside for both, and the eleven others are read as they were written', async () => {
    const { first, second, ofFirst, ofSecond } = await world.couple();
    const [mine, theirs] = [checkInsOf(first, ofFirst), checkInsOf(second, ofSecond)];
    const { id } = await mine.start();
    const written: Answers = { ...noAnswers, appreciation: 'The soup', need: 'Rest' };
    await mine.seal(id, written);
    await theirs.seal(id, { ...noAnswers, need: 'Less noise' });
    await tamper(
      'check_in_answers',
      'answer_sealed',
      `check_in_id = '${id}' and slot = 1 and prompt = 'appreciation'`,
    );
    for (const side of [mine, theirs]) {
      const answers = await side.answers(id);
      expect(answers).toHaveLength(12);
      expect(answers.filter(({ text }) => text === null)).toEqual([
        { slot: 1, prompt: 'appreciation', text: null },
      ]);
      const needs = answers.filter(({ prompt }) => prompt === 'need').map(({ text }) => text);
      expect(needs).toEqual(['Rest', 'Less noise']);
    }
    expect((await theirs.close(id)).status).toBe('closed');
  });

  test('of a draft is called unreadable and not written over unasked, and a draft begun anew takes its place', async () => {
    const { first, second, ofFirst, ofSecond } = await world.couple();
    const [mine, theirs] = [checkInsOf(first, ofFirst), checkInsOf(second, ofSecond)];
    const { id } = await mine.start();
    const draft = (need: string) =>
      ({ version: 1, answers: { ...noAnswers, need }, writer: 'tab-1' }) as const;
    await mine.saveDraft(id, draft('Rest'), { token: null });
    const theirToken = await theirs.saveDraft(id, draft('Less noise'), { token: null });
    await tamper(
      'check_in_drafts',
      'draft_sealed',
      `check_in_id = '${id}' and author_id = '${first.id}'`,
    );
    const stored = await mine.draft(id);
    expect(stored).toMatchObject({ draft: null, token: expect.any(String) as string });
    expect(await failureOf(mine.saveDraft(id, draft('Anew'), { token: null }))).toBe(
      'changed_elsewhere',
    );
    expect(await theirs.draft(id)).toEqual({ draft: draft('Less noise'), token: theirToken });
    await mine.saveDraft(id, draft('Anew'), { token: stored?.token ?? null });
    expect(await mine.draft(id)).toMatchObject({ draft: draft('Anew') });
  });

  test('of a private entry is listed as one that does not open, and the other entries stay', async () => {
    const { id: userId, client, unlocked } = await world.someone();
    const log = createPrivateEntries(client, { userId, privateLog: unlocked.privateLog });
    const [spoilt, fine] = [randomUUID(), randomUUID()];
    const saying = (said: string) => ({ ...blankEntry('2026-11-22'), said });
    await log.save(spoilt, saying('It was loud'), { token: null });
    const { token } = await log.save(fine, saying('We laughed'), { token: null });
    await tamper('private_entries', 'body_sealed', `id = '${spoilt}'`);

    expect(await log.get(spoilt)).toMatchObject({ id: spoilt, unreadable: true });
    const listed = await log.list();
    expect(listed.map(({ id }) => id).sort()).toEqual([spoilt, fine].sort());
    expect(listed.filter((entry) => 'unreadable' in entry).map(({ id }) => id)).toEqual([spoilt]);
    expect(await log.save(fine, saying('We laughed, twice'), { token })).toMatchObject({
      body: { said: 'We laughed, twice' },
    });
  });
});

test('rows that a device keeps of a document go when it is gone for good, and no others', async () => {
  const { first, ofFirst } = await world.couple();
  const kept = new Map<string, string>();
  const documents = createDocuments(first.client, ofFirst, {
    rowShelf: () => ({
      get: (key) => Promise.resolve(kept.has(key) ? { text: '[]', at: new Date() } : null),
      put: (key, text) => Promise.resolve(void kept.set(key, text)),
      keys: () => Promise.resolve([...kept.keys()]),
      remove: (key) => Promise.resolve(void kept.delete(key)),
    }),
  });
  const [gone, deleted, inUse] = [randomUUID(), randomUUID(), randomUUID()];
  for (const id of [gone, deleted, inUse]) await documents.create({ id, title: 'Once' });
  for (const id of [gone, deleted]) await documents.remove(id);
  await database.sql(
    `update documents set deleted_at = now() - interval '31 days' where id = '${gone}'`,
  );
  const rows = (id: string) => [
    `documents?select=id%2Ctitle_sealed&space_id=eq.${ofFirst.space.id}&id=eq.${id} application/json`,
    `document_versions?select=id&document_id=eq.${id}&order=at.desc application/json`,
  ];
  const others = ['spaces?select=id application/json', 'documents?select=id&order=id '];
  for (const key of [gone, deleted, inUse].flatMap(rows).concat(others)) kept.set(key, '[]');
  await documents.forgetDeleted();
  expect([...kept.keys()]).toEqual([deleted, inUse].flatMap(rows).concat(others));
});

describe('an invitation in a paused space', () => {
  test('is neither put out nor answered, and both go on when the pause ends', async () => {
    const [inviter, joiner] = [await world.someone(), await world.someone()];
    const opened = await inviter.spaces.create({ id: randomUUID(), name: 'Us', myName: 'Ada' });
    const set = (standing: string) =>
      database.sql(`update public.spaces set ${standing} where id = '${opened.space.id}'`);

    await set(`status = 'paused', paused_until = now() + interval '1 day'`);
    expect(await failureOf(inviter.invites.offer(opened))).toBe('space_closed');
    expect(await inviter.invites.mine(opened.space.id)).toBeNull();

    await set(`status = 'open', paused_until = null`);
    const { fragment } = await inviter.invites.offer(opened);
    await joiner.invites.request(fragment, 'Noor');
    const waiting = await waitingOf(inviter, opened);

    await set(`status = 'paused', paused_until = now() + interval '1 day'`);
    expect(await failureOf(inviter.invites.admit(waiting, opened))).toBe('space_closed');
    expect(await joiner.invites.receive(fragment)).toEqual({ state: 'waiting' });
    expect(await joiner.spaces.current()).toBeNull();

    await set(`status = 'open', paused_until = null`);
    inviter.pins = await inviter.invites.admit(waiting, opened);
    expect(await joiner.invites.receive(fragment)).toMatchObject({ state: 'arrived' });
  });
});
