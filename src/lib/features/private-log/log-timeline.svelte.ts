import { toFailure, type Failure } from '../../domain/failure/failure.ts';
import { isReadable } from '../../domain/log/entry.ts';
import { byMonth, type Month, type TimelineEntry } from '../../domain/log/timeline.ts';
import type { DraftShelf } from '../../session/local-draft-keeper.svelte.ts';
import type { EntrySource } from './ports.ts';
import { spoiltRecords, unsavedEntries, type UnsavedEntry } from './unsaved-entries.ts';

/** The open log by time. It lives as long as the log is open: a falling lock takes it away with everything in it. */
export class LogTimeline {
  readonly #source: EntrySource;
  readonly #shelf: () => DraftShelf;
  readonly #closedLogs: () => number;
  #entries = $state.raw<readonly TimelineEntry[] | undefined>(undefined);
  #unsaved = $state.raw<readonly UnsavedEntry[]>([]);
  #spoilt = $state.raw<readonly string[]>([]);
  #failure = $state.raw<Failure | null>(null);
  /** Deleted during this visit; unsaved words about them stay with them. */
  #removed = $state.raw<readonly string[]>([]);

  /** @param closedLogs how many logs of lost keys are still closed: an old password may open their entries one day */
  constructor(source: EntrySource, shelf: () => DraftShelf, closedLogs: () => number) {
    this.#source = source;
    this.#shelf = shelf;
    this.#closedLogs = closedLogs;
  }

  get loaded(): boolean {
    return this.#entries !== undefined;
  }
  get empty(): boolean {
    return this.loaded && this.#listed.length === 0;
  }

  /** How many entries do not open where an old password may still open them: they are not broken, and not offered for deletion. */
  get closed(): number {
    return (this.#entries?.length ?? 0) - this.#listed.length;
  }

  get failure(): Failure | null {
    return this.#failure;
  }
  /** Entries whose words are only on this device. */
  get unsaved(): readonly UnsavedEntry[] {
    return this.#unsaved.filter(({ id }) => !this.#removed.includes(id));
  }

  /** Whether this device keeps unsaved words that do not open any more, also not with an old password. */
  get spoilt(): boolean {
    return this.#spoilt.length > 0 && this.#closedLogs() === 0;
  }

  /** Entries by month. `today` is a calendar day, `YYYY-MM-DD`. */
  months(today: string): readonly Month[] {
    return byMonth(this.#listed, today);
  }

  /** Reads the log for the first time, and removes for good what was deleted long ago. */
  async open(): Promise<void> {
    await this.refresh();
    // Failing to is no loss: it is tried again the next time.
    await this.#source.clearDeleted().catch(() => undefined);
  }

  async refresh(): Promise<void> {
    const [entries] = await Promise.allSettled([this.#source.list(), this.#listUnsaved()]);
    if (entries.status === 'fulfilled') {
      this.#entries = entries.value;
      this.#failure = null;
    } else {
      this.#failure = toFailure(entries.reason);
    }
  }

  /** Deletes an entry; true when it is gone. `restore` takes it back. */
  async remove(id: string): Promise<boolean> {
    const done = await this.#change(() => this.#source.remove(id));
    if (done) this.#removed = [...this.#removed, id];
    return done;
  }

  async restore(id: string): Promise<boolean> {
    const done = await this.#change(() => this.#source.restore(id));
    if (done) this.#removed = this.#removed.filter((each) => each !== id);
    return done;
  }

  /** Lets unsaved words on this device go. */
  async forgetUnsaved(id: string): Promise<void> {
    const shelf = this.#shelf();
    const records = await shelf.list(`private_entry/${id}/`);
    await Promise.allSettled(records.map(({ key }) => shelf.remove(key)));
    await this.#listUnsaved();
  }

  /** Lets go of the words on this device that do not open. */
  async forgetSpoilt(): Promise<void> {
    const shelf = this.#shelf();
    await Promise.allSettled(this.#spoilt.map((key) => shelf.remove(key)));
    await this.#listUnsaved();
  }

  get #listed(): readonly TimelineEntry[] {
    const entries = this.#entries ?? [];
    return this.#closedLogs() === 0 ? entries : entries.filter(isReadable);
  }

  async #change(step: () => Promise<void>): Promise<boolean> {
    try {
      await step();
    } catch (thrown) {
      this.#failure = toFailure(thrown);
      return false;
    }
    await this.refresh();
    return true;
  }

  async #listUnsaved(): Promise<void> {
    const records = await this.#shelf().list('private_entry/');
    this.#unsaved = unsavedEntries(records);
    this.#spoilt = spoiltRecords(records);
  }
}
