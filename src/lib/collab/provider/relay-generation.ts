import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { roomName } from '../protocol/rooms.ts';
import { systemClock } from './clock.ts';
import type { Handover } from './core-options.ts';
import { DocumentCore } from './document-core.ts';
import type { OpenGeneration } from './document-generations.ts';
import { EncryptedAwareness } from './encrypted-awareness.ts';
import { localNames } from './local-names.ts';
import { openOuterStorage, type OuterStorage } from './outer-storage.ts';
import { readStored } from './read-stored.ts';
import { RelayConnection } from './relay-connection.ts';
import type { Opener, Sealer } from './sealer.ts';
import { newSession } from './session-id.ts';
import type { Shelf } from './shelf.ts';
import type { DocumentStatus, EncryptedDocumentOptions, Place } from './types.ts';

interface RelayGenerationOptions extends EncryptedDocumentOptions {
  readonly inner: Y.Doc;
  /** The editor's; it outlives the generation. */
  readonly awareness: Awareness;
  readonly sealer: Sealer;
  /** Opens what this device keeps of it, under whichever epoch. */
  readonly keptOpener: Opener;
  readonly shelf: Shelf;
  readonly handover?: Handover | undefined;
  readonly onChange: () => void;
  /** The relay says that the document is in another generation. */
  readonly onMoved: () => void;
  /** The outer document carries too much that is gone. */
  readonly onHeavy: () => void;
  /** What the relay has, or what is stored instead, is in `inner`. */
  readonly onRead: () => void;
}

/** One generation of a document in a browser: over the relay, kept in IndexedDB. */
export class RelayGeneration implements OpenGeneration {
  readonly place: Place;
  readonly core: DocumentCore;
  readonly #options: RelayGenerationOptions;
  readonly #outer = new Y.Doc();
  readonly #outerAwareness = new Awareness(this.#outer);
  readonly #encryptedAwareness: EncryptedAwareness;
  readonly #connection: RelayConnection;
  #loading: Promise<void> | null = null;
  #storage: OuterStorage | null = null;
  #storageRefused = false;
  #reading = false;
  #closed = false;

  constructor(options: RelayGenerationOptions) {
    this.#options = options;
    this.place = options.place;
    const { inner, awareness, sealer, shelf, place, handover, onHeavy } = options;
    const { generation } = place;
    const clock = systemClock;
    const random = Math.random;
    this.#outerAwareness.setLocalState(null);
    this.core = new DocumentCore({
      inner,
      outer: this.#outer,
      sealer,
      keptOpener: options.keptOpener,
      clock,
      random,
      session: newSession(),
      openCache: () => shelf.openCache(generation),
      watched: () => this.#encryptedAwareness.accompanied,
      onChange: options.onChange,
      onHeavy,
      report,
      handover,
    });
    this.#encryptedAwareness = new EncryptedAwareness({
      inner: awareness,
      outer: this.#outerAwareness,
      sealer,
      clock,
      tell: () => this.core.tell,
      onHeard: (told) => {
        this.core.heard(told);
      },
    });
    this.#connection = new RelayConnection({
      url: options.collabUrl,
      room: roomName({ documentId: options.documentId, generation }),
      outer: this.#outer,
      awareness: this.#outerAwareness,
      ticket: options.ticket,
      clock,
      random,
      ...(options.WebSocketImpl ? { WebSocketImpl: options.WebSocketImpl } : {}),
      onChange: () => {
        options.onChange();
        this.#readInstead();
      },
      onMoved: options.onMoved,
      onStored: (stateVector) => {
        this.core.setStored(stateVector);
      },
      onSynced: (isSynced) => {
        this.core.setSynced(isSynced);
        if (isSynced) void this.core.drained().then(options.onRead);
        else this.#encryptedAwareness.forgetOthers();
      },
    });
  }

  get status(): DocumentStatus {
    const { status } = this.core;
    return {
      ...status,
      storage: this.#storageRefused ? 'refused' : status.storage,
      connection: this.#connection.state,
      refusal: this.#connection.refusal,
    };
  }

  load(): Promise<void> {
    this.#loading ??= this.core.load(() => this.#openStorage());
    return this.#loading;
  }

  connect(): void {
    this.#connection.connect();
  }

  connectLater(): void {
    this.#connection.connectLater();
  }

  disconnect(): void {
    this.#connection.disconnect();
  }

  refuse(): void {
    this.#connection.refuse();
  }

  leave(): void {
    this.#encryptedAwareness.forgetOthers();
    this.#encryptedAwareness.close();
    this.#connection.close();
  }

  /** The page may be about to go: everything to the disk. */
  async flush(): Promise<void> {
    await this.core.flush();
    this.#storage?.flush();
  }

  async close(): Promise<void> {
    await this.load();
    await this.core.close();
    this.#closed = true;
    this.#encryptedAwareness.close();
    this.#connection.close();
    this.#outerAwareness.destroy();
    await this.#storage?.close();
    this.#outer.destroy();
  }

  async #openStorage(): Promise<void> {
    const { persist, authorId, documentId } = this.#options;
    if (!persist) return;
    const { outer } = localNames(authorId, roomName({ documentId, ...this.place }));
    try {
      this.#storage = await openOuterStorage(outer, this.#outer, () => {
        this.#refuseStorage();
      });
    } catch {
      this.#refuseStorage();
    }
  }

  #refuseStorage(): void {
    this.#storageRefused = true;
    this.#options.onChange();
  }

  /** Where the relay takes nothing from here any more, what is stored is read over the API. */
  #readInstead(): void {
    if (this.#reading || this.#connection.refusal === null) return;
    this.#reading = true;
    this.core.onlyRead();
    const { server, onRead } = this.#options;
    void readStored({
      outer: this.#outer,
      core: this.core,
      clock: systemClock,
      stored: () => server.stored(this.place.generation),
      isOver: () => this.#closed,
    }).then(onRead);
  }
}

/** An error of somebody else's observer: it belongs on the console like any uncaught error, and stops nothing here. */
function report(cause: unknown): void {
  queueMicrotask(() => {
    throw cause;
  });
}
