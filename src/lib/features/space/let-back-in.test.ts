import { describe, expect, test } from 'vitest';
import { Failure } from '$lib/domain/failure/failure.ts';
import type { WaitingReadmission } from '$lib/domain/space/readmission.ts';
import type { Session } from '$lib/session/index.ts';
import { LetBackIn } from './let-back-in.svelte.ts';

const request = { id: 'r', at: new Date('2026-11-24T10:00:00Z') };
const withWords: WaitingReadmission = {
  ...request,
  state: 'words',
  words: ['acorn', null, 'amber', null],
};

/** A page whose partner asks; what the doors answer can be set. */
function page(waiting: () => WaitingReadmission | null, admit: () => number | null = () => null) {
  const typed: (readonly [string, string])[] = [];
  const comingBack = {
    waiting: () => Promise.resolve().then(waiting),
    begin: () => Promise.resolve(),
    decline: () => Promise.resolve(),
    admit: (_request: WaitingReadmission, words: readonly [string, string]) => {
      typed.push(words);
      return Promise.resolve().then(admit);
    },
  };
  const session = {
    room: { comingBack: () => Promise.resolve(comingBack) },
    signals: { on: () => () => undefined },
  } as unknown as Session;
  return { typed, shown: new LetBackIn(session) };
}

describe('letting a partner back in', () => {
  test('asks for the words that are not shown', async () => {
    const { shown, typed } = page(() => withWords);
    await shown.reload();
    expect([shown.view, shown.asked]).toEqual(['words', [2, 4]]);
    [shown.first, shown.second] = ['anchor', 'april'];
    expect(await shown.letIn()).toBe(true);
    expect(shown.view).toBe('back');
    expect(typed).toEqual([['anchor', 'april']]);
  });

  test('does not spend a try on an empty field', async () => {
    const { shown, typed } = page(() => withWords);
    await shown.reload();
    shown.first = 'anchor';
    expect(await shown.letIn()).toBe(false);
    expect(shown.attempt.failure).toMatchObject({ code: 'text_empty', field: 'second' });
    expect(typed).toEqual([]);
  });

  test('says how many tries are left when the words differ, the last one included, and keeps what was typed', async () => {
    let left = 3;
    const { shown } = page(
      () => withWords,
      () => (left -= 1),
    );
    await shown.reload();
    [shown.first, shown.second] = ['anchor', 'april'];
    expect(shown.tries).toBeNull();
    for (const tries of ['Two more tries today.', 'One more try today.', 'No more tries today.']) {
      expect(await shown.letIn()).toBe(false);
      expect([shown.attempt.failure?.code, shown.tries]).toEqual(['words_differ', tries]);
    }
    expect([shown.view, shown.first]).toEqual(['words', 'anchor']);
  });

  test('stops when what came does not fit together, until it is put away', async () => {
    const { shown } = page(() => {
      throw new Failure('readmission_forged');
    });
    await shown.reload();
    expect([shown.view, shown.failure?.code]).toEqual(['stopped', 'readmission_forged']);
  });

  test('says when nobody asks', async () => {
    const { shown } = page(() => null);
    await shown.reload();
    expect(shown.view).toBe('nobody');
  });
});
