import {
  noAnswers,
  nothingWritten,
  sameAnswers,
  tooLong,
  type Answers,
} from '../../domain/check-in/answers.ts';
import { checkInDraftSchema, type CheckInDraft } from '../../domain/check-in/draft.ts';
import { keepBoth } from '../../domain/check-in/merge.ts';
import type { PromptKey } from '../../domain/check-in/prompts.ts';
import { Failure, toFailure } from '../../domain/failure/failure.ts';
import { LocalDraftKeeper, type DraftShelf } from '../../session/local-draft-keeper.svelte.ts';
import { beginDraft, type OtherWords } from './begin-draft.ts';
import type { CheckInSource, StoredDraft } from './ports.ts';
import { RestedTimer } from './rested-timer.ts';

/**
 * Where the words are: `untouched` (nothing new), `saving`, `stored` (on the server and here), `here` (this device only),
 * `nowhere` (neither holds the newest words yet).
 */
export type SaveState = 'untouched' | 'saving' | 'stored' | 'here' | 'nowhere';

export interface AnswersDraftOptions {
  readonly checkInId: string;
  readonly source: CheckInSource;
  readonly shelf: () => DraftShelf;
  /** The server says that this check-in is past writing. */
  readonly onStepChanged: () => void;
  /** How long typing rests before the server is asked, in milliseconds. */
  readonly restMs?: number;
}

/** One's own six answers while they are written: kept on the device at every letter, on the server whenever typing rests. */
export class AnswersDraft {
  readonly #options: AnswersDraftOptions;
  readonly #keeper: LocalDraftKeeper<CheckInDraft>;
  #answers = $state.raw<Answers>(noAnswers);
  #stored = $state.raw<Answers>(noAnswers);
  #loaded = $state(false);
  #unreadable = $state(false);
  #others = $state.raw<readonly OtherWords[]>([]);
  #sending = $state(false);
  #trouble = $state.raw<Failure | null>(null);
  #token: string | null = null;
  /** Whether the server has said what it holds. */
  #asked = $state(false);
  readonly #timer = new RestedTimer(() => void this.#attempt());
  #sent: Promise<void> | null = null;
  #ended = false;

