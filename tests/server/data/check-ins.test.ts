import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createCheckIns, type CheckIns } from '../../../src/lib/data/check-ins.ts';
import { noAnswers, type Answers } from '../../../src/lib/domain/check-in/answers.ts';
import type { CheckInDraft } from '../../../src/lib/domain/check-in/draft.ts';
import { failureOf, openWorld, type Couple, type World } from './world.ts';

let world: World;
let couple: Couple;
let first: CheckIns;
let second: CheckIns;
beforeAll(async () => {
  world = await openWorld();
  couple = await world.couple();
  const keys = ({ id, unlocked }: Couple['first']) => ({ userId: id, shared: unlocked.shared });
  first = createCheckIns(couple.first.client, couple.ofFirst, keys(couple.first));
  second = createCheckIns(couple.second.client, couple.ofSecond, keys(couple.second));
});
afterEach(async () => {
  world.rewrite(null);
  for (const { id, status } of await first.list()) {
    if (status === 'writing') await first.putAway(id);
    if (status === 'revealed') await first.close(id);
  }
});
afterAll(() => world.close());

const mine: Answers = { ...noAnswers, appreciation: 'The soup 🍲', need: 'שקט and rest' };
const yours: Answers = { ...noAnswers, appreciation: 'Your patience', unsaid: 'I am afraid' };

function draftOf(answers: Answers): CheckInDraft {
  return { version: 1, answers, writer: 'tab-1' };
}

describe('seal and reveal', () => {
  // The first of all: later on, there are answers of earlier check-ins that both may read.
  test('a partner cannot read an answer before both have sealed, by any route', async () => {
    const { id } = await first.start();
    await first.seal(id, mine);
    expect(await second.answers(id)).toEqual([]);
    const { client } = couple.second;
    for (const request of [
      client.from('check_in_answers').select('*'),
      client.from('check_in_answers').select('*').eq('author_id', couple.first.id),
      client.from('check_ins').select('id, check_in_answers(*)').eq('id', id),
      client.from('spaces').select('id, check_ins(check_in_answers(*))'),
      client.from('check_in_drafts').select('*'),
    ]) {
      const { data, error } = await request;
      expect(error).toBeNull();
      expect(JSON.stringify(data)).not.toMatch(/answer_sealed|draft_sealed/);
    }
    expect((await second.get(id))?.seals.map((seal) => seal.slot)).toEqual([1]);
  });

  test('the second seal opens both sets to both', async () => {
    const { id } = await first.start();
    expect((await first.seal(id, mine)).status).toBe('writing');
    const revealed = await second.seal(id, yours);
    expect(revealed).toMatchObject({ status: 'revealed', revealedAt: expect.any(Date) as Date });
    const [byFirst, bySecond] = [await first.answers(id), await second.answers(id)];
    expect(byFirst).toEqual(bySecond);
    expect(byFirst).toHaveLength(12);
    expect(byFirst.slice(0, 2)).toEqual([
      { slot: 1, prompt: 'appreciation', text: 'The soup 🍲' },
      { slot: 2, prompt: 'appreciation', text: 'Your patience' },
    ]);
    expect(byFirst.find(({ slot, prompt }) => slot === 1 && prompt === 'unsaid')?.text).toBe('');
  });

  test('two seals at the very same moment reveal as well', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await first.start();
      await Promise.all([first.seal(id, mine), second.seal(id, yours)]);
      expect(await first.get(id)).toMatchObject({ status: 'revealed', seals: { length: 2 } });
      expect(await second.answers(id)).toHaveLength(12);
      await first.close(id);
    }
  });

  test('sealing the same words again changes nothing, other words are refused', async () => {
    const { id } = await first.start();
    await first.seal(id, mine);
    expect((await first.seal(id, mine)).seals).toHaveLength(1);
    expect(await failureOf(first.seal(id, { ...mine, need: 'more' }))).toBe('check_in_sealed');
    await second.seal(id, yours);
    expect((await first.seal(id, mine)).status).toBe('revealed');
    expect(await failureOf(first.seal(id, yours))).toBe('check_in_sealed');
  });

  test('a seal can be taken back before the reveal and not after', async () => {
    const { id } = await first.start();
    const token = await first.saveDraft(id, draftOf(mine), { token: null });
    await first.seal(id, mine);
    expect(await failureOf(first.saveDraft(id, draftOf(yours), { token }))).toBe('check_in_sealed');
    expect((await first.withdraw(id)).seals).toEqual([]);
    expect(await first.answers(id)).toEqual([]);
    expect(await first.draft(id)).toMatchObject({ draft: { answers: mine }, token });
    await first.seal(id, yours);
    await second.seal(id, yours);
    expect(await failureOf(first.withdraw(id))).toBe('check_in_sealed');
  });

  test('answers that the server puts under the other name or question do not open', async () => {
    const { id } = await first.start();
    await first.seal(id, mine);
    await second.seal(id, yours);
    interface Row {
      slot: number;
      prompt: string;
    }
    world.rewrite({
      path: '/check_in_answers',
      body: (rows: Row[]) => rows.map((row) => ({ ...row, slot: 3 - row.slot })),
    });
    expect((await second.answers(id)).every(({ text }) => text === null)).toBe(true);
    const turned: Record<string, string> = { need: 'unsaid', unsaid: 'need' };
    world.rewrite({
      path: '/check_in_answers',
      body: (rows: Row[]) =>
        rows.map((row) => ({ ...row, prompt: turned[row.prompt] ?? row.prompt })),
    });
    const answers = await second.answers(id);
    expect(answers.filter(({ text }) => text === null)).toHaveLength(4);
    expect(answers.filter(({ text }) => text !== null)).toHaveLength(8);
  });
});

