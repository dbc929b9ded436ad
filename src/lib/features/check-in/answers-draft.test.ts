import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { answerLimit, noAnswers, type Answers } from '../../domain/check-in/answers.ts';
import type { CheckInDraft } from '../../domain/check-in/draft.ts';
import { Failure } from '../../domain/failure/failure.ts';
import { MemoryShelf } from '../../session/memory-shelf.ts';
import { AnswersDraft } from './answers-draft.svelte.ts';
import type { CheckInSource, StoredDraft } from './ports.ts';

/** The one row of a server that keeps the rule of tokens, with a wire that can be cut in either direction. */
class Row {
  stored: { draft: CheckInDraft; token: string } | null = null;
  unreadable = false;
  cut = false;
  loseAnswers = false;
  sealed = false;
  saves = 0;

  readonly source = {
    draft: (): Promise<StoredDraft | null> => {
      if (this.cut) return Promise.reject(new Failure('offline'));
      return Promise.resolve(
        this.unreadable && this.stored ? { ...this.stored, draft: null } : this.stored,
      );
    },
    saveDraft: (_: string, draft: CheckInDraft, known: { token: string | null }) => {
      if (this.cut) return Promise.reject(new Failure('offline'));
      if (this.sealed) return Promise.reject(new Failure('check_in_sealed'));
      if (known.token !== (this.stored?.token ?? null)) {
        return Promise.reject(new Failure('changed_elsewhere'));
      }
      this.put(draft.answers, draft.writer);
      if (this.loseAnswers) return Promise.reject(new Failure('server_unreachable'));
      return Promise.resolve(this.stored?.token ?? '');
    },
  } as unknown as CheckInSource;

  put(answers: Answers, writer = 'another tab'): void {
    this.saves++;
    this.stored = { draft: { version: 1, answers, writer }, token: `t${String(this.saves)}` };
  }
}

let row: Row;
let shelf: MemoryShelf;
let opened: AnswersDraft[];

beforeEach(() => {
  vi.useFakeTimers();
  row = new Row();
  shelf = new MemoryShelf();
  opened = [];
});
afterEach(() => {
  for (const draft of opened) draft.end();
  vi.useRealTimers();
});

async function open(onStepChanged: () => void = () => undefined): Promise<AnswersDraft> {
  const draft = new AnswersDraft({
    checkInId: '1',
    source: row.source,
    shelf: () => shelf,
    onStepChanged,
  });
  opened.push(draft);
  await draft.load();
  return draft;
}
async function rest(ms = 1_500): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

