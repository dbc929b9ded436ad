import {
  blankEntry,
  entryDraftSchema,
  finishEntry,
  isReadable,
  nothingWritten,
  sameEntry,
  type EntryBody,
} from '../../domain/log/entry.ts';
import { dayOf } from '../../domain/log/days.ts';
import { joinEntries } from '../../domain/log/join.ts';
import type { LocalDraft } from '../../domain/draft/local-draft.ts';
import { reconcile } from '../../domain/draft/reconcile.ts';
import { toFailure, type Failure } from '../../domain/failure/failure.ts';
import {
  LocalDraftKeeper,
  type DraftShelf,
  type KeepState,
} from '../../session/local-draft-keeper.svelte.ts';
import { wallClock } from '../../session/wall-clock.ts';
import type { EntrySource } from './ports.ts';

/** A version of this entry that was written somewhere else and differs. */
export interface OtherVersion {
  readonly body: EntryBody;
  /** Set when it is the stored one. */
  readonly token: string | null;
  readonly local: LocalDraft<EntryBody> | null;
}

export interface EntryEditorOptions {
  readonly id: string;
  readonly entries: () => EntrySource;
  readonly shelf: () => DraftShelf;
  readonly now?: () => Date;
}

/** What could be found of the entry when the page was opened. */
export type Opening = 'loading' | 'ready' | 'unreadable' | 'failed';

/** Writing one entry: every letter is kept on the device, sealed under the log's key, until the entry is saved. */
export class EntryEditor {
  readonly #options: EntryEditorOptions;
  readonly #keeper: LocalDraftKeeper<EntryBody>;
  #body = $state.raw<EntryBody>(blankEntry('1970-01-01'));
  #stored = $state.raw<EntryBody | null>(null);
  #opening = $state<Opening>('loading');
  #restored = $state(false);
  #others = $state.raw<readonly OtherVersion[]>([]);
  #failure = $state.raw<Failure | null>(null);
  #saving = $state(false);
  #token: string | null = null;
  #blank = blankEntry('1970-01-01');
  #sent: EntryBody | null = null;
  #done = false;

