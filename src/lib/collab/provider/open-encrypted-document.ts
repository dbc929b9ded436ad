import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { systemClock } from './clock.ts';
import { DocumentGenerations } from './document-generations.ts';
import { emptyShelf, indexedDbShelf } from './indexeddb-shelf.ts';
import { followPage } from './page-moments.ts';
import { RelayGeneration } from './relay-generation.ts';
import { documentSealer, anyEpochOpener } from './sealer.ts';
import type { DocumentStatus, EncryptedDocument, EncryptedDocumentOptions } from './types.ts';

/** Opens a document: reads what the device keeps, connects to the relay, and stays until it is closed. */
export function openEncryptedDocument(options: EncryptedDocumentOptions): EncryptedDocument {
  return new OpenDocument(options);
}

/** Until the device has been looked at. */
const opening: DocumentStatus = {
  connection: 'connecting',
  refusal: null,
  saved: 'here',
  changesMissing: false,
  setAside: 0,
  storage: 'ok',
  full: false,
};

class OpenDocument implements EncryptedDocument {
  readonly inner = new Y.Doc();
  readonly awareness = new Awareness(this.inner);
  readonly whenLoaded: Promise<void>;
  readonly whenSynced: Promise<void>;
  readonly #generations: DocumentGenerations<RelayGeneration>;
  readonly #listeners = new Set<(status: DocumentStatus) => void>();
  readonly #stopFollowing: () => void;
  /** What the listeners were told last. */
  #told: DocumentStatus = opening;
  #changed = false;
  #closing: Promise<void> | null = null;

  constructor(options: EncryptedDocumentOptions) {
    const { documentId, authorId, place, keys, server } = options;
    const shelf = options.persist ? indexedDbShelf(authorId, documentId) : emptyShelf;
    let read: () => void = () => undefined;
    const whenRead = new Promise<void>((resolve) => {
      read = resolve;
    });
    const earlier = (generation: number) => anyEpochOpener({ documentId, generation, keys });
    const onChange = () => {
      this.#statusChanged();
    };
    this.#generations = new DocumentGenerations({
      inner: this.inner,
      place,
      server,
      shelf,
      clock: systemClock,
      sealer: async ({ generation, epoch }) =>
        documentSealer({ documentId, generation, keys: await keys({ generation, epoch }) }),
      earlier,
      open: (at, sealer, handover) =>
        new RelayGeneration({
          ...options,
          inner: this.inner,
          awareness: this.awareness,
          place: at,
          sealer,
          keptOpener: earlier(at.generation),
          shelf,
          handover,
          onChange,
          onMoved: () => {
            this.#generations.look();
          },
          onHeavy: () => {
            this.#generations.heavy();
          },
          onRead: read,
        }),
      onChange,
    });
    this.whenLoaded = this.#generations.whenLoaded;
    this.whenSynced = whenRead.then(() => this.#generations.whenCarried());
    this.#stopFollowing = followPage({
      onHide: () => {
        void this.#generations.current?.flush();
      },
      onWake: () => {
        this.#generations.current?.connect();
      },
      onOffline: () => {
        this.#generations.current?.disconnect();
      },
    });
  }

  get status(): DocumentStatus {
    const status = this.#generations.current?.status;
    if (status === undefined) {
      return this.#generations.writtenEarly ? { ...opening, saved: 'saving' } : opening;
    }
    return { ...status, setAside: status.setAside + this.#generations.unread };
  }

  onStatus(listener: (status: DocumentStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async flush(): Promise<void> {
    // What is written before the device has been looked at has nowhere to go yet.
    if (this.#generations.current === null) await this.whenLoaded;
    await this.#generations.current?.core.flush();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#stopFollowing();
    await this.#generations.close();
    this.awareness.destroy();
    this.#listeners.clear();
    this.inner.destroy();
  }

  /** Tells the listeners once for everything that changed in this step. */
  #statusChanged(): void {
    if (this.#changed) return;
    this.#changed = true;
    queueMicrotask(() => {
      this.#changed = false;
      this.#generations.consider();
      const before = this.#told;
      const after = this.status;
      if (sameStatus(before, after)) return;
      this.#told = after;
      for (const listener of this.#listeners) listener(after);
    });
  }
}

function sameStatus(a: DocumentStatus, b: DocumentStatus): boolean {
  return (
    a.connection === b.connection &&
    a.refusal === b.refusal &&
    a.saved === b.saved &&
    a.changesMissing === b.changesMissing &&
    a.setAside === b.setAside &&
    a.storage === b.storage &&
    a.full === b.full
  );
}