describe('one’s own answers', () => {
  test('are on the device at once, on the server when typing rests, and the state says which', async () => {
    const draft = await open();
    expect(draft.state).toBe('untouched');
    draft.write('need', 'Rest.');
    expect(draft.state).toBe('saving');
    await rest(100);
    expect(shelf.kept.size).toBe(1);
    expect(row.saves).toBe(0);
    await rest();
    expect(row.stored?.draft.answers.need).toBe('Rest.');
    expect(draft.state).toBe('stored');
    expect(draft.unsaved).toBe(false);
  });

  test('one pause saves once, however many letters there were', async () => {
    const draft = await open();
    for (const text of ['R', 'Re', 'Res', 'Rest']) {
      draft.write('need', text);
      await rest(100);
    }
    await rest();
    expect(row.saves).toBe(1);
  });

  test('without a connection they are here, and go to the server when it is back', async () => {
    const draft = await open();
    row.cut = true;
    draft.write('need', 'Rest.');
    await rest();
    expect(draft.state).toBe('here');
    expect(draft.trouble?.code).toBe('offline');
    row.cut = false;
    await draft.lookElsewhere();
    await rest(10);
    expect(draft.state).toBe('stored');
    expect(row.stored?.draft.answers.need).toBe('Rest.');
  });

  test('with neither device nor server the state says that nothing holds them', async () => {
    const draft = await open();
    row.cut = true;
    shelf.refusing = true;
    draft.write('need', 'Rest.');
    await rest();
    expect(draft.state).toBe('nowhere');
    expect(draft.unsaved).toBe(true);
  });

  test('come back after a closed tab, also those that never reached the server', async () => {
    const before = await open();
    before.write('need', 'Rest.');
    await rest();
    row.cut = true;
    before.write('need', 'Rest, and a plan.');
    await before.keepHere();
    before.end();
    row.cut = false;
    const after = await open();
    expect(after.answers.need).toBe('Rest, and a plan.');
    expect(after.others).toEqual([]);
    await rest();
    expect(row.stored?.draft.answers.need).toBe('Rest, and a plan.');
    // The record of the closed tab has been taken over.
    expect(shelf.kept.size).toBe(1);
  });

  test('a save whose answer got lost is recognised and not mistaken for another place', async () => {
    const draft = await open();
    row.loseAnswers = true;
    draft.write('need', 'Rest.');
    await rest();
    row.loseAnswers = false;
    draft.write('need', 'Rest, and a plan.');
    await rest(6_000);
    expect(draft.others).toEqual([]);
    expect(row.stored?.draft.answers.need).toBe('Rest, and a plan.');
    expect(draft.state).toBe('stored');
  });

  test('words written elsewhere meanwhile are offered, and nothing is stored over them', async () => {
    const draft = await open();
    row.put({ ...noAnswers, need: 'From the phone.' });
    draft.write('need', 'From the laptop.');
    await rest();
    expect(draft.others.map(({ answers }) => answers.need)).toEqual(['From the phone.']);
    expect(draft.state).toBe('here');
    draft.write('need', 'From the laptop, more.');
    await rest(60_000);
    expect(row.stored?.draft.answers.need).toBe('From the phone.');
  });

  test.each([
    ['joinBoth', 'From the laptop.\n\nFrom the phone.'],
    ['keepMine', 'From the laptop.'],
    ['takeOther', 'From the phone.'],
  ] as const)('%s then is what both places have', async (how, words) => {
    const draft = await open();
    row.put({ ...noAnswers, need: 'From the phone.' });
    draft.write('need', 'From the laptop.');
    await rest();
    const [other] = draft.others;
    if (other === undefined) throw new Error('nothing was offered');
    draft[how](other);
    await rest();
    expect(draft.answers.need).toBe(words);
    expect(row.stored?.draft.answers.need).toBe(words);
    expect(draft.others).toEqual([]);
  });

  test('words that merely continue these are brought in, without a question', async () => {
    const draft = await open();
    draft.write('need', 'Rest.');
    await rest();
    row.put({ ...noAnswers, need: 'Rest. And more, from the phone.' });
    await draft.lookElsewhere();
    expect(draft.answers.need).toBe('Rest. And more, from the phone.');
    expect(draft.others).toEqual([]);
  });

  test('what is too long stays here, whole, until it fits', async () => {
    const draft = await open();
    draft.write('need', 'x'.repeat(answerLimit + 1));
    await rest();
    expect(draft.tooLong).toEqual(['need']);
    expect(draft.state).toBe('here');
    expect(row.saves).toBe(0);
    draft.write('need', 'x'.repeat(answerLimit));
    await rest();
    expect(draft.state).toBe('stored');
  });

  test('a stored draft that does not open is not written over unasked', async () => {
    row.put({ ...noAnswers, need: 'damaged later' });
    row.unreadable = true;
    const draft = await open();
    expect(draft.unreadable).toBe(true);
    draft.write('need', 'new words');
    // Nothing is on its way to the server, so the page does not say so.
    await draft.keepHere();
    expect(draft.state).toBe('here');
    await rest(60_000);
    expect(row.saves).toBe(1);
    expect(draft.state).toBe('here');
    draft.writeAnew();
    row.unreadable = false;
    await rest();
    expect(row.stored?.draft.answers.need).toBe('new words');
    expect(draft.state).toBe('stored');
  });

  test('with the server out of reach at the start, what it has is looked up before anything is stored', async () => {
    row.put({ ...noAnswers, need: 'Stored before.' });
    row.cut = true;
    const draft = await open();
    expect(draft.mayBeMore).toBe(true);
    row.cut = false;
    await rest(3_000);
    expect(draft.mayBeMore).toBe(false);
    expect(draft.answers.need).toBe('Stored before.');
    expect(row.saves).toBe(1);
  });

  test('sealed in another tab: the page is told, and the words stay here', async () => {
    let told = 0;
    const draft = await open(() => told++);
    row.sealed = true;
    draft.write('need', 'Too late.');
    await rest();
    expect(told).toBe(1);
    expect(shelf.kept.size).toBe(1);
  });

  test('settling refuses while another version waits, and passes when all is stored', async () => {
    const draft = await open();
    draft.write('need', 'Rest.');
    await draft.settle();
    expect(row.stored?.draft.answers.need).toBe('Rest.');
    row.put({ ...noAnswers, need: 'From the phone.' });
    draft.write('need', 'From the laptop.');
    await expect(draft.settle()).rejects.toThrow('changed_elsewhere');
    row.cut = true;
    draft.write('need', 'More.');
    await expect(draft.settle()).rejects.toThrow('changed_elsewhere');
  });
});