  constructor(options: EntryEditorOptions) {
    this.#options = options;
    this.#keeper = new LocalDraftKeeper<EntryBody>({
      shelf: options.shelf,
      subject: `private_entry/${options.id}`,
      schema: entryDraftSchema,
    });
  }

  get body(): EntryBody {
    return this.#body;
  }
  get opening(): Opening {
    return this.#opening;
  }
  /** Whether this entry has never been saved. */
  get isNew(): boolean {
    return this.#stored === null;
  }
  /** Unsaved words of an earlier visit were brought back. */
  get restored(): boolean {
    return this.#restored;
  }
  get others(): readonly OtherVersion[] {
    return this.#others;
  }
  get failure(): Failure | null {
    return this.#failure;
  }
  get saving(): boolean {
    return this.#saving;
  }
  get kept(): KeepState {
    return this.#keeper.state;
  }
  /** Whether there is something here that is not in the saved entry. */
  get changed(): boolean {
    return !sameEntry(this.#body, this.#stored ?? this.#blank);
  }
  /** Whether closing the page now would lose words. */
  get unsaved(): boolean {
    return this.#opening === 'ready' && this.changed && this.#keeper.state !== 'kept';
  }

  /** Opens the saved entry, or a blank one, and what this device kept of it. Never throws: `opening` and `failure` say what happened. */
  async load(): Promise<void> {
    this.#opening = 'loading';
    this.#failure = null;
    const [remote, local] = await Promise.allSettled([
      // The log may lock while this is under way, which throws at once.
      (async () => this.#options.entries().get(this.#options.id))(),
      this.#keeper.find(),
    ]);
    const drafts = local.status === 'fulfilled' ? local.value : [];
    if (remote.status === 'rejected' && drafts.length === 0) {
      this.#failure = toFailure(remote.reason);
      this.#opening = 'failed';
      return;
    }
    const entry = remote.status === 'fulfilled' ? remote.value : null;
    if (entry !== null && !isReadable(entry)) {
      this.#opening = 'unreadable';
      return;
    }
    await this.#bring(entry, drafts, remote.status === 'rejected');
  }

  /** Changes some fields. */
  write(change: Partial<EntryBody>): void {
    if (this.#done || this.#opening !== 'ready') return;
    this.#body = { ...this.#body, ...change };
    this.#keep();
  }

  /** Makes sure that the device holds the newest words, before the log's key is forgotten. */
  async keepHere(): Promise<void> {
    await this.#keeper.flush();
  }

  /** Saves the entry. False when it could not be: `failure` says why, or `others` holds a version that wants a decision. */
  async save(): Promise<boolean> {
    if (this.#saving || this.#done) return false;
    this.#saving = true;
    this.#failure = null;
    try {
      const body = finishEntry(this.#body);
      this.#sent = body;
      const saved = await this.#options
        .entries()
        .save(this.#options.id, body, { token: this.#token });
      await this.#finish(saved.body, saved.token);
      return true;
    } catch (thrown) {
      return await this.#onRefused(toFailure(thrown));
    } finally {
      this.#saving = false;
    }
  }

  /** Lets the unsaved words go. */
  async discard(): Promise<void> {
    this.#done = true;
    this.#keeper.clear();
    await this.#keeper.flush();
  }

  /** Goes back to the saved version. */
  revert(): void {
    this.#body = this.#stored ?? this.#blank;
    this.#restored = false;
    this.#keep();
  }

  takeOther(other: OtherVersion): void {
    this.#settle(other, other.body);
  }
  keepMine(other: OtherVersion): void {
    this.#settle(other, this.#body);
  }
  joinBoth(other: OtherVersion): void {
    this.#settle(other, joinEntries(this.#body, other.body));
  }

  async #bring(
    entry: { readonly body: EntryBody; readonly token: string } | null,
    drafts: readonly LocalDraft<EntryBody>[],
    unreachable: boolean,
  ): Promise<void> {
    this.#blank = blankEntry(dayOf((this.#options.now ?? wallClock)()));
    const found = reconcile<EntryBody>(
      {
        stored: unreachable ? 'unknown' : entry && { content: entry.body, token: entry.token },
        // Of an entry that is gone, what was written on it is all there is.
        local:
          entry === null && !unreachable
            ? drafts.map((draft) => ({ ...draft, base: null }))
            : drafts,
      },
      { same: sameEntry, empty: nothingWritten },
    );
    this.#stored = entry?.body ?? null;
    this.#body = found.content ?? this.#blank;
    this.#token = found.token;
    this.#restored = found.adopted !== null;
    this.#others = found.offers.map((draft) => ({
      body: draft.content,
      token: null,
      local: draft,
    }));
    this.#opening = 'ready';
    await this.#keeper.forget(found.discard);
    if (found.adopted === null) return;
    this.#keep();
    await this.#keeper.flush();
    if (this.#keeper.state === 'kept') await this.#keeper.forget([found.adopted]);
  }

  #settle(other: OtherVersion, body: EntryBody): void {
    this.#others = this.#others.filter((each) => each !== other);
    if (other.token !== null) {
      this.#token = other.token;
      this.#stored = other.body;
    }
    this.#body = body;
    this.#keep();
    if (other.local !== null) void this.#keeper.forget([other.local]);
  }

  #keep(): void {
    if (this.changed) this.#keeper.keep(this.#body, { base: this.#token, confirmed: false });
    else this.#keeper.clear();
  }

  async #finish(body: EntryBody, token: string): Promise<void> {
    this.#done = true;
    this.#stored = body;
    this.#body = body;
    this.#token = token;
    this.#keeper.clear();
    await this.#keeper.flush();
  }

  /** The stored entry; one that was deleted meanwhile is brought back, since somebody is writing on it. */
  async #stillThere() {
    const { id } = this.#options;
    const entries = this.#options.entries();
    const entry = await entries.get(id);
    if (entry !== null) return entry;
    await entries.restore(id);
    return entries.get(id);
  }

  async #onRefused(failure: Failure): Promise<boolean> {
    if (failure.code !== 'changed_elsewhere') {
      this.#failure = failure;
      return false;
    }
    try {
      const remote = await this.#stillThere();
      if (remote === null || !isReadable(remote)) {
        this.#failure = failure;
      } else if (this.#sent !== null && sameEntry(remote.body, this.#sent)) {
        // It was saved the first time, and only the answer got lost.
        await this.#finish(remote.body, remote.token);
        return true;
      } else {
        this.#others = [{ body: remote.body, token: remote.token, local: null }, ...this.#others];
      }
    } catch (thrown) {
      this.#failure = toFailure(thrown);
    }
    return false;
  }
}
