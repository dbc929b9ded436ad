import { Attempt } from '$lib/session/index.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { parseTitle } from '../../../domain/needs/title.ts';
import type { DocumentShelves, SharedDocument } from '../../../domain/space/shared-document.ts';

/** What the list asks of the space's documents. */
export interface DocumentRepository {
  list(): Promise<DocumentShelves>;
  create(document: { readonly id: string; readonly title: string }): Promise<SharedDocument>;
  rename(id: string, title: string): Promise<SharedDocument>;
  archive(id: string): Promise<SharedDocument>;
  restore(id: string): Promise<SharedDocument>;
  remove(id: string): Promise<SharedDocument>;
  bringBack(id: string): Promise<SharedDocument>;
  forgetDeleted(): Promise<void>;
}

export interface ChangeSignals {
  send(topic: 'document'): void;
  on(topic: 'document', listener: () => void): () => void;
}

export interface DocumentsListOptions {
  readonly documents: () => DocumentRepository;
  readonly signals: ChangeSignals;
}

/** The needs-and-fears documents of the space: those in use, those put away, and those deleted that can be brought back. */
export class DocumentsList {
  readonly #options: DocumentsListOptions;
  #inUse = $state.raw<readonly SharedDocument[] | null>(null);
  #archived = $state.raw<readonly SharedDocument[]>([]);
  #deleted = $state.raw<readonly SharedDocument[]>([]);
  readonly #attempt = new Attempt();
  #asked = 0;

  constructor(options: DocumentsListOptions) {
    this.#options = options;
  }

  /** The one changed last first; null until they are known. */
  get inUse(): readonly SharedDocument[] | null {
    return this.#inUse;
  }

  get archived(): readonly SharedDocument[] {
    return this.#archived;
  }

  get deleted(): readonly SharedDocument[] {
    return this.#deleted;
  }

  /** Why the list could not be read or changed. */
  get failure(): Failure | null {
    return this.#attempt.failure;
  }

  /** Reads the list now and whenever the partner changes it; the result ends that. */
  follow(): () => void {
    void this.load();
    // What is past its days is removed when somebody looks. What fails here is done at another visit.
    void this.#options
      .documents()
      .forgetDeleted()
      .catch(() => undefined);
    return this.#options.signals.on('document', () => void this.load());
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    await this.#attempt.alongside(async () => {
      const { inUse, archived, deleted } = await this.#options.documents().list();
      // Only the newest question is answered: an older answer may come later.
      if (asked !== this.#asked) return;
      this.#inUse = inUse;
      this.#archived = archived;
      this.#deleted = deleted;
    });
  }

  /**
   * Begins a document.
   * @param id made by the caller and kept over retries, so that a lost answer does not make two
   * @throws {Failure} of the title (field `title`), of the network, `space_closed` in a paused or closed space
   */
  async create(id: string, title: string): Promise<SharedDocument> {
    const made = await this.#options.documents().create({ id, title: parseTitle(title) });
    this.#options.signals.send('document');
    // What this device keeps of the list shall know of it, too.
    void this.load();
    return made;
  }

  /** @throws {Failure} as `create` */
  async rename(id: string, title: string): Promise<void> {
    await this.#options.documents().rename(id, parseTitle(title));
    await this.#changed();
  }

  /** Puts a document away; true when it was done. */
  archive(id: string): Promise<boolean> {
    return this.#attempt.alongside(async () => {
      await this.#options.documents().archive(id);
      await this.#changed();
    });
  }

  restore(id: string): Promise<boolean> {
    return this.#attempt.alongside(async () => {
      await this.#options.documents().restore(id);
      await this.#changed();
    });
  }

  /** Deletes a document for both; true when it was done. */
  remove(id: string): Promise<boolean> {
    return this.#attempt.alongside(async () => {
      await this.#options.documents().remove(id);
      await this.#changed();
    });
  }

  /** Brings a deleted one back for both. */
  bringBack(id: string): Promise<boolean> {
    return this.#attempt.alongside(async () => {
      await this.#options.documents().bringBack(id);
      await this.#changed();
    });
  }

  async #changed(): Promise<void> {
    this.#options.signals.send('document');
    await this.load();
  }
}
