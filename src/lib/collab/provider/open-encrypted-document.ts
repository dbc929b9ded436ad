import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { roomName } from '../protocol/rooms.ts';
import { systemClock } from './clock.ts';
import { DocumentCore } from './document-core.ts';
import { EncryptedAwareness } from './encrypted-awareness.ts';
import { openIndexedDbCache } from './indexeddb-cache.ts';
import { localNames } from './local-names.ts';
import { openOuterStorage, type OuterStorage } from './outer-storage.ts';
import { followPage } from './page-moments.ts';
import { RelayConnection } from './relay-connection.ts';
import { readStored } from './read-stored.ts';
import { documentSealer } from './sealer.ts';
import { newSession } from './session-id.ts';
import type { DocumentStatus, EncryptedDocument, EncryptedDocumentOptions } from './types.ts';

/** Opens a document: reads what the device keeps, connects to the relay, and stays until it is closed. */
export function openEncryptedDocument(options: EncryptedDocumentOptions): EncryptedDocument {
  return new OpenDocument(options);
}

class OpenDocument implements EncryptedDocument {
  readonly inner = new Y.Doc();
  readonly awareness = new Awareness(this.inner);
  readonly whenLoaded: Promise<void>;
  readonly whenSynced: Promise<void>;
  readonly #outer = new Y.Doc();
  readonly #outerAwareness = new Awareness(this.#outer);
  readonly #core: DocumentCore;
  readonly #encryptedAwareness: EncryptedAwareness;
  readonly #connection: RelayConnection;
  readonly #listeners = new Set<(status: DocumentStatus) => void>();
  readonly #stopFollowing: () => void;
  #storage: OuterStorage | null = null;
  #storageRefused = false;
  /** What the listeners were told last. */
  #told: DocumentStatus;
  #changed = false;
  #closing: Promise<void> | null = null;

  constructor(options: EncryptedDocumentOptions) {
    const room = roomName(options);
    const names = localNames(options.authorId, room);
    const sealer = documentSealer(options);
    const clock = systemClock;
    const random = Math.random;
    const onChange = () => {
      this.#statusChanged();
    };
    this.#outerAwareness.setLocalState(null);
    this.#core = new DocumentCore({
      inner: this.inner,
      outer: this.#outer,
      sealer,
      clock,
      random,
      session: newSession(),
      openCache: async () => (options.persist ? openIndexedDbCache(names.cache) : null),
      watched: () => this.#encryptedAwareness.accompanied,
      onChange,
      report,
    });
    this.#encryptedAwareness = new EncryptedAwareness({
      inner: this.awareness,
      outer: this.#outerAwareness,
      sealer,
      clock,
      tell: () => this.#core.tell,
      onHeard: (told) => {
        this.#core.heard(told);
      },
    });
    let synced: () => void = () => undefined;
    let reading = false;
    const readInstead = () => {
      const { stored } = options;
      const { refusal } = this.#connection;
      const readable = refusal === 'not_yours' || refusal === 'deleted';
      if (reading || stored === undefined || !readable) return;
      reading = true;
      this.#core.onlyRead();
      void readStored({
        outer: this.#outer,
        core: this.#core,
        clock,
        stored,
        isOver: () => this.#closing !== null,
      }).then(synced);
    };
    this.whenSynced = new Promise((resolve) => {
      synced = resolve;
    });
    this.#connection = new RelayConnection({
      url: options.collabUrl,
      room,
      outer: this.#outer,
      awareness: this.#outerAwareness,
      ticket: options.ticket,
      clock,
      random,
      ...(options.WebSocketImpl ? { WebSocketImpl: options.WebSocketImpl } : {}),
      onChange: () => {
        onChange();
        readInstead();
      },
      onStored: (stateVector) => {
        this.#core.setStored(stateVector);
      },
      onSynced: (isSynced) => {
        this.#core.setSynced(isSynced);
        if (isSynced) void this.#core.drained().then(synced);
        else this.#encryptedAwareness.forgetOthers();
      },
    });
    this.#told = this.#read();
    this.whenLoaded = this.#core.load(() =>
      this.#openStorage(options.persist ? names.outer : null),
    );
    this.#stopFollowing = followPage({
      onHide: () => {
        void this.flush().then(() => this.#storage?.flush());
      },
      onWake: () => {
        this.#connection.connect();
      },
      onOffline: () => {
        this.#connection.disconnect();
      },
    });
    this.#connection.connect();
  }

  get status(): DocumentStatus {
    return this.#read();
  }

  onStatus(listener: (status: DocumentStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  flush(): Promise<void> {
    return this.#core.flush();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#stopFollowing();
    await this.whenLoaded;
    await this.#core.close();
    this.#encryptedAwareness.close();
    this.#connection.close();
    this.awareness.destroy();
    this.#outerAwareness.destroy();
    await this.#storage?.close();
    this.#listeners.clear();
    this.inner.destroy();
    this.#outer.destroy();
  }

  async #openStorage(name: string | null): Promise<void> {
    if (name === null) return;
    try {
      this.#storage = await openOuterStorage(name, this.#outer, () => {
        this.#refuseStorage();
      });
    } catch {
      this.#refuseStorage();
    }
  }

  #refuseStorage(): void {
    this.#storageRefused = true;
    this.#statusChanged();
  }

  #read(): DocumentStatus {
    const core = this.#core.status;
    return {
      ...core,
      storage: this.#storageRefused ? 'refused' : core.storage,
      connection: this.#connection.state,
      refusal: this.#connection.refusal,
    };
  }

  /** Tells the listeners once for everything that changed in this step. */
  #statusChanged(): void {
    if (this.#changed) return;
    this.#changed = true;
    queueMicrotask(() => {
      this.#changed = false;
      const before = this.#told;
      const after = this.#read();
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

/** An error of somebody else's observer: it belongs on the console like any uncaught error, and stops nothing here. */
function report(cause: unknown): void {
  queueMicrotask(() => {
    throw cause;
  });
}
