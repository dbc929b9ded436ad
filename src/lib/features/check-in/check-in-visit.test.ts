import { beforeEach, describe, expect, test } from 'vitest';
import { noAnswers, type Answers } from '../../domain/check-in/answers.ts';
import type { Answer, CheckIn, Slot } from '../../domain/check-in/check-in.ts';
import { promptKeys } from '../../domain/check-in/prompts.ts';
import { Failure } from '../../domain/failure/failure.ts';
import { CheckInVisit } from './check-in-visit.svelte.ts';
import type { CheckInSource } from './ports.ts';

/** One check-in of two people, by the rules of the server: answers of the other only after both seals. */
class Server {
  readonly sealed = new Map<Slot, Answers>();
  closed = false;
  cut = false;
  loseAnswers = false;
  seals = 0;

  get row(): CheckIn {
    const revealed = this.sealed.size === 2;
    const at = new Date('2026-11-22T18:00:00Z');
    return {
      id: '1',
      status: this.closed ? 'closed' : revealed ? 'revealed' : 'writing',
      documentId: 'd',
      generation: 0,
      epoch: 0,
      startedBy: null,
      startedAt: at,
      revealedAt: revealed ? at : null,
      closedAt: this.closed ? at : null,
      seals: [...this.sealed.keys()].map((slot) => ({ slot, sealedAt: at })),
    };
  }

  for(me: Slot): CheckInSource {
    const answer = async <T>(act: () => T): Promise<T> => {
      await Promise.resolve();
      if (this.cut) throw new Failure('offline');
      const result = act();
      if (this.loseAnswers) throw new Failure('server_unreachable');
      return result;
    };
    return {
      list: () => answer(() => [this.row]),
      get: () => (this.cut ? Promise.reject(new Failure('offline')) : Promise.resolve(this.row)),
      start: () => answer(() => this.row),
      draft: () => Promise.resolve(null),
      saveDraft: () => Promise.resolve('t'),
      seal: (_, answers) =>
        answer(() => {
          this.seals++;
          this.sealed.set(me, answers);
          return this.row;
        }),
      withdraw: () =>
        answer(() => {
          if (this.sealed.size === 2) throw new Failure('check_in_sealed');
          this.sealed.delete(me);
          return this.row;
        }),
      putAway: () =>
        answer(() => {
          if (this.sealed.size === 2) throw new Failure('changed_elsewhere');
          this.closed = true;
          return this.row;
        }),
      close: () =>
        answer(() => {
          this.closed = true;
          return this.row;
        }),
      answers: () => Promise.resolve(this.#seenBy(me)),
    };
  }

  #seenBy(me: Slot): readonly Answer[] {
    return [...this.sealed]
      .filter(([slot]) => slot === me || this.sealed.size === 2)
      .flatMap(([slot, answers]) =>
        promptKeys.map((prompt) => ({ slot, prompt, text: answers[prompt] })),
      );
  }
}

let server: Server;
let pings: number;

beforeEach(() => {
  server = new Server();
  pings = 0;
});

async function visit(me: Slot): Promise<CheckInVisit> {
  const visit = new CheckInVisit({
    id: '1',
    me,
    source: server.for(me),
    pings: { send: () => pings++, on: () => () => undefined },
    shelf: () => ({
      put: () => Promise.resolve(),
      list: () => Promise.resolve([]),
      remove: () => Promise.resolve(),
    }),
  });
  await visit.refresh();
  await visit.draft.load();
  return visit;
}
const theirs: Answers = { ...noAnswers, need: 'Less noise.' };

describe('a visit to a check-in', () => {
  test('goes from writing to waiting to hearing, and holds the partner’s answers only then', async () => {
    const ana = await visit(1);
    ana.draft.write('need', 'Rest.');
    expect(ana.step).toBe('write');
    expect(await ana.seal()).toBe(true);
    expect(ana.step).toBe('wait');
    expect(pings).toBe(1);
    expect(ana.answers?.every(({ slot }) => slot === 1)).toBe(true);
    server.sealed.set(2, theirs);
    await ana.refresh();
    expect(ana.step).toBe('hear');
    expect(ana.answers).toHaveLength(12);
  });

  test('sealing twice at once seals once', async () => {
    const ana = await visit(1);
    ana.draft.write('need', 'Rest.');
    expect(await Promise.all([ana.seal(), ana.seal()])).toEqual([true, false]);
    expect(server.seals).toBe(1);
  });

  test('nothing written is not sealed, and the reason is said', async () => {
    const ana = await visit(1);
    expect(await ana.seal()).toBe(false);
    expect(ana.failure?.code).toBe('text_empty');
    expect(server.seals).toBe(0);
  });

  test('a seal that arrived although its answer got lost counts as done', async () => {
    const ana = await visit(1);
    ana.draft.write('need', 'Rest.');
    server.loseAnswers = true;
    expect(await ana.seal()).toBe(true);
    expect(ana.step).toBe('wait');
    expect(ana.failure).toBeNull();
  });

  test('without a connection the step stays where it was, says why, and can be taken again', async () => {
    const ana = await visit(1);
    ana.draft.write('need', 'Rest.');
    server.cut = true;
    expect(await ana.seal()).toBe(false);
    expect(ana.failure?.code).toBe('offline');
    expect(ana.step).toBe('write');
    expect(ana.draft.answers.need).toBe('Rest.');
    server.cut = false;
    expect(await ana.seal()).toBe(true);
  });

  test('taking back works until the partner has sealed, and loses to the partner’s seal', async () => {
    const ana = await visit(1);
    ana.draft.write('need', 'Rest.');
    await ana.seal();
    expect(ana.canWithdraw).toBe(true);
    expect(await ana.withdraw()).toBe(true);
    expect(ana.step).toBe('write');
    expect(ana.answers).toBeNull();
    await ana.seal();
    server.sealed.set(2, theirs);
    // The page does not know yet that it is too late.
    await ana.withdraw();
    expect(ana.step).toBe('hear');
    expect(server.sealed.size).toBe(2);
  });

  test('put away, it ends for both, and neither ever holds the other’s answers', async () => {
    server.sealed.set(2, theirs);
    const [ana, ben] = [await visit(1), await visit(2)];
    ana.draft.write('need', 'Rest.');
    expect(await ana.putAway()).toBe(true);
    await ben.refresh();
    expect([ana.step, ben.step]).toEqual(['put_away', 'put_away']);
    expect(ana.answers).toEqual([]);
    expect(ana.draft.answers.need).toBe('Rest.');
    expect(ben.answers?.every(({ slot }) => slot === 2)).toBe(true);
  });

  test('putting away loses to the partner’s seal', async () => {
    server.sealed.set(1, theirs);
    const ana = await visit(1);
    server.sealed.set(2, theirs);
    await ana.putAway();
    expect(ana.step).toBe('hear');
    expect(ana.failure).toBeNull();
  });

  test('either closes it, and both then see it closed', async () => {
    server.sealed.set(1, theirs);
    server.sealed.set(2, theirs);
    const [ana, ben] = [await visit(1), await visit(2)];
    expect(await ben.close()).toBe(true);
    await ana.refresh();
    expect([ana.step, ben.step]).toEqual(['past', 'past']);
    expect(ana.answers).toHaveLength(12);
  });
});
