import { Attempt } from '$lib/session/index.ts';
import type { EncryptedDocument } from '../../../collab/provider/types.ts';
import { Failure } from '../../../domain/failure/failure.ts';
import { parseTitle } from '../../../domain/needs/title.ts';
import type { SharedDocument } from '../../../domain/space/shared-document.ts';
import { DocumentPage } from './document-page.svelte.ts';
import type { People } from './people.ts';

export interface OpenedDocumentOptions {
  readonly id: string;
  readonly documents: () => {
    get(id: string): Promise<SharedDocument | null>;
    rename(id: string, title: string): Promise<SharedDocument>;
    archive(id: string): Promise<SharedDocument>;
    restore(id: string): Promise<SharedDocument>;
    bringBack(id: string): Promise<SharedDocument>;
  };
  readonly open: (row: SharedDocument) => Promise<EncryptedDocument>;
  readonly people: () => People;
  readonly signals: {
    send(topic: 'document'): void;
    on(topic: 'document', listener: () => void): () => void;
  };
}

/** The row of a document and, once it could be opened, its page. Made for one visit: `follow` opens, its result closes. */
export class OpenedDocument {
  readonly #options: OpenedDocumentOptions;
  #row = $state.raw<SharedDocument | null>(null);
  #page = $state.raw<DocumentPage | null>(null);
  readonly #attempt = new Attempt();
  #gone = false;
  #opening = false;

  constructor(options: OpenedDocumentOptions) {
    this.#options = options;
  }

  get row(): SharedDocument | null {
    return this.#row;
  }

  /** Null until it is open. */
  get page(): DocumentPage | null {
    return this.#page;
  }

  get failure(): Failure | null {
    return this.#attempt.failure;
  }

  /** Words of this page that are nowhere else yet. */
  get unsaved(): boolean {
    return this.#page?.status.saved === 'saving';
  }

  follow(): () => void {
    void this.load();
    const stop = this.#options.signals.on('document', () => void this.#refresh());
    // What could not be asked for without a connection is asked for again.
    const online = () => {
      if (this.#page === null) void this.load();
    };
    window.addEventListener('online', online);
    return () => {
      this.#gone = true;
      stop();
      window.removeEventListener('online', online);
      void this.#close();
    };
  }

  /** Opens the document; again after a failure. */
  async load(): Promise<void> {
    if (this.#opening || this.#gone) return;
    this.#opening = true;
    await this.#attempt.alongside(async () => {
      const row = await this.#options.documents().get(this.#options.id);
      if (row?.kind !== 'needs_and_fears') throw new Failure('not_found');
      this.#row = row;
      const encrypted = await this.#options.open(row);
      if (this.#gone) await encrypted.close();
      else this.#page = new DocumentPage(encrypted, this.#options.people());
    });
    this.#opening = false;
  }

  /** Opens it anew, after its space takes writing again. */
  async reopen(): Promise<void> {
    await this.#close();
    await this.load();
  }

  /** @throws {Failure} of the title (field `title`) or of the network */
  async rename(title: string): Promise<void> {
    this.#row = await this.#options.documents().rename(this.#options.id, parseTitle(title));
    this.#options.signals.send('document');
  }

  /** Puts the document away, or brings it back; true when it was done. */
  setArchived(archived: boolean): Promise<boolean> {
    return this.#attempt.alongside(async () => {
      const documents = this.#options.documents();
      const { id } = this.#options;
      this.#row = await (archived ? documents.archive(id) : documents.restore(id));
      this.#options.signals.send('document');
    });
  }

  /** Brings the deleted document back for both, and goes on in it with all that was written here meanwhile. */
  bringBack(): Promise<boolean> {
    return this.#attempt.alongside(async () => {
      this.#row = await this.#options.documents().bringBack(this.#options.id);
      this.#options.signals.send('document');
      await this.reopen();
    });
  }

  async flush(): Promise<void> {
    await this.#page?.flush();
  }

  /** The partner renamed, archived, deleted or brought back something. The page itself follows its own document. */
  async #refresh(): Promise<void> {
    try {
      const row = await this.#options.documents().get(this.#options.id);
      if (row === null || this.#gone) return;
      const isBack = this.#row?.deletedAt != null && row.deletedAt === null;
      this.#row = row;
      if (isBack) await this.reopen();
    } catch {
      // What is shown stays; the next signal or visit asks again.
    }
  }

  async #close(): Promise<void> {
    const page = this.#page;
    this.#page = null;
    if (page === null) return;
    const changed = page.changedHere;
    await page.close();
    if (changed) this.#options.signals.send('document');
  }
}
