import type * as z from 'zod/mini';
import { localDraftSchema, type LocalDraft } from '../domain/draft/local-draft.ts';
import { toFailure, type Failure } from '../domain/failure/failure.ts';
import { wallClock } from './wall-clock.ts';

/** Sealed texts on this device, as far as a keeper needs them. */
export interface DraftShelf {
  put(key: string, value: unknown): Promise<void>;
  /** What does not open has the value null. */
  list(prefix: string): Promise<readonly { readonly key: string; readonly value: unknown }[]>;
  remove(key: string): Promise<void>;
}

export interface LocalDraftKeeperOptions<Content> {
  readonly shelf: () => DraftShelf;
  /** What is being written, for instance `check_in/<uuid>`. Every tab keeps its own record below it. */
  readonly subject: string;
  readonly schema: z.ZodMiniType<Content>;
  readonly now?: () => Date;
}

/** What a text grew out of, and whether the server holds exactly it. */
export interface Provenance {
  readonly base: string | null;
  readonly confirmed: boolean;
}

/** `none`: nothing to keep yet. `keeping`: on its way. `kept`: this device holds the newest words. `refused`: it does not. */
export type KeepState = 'none' | 'keeping' | 'kept' | 'refused';

/**
 * Keeps what is being written on this device, sealed, from the first letter on. One write is under way at a time and the newest
 * text is the next, so that fast typing neither queues up nor loses its end.
 */
export class LocalDraftKeeper<Content> {
  /** Random name of this page, so that two tabs never overwrite each other's words. */
  readonly writer = crypto.randomUUID();
  readonly #options: LocalDraftKeeperOptions<Content>;
  readonly #schema: z.ZodMiniType<LocalDraft<Content>>;
  #state = $state<KeepState>('none');
  #failure = $state.raw<Failure | null>(null);
  #next: (() => Promise<void>) | null = null;
  #running: Promise<void> | null = null;

  constructor(options: LocalDraftKeeperOptions<Content>) {
    this.#options = options;
    this.#schema = localDraftSchema(options.schema);
  }

  get state(): KeepState {
    return this.#state;
  }

  /** Why the device does not keep the words; null while it does. */
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Texts that were kept for this subject by this and other pages. What does not open or fit is left where it is. */
  async find(): Promise<LocalDraft<Content>[]> {
    const records = await this.#options.shelf().list(`${this.#options.subject}/`);
    return records.flatMap(({ value }) => {
      const parsed = this.#schema.safeParse(value);
      return parsed.success ? [parsed.data] : [];
    });
  }

  /** Keeps this text; a newer one that comes in before it was written takes its place. */
  keep(content: Content, { base, confirmed }: Provenance): void {
    const at = (this.#options.now ?? wallClock)().toISOString();
    const draft: LocalDraft<Content> = { content, base, confirmed, at, writer: this.writer };
    this.#enqueue(() => this.#options.shelf().put(this.#key(this.writer), draft), 'kept');
  }

  /** Lets go of this page's own record. */
  clear(): void {
    this.#enqueue(() => this.#options.shelf().remove(this.#key(this.writer)), 'none');
  }

  /** Lets go of records of other pages, once their words are held elsewhere. Failing to is no loss. */
  async forget(drafts: readonly LocalDraft<Content>[]): Promise<void> {
    const others = drafts.filter(({ writer }) => writer !== this.writer);
    const shelf = this.#options.shelf();
    await Promise.allSettled(others.map(({ writer }) => shelf.remove(this.#key(writer))));
  }

  /** Waits until the newest text has been written, or has failed to be. */
  async flush(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  #key(writer: string): string {
    return `${this.#options.subject}/${writer}`;
  }

  #enqueue(write: () => Promise<void>, done: KeepState): void {
    this.#state = 'keeping';
    this.#next = async () => {
      try {
        await write();
        this.#failure = null;
        if (this.#next === null) this.#state = done;
      } catch (thrown) {
        this.#failure = toFailure(thrown);
        if (this.#next === null) this.#state = 'refused';
      }
    };
    this.#running ??= this.#drain();
  }

  async #drain(): Promise<void> {
    // The first write starts in a later microtask, so that `#running` is set before it can end.
    await Promise.resolve();
    while (this.#next !== null) {
      const write = this.#next;
      this.#next = null;
      await write();
    }
    this.#running = null;
  }
}