describe('a check-in', () => {
  test('is one at a time: whoever starts a second one gets the first', async () => {
    const before = await first.list();
    const [one, other] = await Promise.all([first.start(), second.start()]);
    expect(other.id).toBe(one.id);
    expect((await first.start()).id).toBe(one.id);
    expect(await first.list()).toHaveLength(before.length + 1);
  });

  test('is put away by either before the reveal: nothing opens, each reads their own, another starts', async () => {
    const { id } = await first.start();
    await first.seal(id, mine);
    await second.saveDraft(id, draftOf(yours), { token: null });
    expect(await second.putAway(id)).toMatchObject({ status: 'closed', revealedAt: null });
    expect((await first.putAway(id)).closedAt).toBeInstanceOf(Date);
    expect(await second.answers(id)).toEqual([]);
    expect((await first.answers(id)).map(({ slot }) => slot)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(await second.draft(id)).toMatchObject({ draft: { answers: yours } });
    expect(await failureOf(second.seal(id, yours))).toBe('check_in_closed');
    expect(await failureOf(first.withdraw(id))).toBe('check_in_sealed');
    expect(await second.answers(id)).toEqual([]);
    const next = await second.start();
    expect(next.id).not.toBe(id);
    await first.seal(next.id, mine);
    await second.seal(next.id, yours);
    expect(await failureOf(first.putAway(next.id))).toBe('changed_elsewhere');
  });

  test('closes after the reveal, and then another can start', async () => {
    const { id } = await first.start();
    expect(await failureOf(first.close(id))).toBe('check_in_not_revealed');
    await first.seal(id, mine);
    await second.seal(id, yours);
    expect((await second.close(id)).status).toBe('closed');
    expect((await first.close(id)).status).toBe('closed');
    expect(await second.answers(id)).toHaveLength(12);
    const next = await second.start();
    const newest = (await first.list()).slice(0, 2);
    expect(newest.map((checkIn) => checkIn.id)).toEqual([next.id, id]);
  });

  test('of another couple is not there', async () => {
    const { id } = await first.start();
    const { first: other, ofFirst } = await world.couple();
    const theirs = createCheckIns(other.client, ofFirst, {
      userId: other.id,
      shared: other.unlocked.shared,
    });
    expect(await theirs.get(id)).toBeNull();
    expect(await failureOf(theirs.seal(id, mine))).toBe('not_found');
    expect(await failureOf(theirs.seal(randomUUID(), mine))).toBe('not_found');
    expect(await failureOf(theirs.close(id))).toBe('not_found');
  });
});

describe('a draft', () => {
  test('comes back to its author alone', async () => {
    const { id } = await first.start();
    expect(await first.draft(id)).toBeNull();
    const token = await first.saveDraft(id, draftOf(mine), { token: null });
    expect(await first.draft(id)).toEqual({ draft: draftOf(mine), token });
    expect(await second.draft(id)).toBeNull();
  });

  test('is never overwritten unseen by another tab', async () => {
    const { id } = await first.start();
    const token = await first.saveDraft(id, draftOf(mine), { token: null });
    const newer = await first.saveDraft(id, draftOf(yours), { token });
    expect(newer).not.toBe(token);
    expect(await failureOf(first.saveDraft(id, draftOf(mine), { token }))).toBe(
      'changed_elsewhere',
    );
    expect(await failureOf(first.saveDraft(id, draftOf(mine), { token: null }))).toBe(
      'changed_elsewhere',
    );
    expect(await first.draft(id)).toMatchObject({ draft: { answers: yours } });
  });

  test('that was damaged is called unreadable', async () => {
    const { id } = await first.start();
    await first.saveDraft(id, draftOf(mine), { token: null });
    world.rewrite({
      path: '/check_in_drafts',
      body: (row: { draft_sealed: string } | { draft_sealed: string }[]) =>
        [row]
          .flat()
          .map((one) => ({ ...one, draft_sealed: `${one.draft_sealed.slice(0, -4)}AAAA` })),
    });
    expect(await first.draft(id)).toMatchObject({ draft: null });
  });
});
