import { Attempt } from '$lib/session/index.ts';
import { NeedsAndFears } from '../../../collab/documents/needs/needs-and-fears.ts';
import { goBack, type Opened } from '../../../collab/documents/versions/go-back.ts';
import { outlineOf } from '../../../collab/documents/versions/outline-of.ts';
import { documentOf, stateOf } from '../../../collab/documents/versions/state.ts';
import type { EncryptedDocument } from '../../../collab/provider/types.ts';
import { Failure } from '../../../domain/failure/failure.ts';
import { parseTitle } from '../../../domain/needs/title.ts';
import { compareOutlines, type Comparison } from '../../../domain/needs/versions/compare.ts';
import type { DocumentVersion, Outline } from '../../../domain/needs/versions/outline.ts';
import type { SharedDocument } from '../../../domain/space/shared-document.ts';
import { labelBefore } from './version-words.ts';

export interface VersionRepository {
  list(documentId: string): Promise<readonly DocumentVersion[]>;
  keep(version: {
    readonly id: string;
    readonly documentId: string;
    readonly label: string;
    readonly state: Uint8Array;
  }): Promise<void>;
  state(version: DocumentVersion): Promise<Uint8Array>;
}

export interface VersionsOptions {
  readonly documentId: string;
  readonly documents: () => { get(id: string): Promise<SharedDocument | null> };
  readonly versions: () => VersionRepository;
  readonly open: (
    place: Pick<SharedDocument, 'id' | 'generation' | 'epoch'>,
  ) => Promise<EncryptedDocument>;
  /** User ids of the two. */
  readonly people: () => { readonly me: string; readonly partner: string | null };
  readonly signals: {
    send(topic: 'document'): void;
    on(topic: 'document', listener: () => void): () => void;
  };
}

/** A document has gone back to a version, and can be taken from there once more. */
export interface GoneBack {
  /** Makes it say again what it said before, with what anybody has written since. Works until `letGo`, also after the page was left. */
  takeBack(): Promise<void>;
  letGo(): void;
}

/** The document as it is at this moment, in place of a version. */
export const now = 'now';

/** How long what is written must rest before it is compared anew, in milliseconds. */
const restMs = 300;

/** The versions of one document, and what is different between two of them. `follow` opens, its result closes. */
export class VersionsOfDocument {
  readonly #options: VersionsOptions;
  #row = $state.raw<SharedDocument | null>(null);
  #list = $state.raw<readonly DocumentVersion[] | null>(null);
  readonly #attempt = new Attempt();
  #present = $state.raw<Outline | null>(null);
  /** What was read of versions, by id. */
  #outlines = $state.raw<Readonly<Record<string, Outline>>>({});
  #earlier = $state<string | null>(null);
  #later = $state<string>(now);
  #encrypted: EncryptedDocument | null = null;
  #needs: NeedsAndFears | null = null;
  /** A version that may be kept already, where only the answer got lost. */
  #tried: { readonly id: string; readonly label: string; readonly state: Uint8Array } | null = null;
  #gone = false;
  /** Ways back that are still offered: the document stays open for them. */
  #offered = 0;
  readonly #comparison = $derived.by(() => this.#compare());

  constructor(options: VersionsOptions) {
    this.#options = options;
  }

  get row(): SharedDocument | null {
    return this.#row;
  }

  /** The newest first; null until they are known. */
  get list(): readonly DocumentVersion[] | null {
    return this.#list;
  }

  get failure(): Failure | null {
    return this.#attempt.failure;
  }

  /** Whether the document is here, so that it can be kept and gone back in. */
  get ready(): boolean {
    return this.#present !== null;
  }

  /** The version that is compared; null while none is. */
  get earlier(): string | null {
    return this.#earlier;
  }

  /** What it is compared with: another version, or `now`. */
  get later(): string {
    return this.#later;
  }

  /** Null until both have been read. */
  get comparison(): Comparison | null {
    return this.#comparison;
  }

  follow(): () => void {
    void this.load();
    const stop = this.#options.signals.on('document', () => void this.#refresh());
    return () => {
      this.#gone = true;
      stop();
      this.#closeWhenDone();
    };
  }

  /** Opens the document and its versions; again after a failure. */
  async load(): Promise<void> {
    await this.#attempt.alongside(async () => {
      const { documentId, documents } = this.#options;
      const row = await documents().get(documentId);
      if (row?.kind !== 'needs_and_fears') throw new Failure('not_found');
      this.#row = row;
      await Promise.all([this.#readList(), this.#open(row)]);
    });
  }

