import type * as Y from 'yjs';
import type { Awareness } from 'y-protocols/awareness';
import type { ObjectKey } from '../../crypto/keys/types.ts';

/**
 * Where everything written so far is. `saving`: nowhere but in this page. `here`: on this device, encrypted. `both`: the relay has confirmed
 * that it is stored, so the partner gets it even when this device is lost.
 */
export type Saved = 'saving' | 'here' | 'both';

/** `refused` is final for this object: see `refusal`. */
export type Connection = 'connecting' | 'online' | 'offline' | 'refused';

/**
 * Why the relay will not have this document any more. `deleted`: open it anew once it was brought back; what was written last stays on this
 * device until then.
 */
export type Refusal = 'not_yours' | 'deleted' | 'too_large';

/** Where a document is: in which generation, and under which epoch of the space key that is sealed. */
export interface Place {
  readonly generation: number;
  readonly epoch: number;
}

/** The keys of one generation under one epoch. */
export interface DocumentKeys {
  readonly updates: ObjectKey;
  readonly awareness: ObjectKey;
}

/** What the server knows and keeps of a document, as a person at this device may ask it. Everything in it is the server's word. */
export interface DocumentServer {
  /** The newest epoch of the space key that this device knows: a document that is behind it moves on before anything is written. */
  readonly newestEpoch: () => number;
  /** Where the document is now. `newestEpoch` has heard of a new space key when this resolves. */
  look(): Promise<Place>;
  /** Moves the document past a generation, unless it is past it already; resolves with where it is then. */
  moveOn(after: number): Promise<Place>;
  /** Updates of the outer document of one generation. */
  stored(generation: number): Promise<readonly Uint8Array[]>;
  /** The same of all generations below one, as far as they are still kept. */
  storedBelow(generation: number): Promise<ReadonlyMap<number, readonly Uint8Array[]>>;
  /** This person's devices have found everything of the earlier generations again in this one. */
  confirm(generation: number): Promise<void>;
}

export interface DocumentStatus {
  readonly connection: Connection;
  /** Set exactly when `connection` is `refused`. */
  readonly refusal: Refusal | null;
  readonly saved: Saved;
  /** Something that was written is known to exist and has not reached this page. */
  readonly changesMissing: boolean;
  /** Items that could not be used (tampered, unknown version, oversized, replayed). They never stop the others. */
  readonly setAside: number;
  /** `refused`: this browser keeps nothing (blocked, private window, or full); the document works in memory only. */
  readonly storage: 'ok' | 'refused';
  /** The document is as large as it may get: what is written now may stay on this device. */
  readonly full: boolean;
}

export interface EncryptedDocumentOptions {
  /** UUID of the row in `documents`. */
  readonly documentId: string;
  /** What its row said last. */
  readonly place: Place;
  /** UUID of the person at this device: each person's encrypted cache is their own. */
  readonly authorId: string;
  /** @throws Failure `envelope_wrong_epoch` when this device has no space key of that epoch */
  readonly keys: (place: Place) => Promise<DocumentKeys>;
  readonly server: DocumentServer;
  /** `wss://host/collab`, without the room. */
  readonly collabUrl: string;
  /** Asks for a single-use ticket. @throws Failure: `not_allowed` and `not_found` end the attempts, anything else is tried again. */
  readonly ticket: (room: string) => Promise<string>;
  /** Keep an encrypted copy on this device (IndexedDB). */
  readonly persist: boolean;
  /** For Node; browsers use their own. */
  readonly WebSocketImpl?: typeof WebSocket;
}

/** One shared document, in plaintext for the editor, encrypted for everybody and everything else. */
export interface EncryptedDocument {
  /** Bind the editor and the UndoManager to this one. It may be edited at once; what others wrote arrives with origin `remoteOrigin`. */
  readonly inner: Y.Doc;
  /** Who else is here, in plaintext; its local state travels encrypted. */
  readonly awareness: Awareness;
  /** Resolves when what this device keeps has been read (also when it keeps nothing). Never rejects. */
  readonly whenLoaded: Promise<void>;
  /** Resolves when the first exchange with the relay, or what is stored instead, has been read into `inner`. Stays pending while offline. */
  readonly whenSynced: Promise<void>;
  readonly status: DocumentStatus;
  /** Calls `listener` after each change of `status`; returns the way to stop. */
  onStatus(listener: (status: DocumentStatus) => void): () => void;
  /** Encrypts and hands over all that was written so far; resolves when it is on this device, if it keeps anything. */
  flush(): Promise<void>;
  /** Flushes, then ends connection, timers and storage. Safe to call twice. */
  close(): Promise<void>;
}

/** Origin of transactions on `inner` that bring in what came from elsewhere (relay or cache): keep it out of undo. */
export const remoteOrigin: unique symbol = Symbol('holdfast.remote');