  constructor(options: AnswersDraftOptions) {
    this.#options = options;
    this.#keeper = new LocalDraftKeeper<CheckInDraft>({
      shelf: options.shelf,
      subject: `check_in/${options.checkInId}`,
      schema: checkInDraftSchema,
    });
  }

  get answers(): Answers {
    return this.#answers;
  }
  get loaded(): boolean {
    return this.#loaded;
  }
  /** The server could not be asked yet: there may be more than what this page shows. */
  get mayBeMore(): boolean {
    return this.#loaded && !this.#asked;
  }
  /** The stored draft could not be opened: it is left as it is, and nothing is written over it unasked. */
  get unreadable(): boolean {
    return this.#unreadable;
  }
  /** Words written elsewhere that wait for a decision, the most recent first. */
  get others(): readonly OtherWords[] {
    return this.#others;
  }
  /** Why the server does not have the newest words; null while nothing is wrong. */
  get trouble(): Failure | null {
    return this.#trouble;
  }
  /** The prompts whose answers are too long to be stored. */
  get tooLong(): readonly PromptKey[] {
    return tooLong(this.#answers);
  }
  /** Whether the server lacks something that is on this page. */
  get ahead(): boolean {
    return !sameAnswers(this.#answers, this.#stored);
  }
  get state(): SaveState {
    if (!this.ahead) return nothingWritten(this.#answers) ? 'untouched' : 'stored';
    const decided = this.#others.length === 0 && !this.#unreadable;
    const held = this.#trouble !== null || !decided || this.tooLong.length > 0;
    if (!held && (this.#sending || this.#timer.waiting)) return 'saving';
    if (this.#keeper.state === 'keeping') return 'saving';
    return this.#keeper.state === 'kept' ? 'here' : 'nowhere';
  }
  /** Whether closing the page now would lose words. */
  get unsaved(): boolean {
    return this.ahead && this.#keeper.state !== 'kept';
  }

  /** Brings together what the server has and what this device kept. Never throws: `trouble` says what is wrong. */
  async load(): Promise<void> {
    const { source, checkInId } = this.#options;
    const [remote, local] = await Promise.allSettled([
      source.draft(checkInId),
      this.#keeper.find(),
    ]);
    if (this.#ended) return;
    if (remote.status === 'rejected') this.#trouble = toFailure(remote.reason);
    const stored = remote.status === 'fulfilled' ? remote.value : 'unknown';
    this.#asked = stored !== 'unknown';
    const found = beginDraft(stored, local.status === 'fulfilled' ? local.value : []);
    this.#unreadable = found.unreadable;
    this.#stored = found.stored;
    this.#answers = found.answers;
    this.#token = found.token;
    this.#others = found.others;
    this.#loaded = true;

    if (this.ahead) this.#keepAndSend(0);
    await this.#keeper.forget(found.discard);
    // What was adopted is now this page's own record.
    if (found.adopted !== null) {
      await this.#keeper.flush();
      if (this.#keeper.state === 'kept') await this.#keeper.forget([found.adopted]);
    }
    if (stored === 'unknown') this.#sendLater();
  }

  write(prompt: PromptKey, text: string): void {
    if (this.#ended || this.#answers[prompt] === text) return;
    this.#answers = { ...this.#answers, [prompt]: text };
    this.#timer.wentWell();
    this.#keepAndSend(this.#options.restMs ?? 1_000);
  }

  /** Sends now what waits; resolves when the server has answered or could not be reached. */
  async flush(): Promise<void> {
    this.#timer.stop();
    await this.#attempt();
    await this.#keeper.flush();
  }

  /** Makes sure that the device holds the newest words, before keys are forgotten. */
  async keepHere(): Promise<void> {
    await this.#keeper.flush();
  }

  /**
   * Everything on this page is on the server and nothing waits elsewhere, or it says why not.
   * @throws Failure changed_elsewhere, or what kept the words from being stored
   */
  async settle(): Promise<void> {
    await this.flush();
    if (this.#ended) return;
    if (this.#others.length === 0) await this.lookElsewhere();
    if (this.#others.length > 0) throw new Failure('changed_elsewhere');
    if (this.#trouble !== null) throw this.#trouble;
  }

  /** Asks whether this was written on in another place. What differs is offered; what merely continues these words is brought in. */
  async lookElsewhere(): Promise<void> {
    if (!this.#loaded || this.#ended) return;
    const waiting = this.#trouble !== null;
    try {
      this.#meet(await this.#options.source.draft(this.#options.checkInId));
      this.#asked = true;
      // The server is back: what waited for it need not wait for its next try.
      if (waiting && this.ahead) this.#timer.in(0);
    } catch (thrown) {
      this.#trouble = toFailure(thrown);
      this.#sendLater();
    }
  }

  /** Puts the other words in the place of those on this page. */
  takeOther(other: OtherWords): void {
    this.#settleWith(other, other.answers);
  }
  /** Stays with the words on this page. */
  keepMine(other: OtherWords): void {
    this.#settleWith(other, this.#answers);
  }
  /** Joins the two, nothing of either lost. */
  joinBoth(other: OtherWords): void {
    this.#settleWith(other, keepBoth(this.#answers, other.answers));
  }
  /** Begins a new draft where the stored one does not open. */
  writeAnew(): void {
    this.#unreadable = false;
    if (this.ahead) this.#timer.in(0);
  }

  /** Ends the work of this page; words that are not on the server stay on the device. */
  end(): void {
    this.#ended = true;
    this.#timer.stop();
  }

  #settleWith(other: OtherWords, answers: Answers): void {
    this.#others = this.#others.filter((each) => each !== other);
    if (other.token !== null) {
      this.#token = other.token;
      this.#stored = other.answers;
    }
    this.#answers = answers;
    this.#keepAndSend(0);
    if (other.local !== null) void this.#keeper.forget([other.local]);
  }

  #keepAndSend(afterMs: number): void {
    this.#keeper.keep(this.#draft(), { base: this.#token, confirmed: !this.ahead });
    this.#timer.in(afterMs);
  }

  #draft(): CheckInDraft {
    return { version: 1, answers: this.#answers, writer: this.#keeper.writer };
  }

  #sendLater(): void {
    if (!this.#ended) this.#timer.again((this.#trouble?.retryAfterSeconds ?? 0) * 1000);
  }

  async #attempt(): Promise<void> {
    if (!this.#asked) await this.lookElsewhere();
    if (this.#asked) await this.#send();
  }

  async #send(): Promise<void> {
    while (this.#sent !== null) await this.#sent;
    if (this.#ended || !this.#loaded || !this.ahead) return;
    if (this.#others.some(({ token }) => token !== null)) return;
    if (this.#unreadable || this.tooLong.length > 0) return;
    this.#sent = this.#sendOnce().finally(() => (this.#sent = null));
    await this.#sent;
  }

  async #sendOnce(): Promise<void> {
    const { source, checkInId } = this.#options;
    const draft = this.#draft();
    this.#sending = true;
    try {
      const token = await source.saveDraft(checkInId, draft, { token: this.#token });
      this.#accept(draft.answers, token);
    } catch (thrown) {
      await this.#onRefused(toFailure(thrown), draft);
    } finally {
      this.#sending = false;
    }
  }

  #accept(answers: Answers, token: string): void {
    this.#token = token;
    this.#stored = answers;
    this.#trouble = null;
    this.#timer.wentWell();
    this.#keeper.keep(this.#draft(), { base: token, confirmed: !this.ahead });
    if (this.ahead && !this.#timer.waiting) this.#timer.in(this.#options.restMs ?? 1_000);
  }

  async #onRefused(failure: Failure, draft: CheckInDraft): Promise<void> {
    if (failure.code === 'check_in_sealed' || failure.code === 'check_in_closed') {
      this.#options.onStepChanged();
      return;
    }
    if (failure.code !== 'changed_elsewhere') {
      this.#trouble = failure;
      if (failure.code !== 'locked' && failure.code !== 'signed_out') this.#sendLater();
      return;
    }
    try {
      const remote = await this.#options.source.draft(this.#options.checkInId);
      // An earlier save of this very page arrived, and only its answer got lost.
      if (remote?.draft && remote.draft.writer === draft.writer) {
        this.#accept(remote.draft.answers, remote.token);
      } else {
        this.#meet(remote);
      }
    } catch (thrown) {
      this.#trouble = toFailure(thrown);
      this.#sendLater();
    }
  }

  /** What the server holds now, seen while this page is open. */
  #meet(remote: StoredDraft | null): void {
    if (remote === null) {
      // Nothing is stored (any more): these words are the first.
      this.#trouble = null;
      this.#token = null;
      this.#stored = noAnswers;
      if (this.ahead) this.#timer.in(0);
      return;
    }
    if (remote.draft === null) {
      // Beginning anew takes its place, and only that.
      if (remote.token !== this.#token) this.#unreadable = true;
      this.#token = remote.token;
      return;
    }
    this.#trouble = null;
    if (remote.token === this.#token) {
      if (this.ahead && !this.#timer.waiting) this.#timer.in(0);
      return;
    }
    const theirs = remote.draft.answers;
    if (sameAnswers(theirs, this.#answers) || sameAnswers(theirs, this.#stored)) {
      this.#accept(theirs, remote.token);
    } else if (!this.ahead) {
      // Nothing on this page would be lost: the other words grew out of these.
      this.#answers = theirs;
      this.#accept(theirs, remote.token);
    } else {
      const rest = this.#others.filter(({ token }) => token === null);
      this.#others = [{ answers: theirs, token: remote.token, local: null }, ...rest];
    }
  }
}