  /** Compares a version with now, or with another one. */
  compare(earlier: string, later: string = now): Promise<boolean> {
    this.#earlier = earlier;
    this.#later = later === earlier ? now : later;
    return this.#attempt.alongside(async () => {
      for (const id of [this.#earlier, this.#later]) {
        if (id !== null && id !== now) await this.#readOutline(id);
      }
    });
  }

  /**
   * Keeps what stands in the document now. Tried again after a lost answer, under the same name and with the same words, it keeps one.
   * @throws {Failure} of the label (field `title`), of the network, `document_full`, `versions_full`, `document_deleted`, `space_closed`
   */
  async keep(typed: string): Promise<void> {
    const label = parseTitle(typed);
    const state = this.#state();
    const tried = this.#tried;
    const again = tried?.label === label && isSameState(tried.state, state);
    const id = again ? tried.id : crypto.randomUUID();
    this.#tried = { id, label, state };
    await this.#keep(id, label, state);
    this.#tried = null;
    this.#options.signals.send('document');
    await this.#readList();
  }

  /**
   * Makes the document say again what it said in a version. What it says now is kept as a version first, so that nothing is lost. Null
   * when it could not be done: then nothing was changed.
   */
  async goBack(id: string): Promise<GoneBack | null> {
    const gone: GoneBack[] = [];
    await this.#attempt.alongside(async () => {
      gone.push(await this.#goBack(id));
    });
    return gone[0] ?? null;
  }

  async #goBack(id: string): Promise<GoneBack> {
    const version = this.#versionOf(id);
    const needs = this.#needs;
    const encrypted = this.#encrypted;
    if (needs === null || encrypted === null) throw new Failure('locked');
    // Nothing that is written here reaches the other one any more.
    if (encrypted.status.refusal === 'too_large') throw new Failure('document_full');
    const opened = await this.#openVersion(version);
    try {
      await this.#keep(crypto.randomUUID(), labelBefore(version), this.#state());
      const takeBack = goBack({ doc: encrypted.inner, needs }, opened, this.#options.people().me);
      const told = async () => {
        await encrypted.flush();
        this.#options.signals.send('document');
      };
      await told();
      await this.#refresh();
      return this.#offer(async () => {
        takeBack();
        await told();
      });
    } finally {
      opened.needs.destroy();
      opened.doc.destroy();
    }
  }

  #offer(takeBack: () => Promise<void>): GoneBack {
    this.#offered += 1;
    return {
      takeBack,
      letGo: () => {
        this.#offered -= 1;
        this.#closeWhenDone();
      },
    };
  }

  #closeWhenDone(): void {
    if (!this.#gone || this.#offered > 0) return;
    this.#needs?.destroy();
    void this.#encrypted?.close();
  }

  async #open(row: SharedDocument): Promise<void> {
    if (this.#encrypted !== null) return;
    const encrypted = await this.#options.open({
      id: row.id,
      generation: row.generation,
      epoch: row.epoch,
    });
    if (this.#gone) return encrypted.close();
    this.#encrypted = encrypted;
    const needs = new NeedsAndFears(encrypted.inner, this.#options.people());
    this.#needs = needs;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!this.#gone) this.#present = outlineOf(needs);
      }, restMs);
    };
    encrypted.inner.on('update', look);
    await encrypted.whenLoaded;
    // What this device keeps is the present state only where nothing newer can be had.
    if (encrypted.status.connection !== 'offline') {
      await Promise.race([encrypted.whenSynced, disconnected(encrypted)]);
    }
    if (!this.#gone) this.#present = outlineOf(needs);
  }

  /** What stands in the document now. @throws Failure `locked` while it is not open */
  #state(): Uint8Array {
    if (this.#encrypted === null) throw new Failure('locked');
    return stateOf(this.#encrypted.inner);
  }

  #keep(id: string, label: string, state: Uint8Array): Promise<void> {
    const { documentId, versions } = this.#options;
    return versions().keep({ id, documentId, label, state });
  }

  async #readList(): Promise<void> {
    const list = await this.#options.versions().list(this.#options.documentId);
    if (!this.#gone) this.#list = list;
  }

  async #readOutline(id: string): Promise<void> {
    if (id in this.#outlines) return;
    const { doc, needs } = await this.#openVersion(this.#versionOf(id));
    this.#outlines = { ...this.#outlines, [id]: outlineOf(needs) };
    needs.destroy();
    doc.destroy();
  }

  async #openVersion(version: DocumentVersion): Promise<Opened> {
    const doc = documentOf(await this.#options.versions().state(version));
    return { doc, needs: new NeedsAndFears(doc, this.#options.people()) };
  }

  #versionOf(id: string): DocumentVersion {
    const version = this.#list?.find((each) => each.id === id);
    if (version === undefined) throw new Failure('not_found');
    return version;
  }

  #compare(): Comparison | null {
    const outline = (id: string | null) =>
      id === null ? null : id === now ? this.#present : (this.#outlines[id] ?? null);
    const [before, after] = [outline(this.#earlier), outline(this.#later)];
    return before === null || after === null ? null : compareOutlines(before, after);
  }

  /** The partner kept a version, or the row changed. */
  async #refresh(): Promise<void> {
    await this.#readList().catch(() => undefined);
  }
}

function isSameState(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, n) => byte === b[n]);
}

function disconnected(encrypted: EncryptedDocument): Promise<void> {
  return new Promise((resolve) => {
    const stop = encrypted.onStatus(({ connection }) => {
      if (connection !== 'offline') return;
      stop();
      resolve();
    });
  });
}
