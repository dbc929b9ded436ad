import { Awareness, applyAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { closeCode } from '../../lib/collab/protocol/frames.ts';
import type { Room as RoomId } from '../../lib/collab/protocol/rooms.ts';
import type { Log } from '../log/log.ts';
import { compactRows, compactFrom } from './compaction.ts';
import type { DocumentRows, StoredUpdate } from './document-rows.ts';
import {
  awarenessFrame,
  storedFrame,
  syncAnswer,
  syncQuestion,
  updateFrame,
  type Message,
} from './messages.ts';
import type { Person } from './person.ts';
import { RoomStore } from './store.ts';
import { applyUntrusted } from './untrusted.ts';

/** One open socket in a room. */
export interface Seat {
  readonly person: Person;
  send(frame: Uint8Array): void;
  close(code: number): void;
}

export interface RoomOptions {
  readonly id: RoomId;
  readonly rows: DocumentRows;
  readonly maxWaitingBytes: number;
  readonly maxWaitingMs: number;
  readonly log: Log;
  /** The room must be forgotten: nobody is in it and all is stored, or it starts again from what is stored. */
  readonly onEnded: () => void;
}

/** A room's share of the memory: what is received beyond it is refused. */
const maxRoomBytes = 64 * 1024 * 1024;

/** Cursors in one room. Whoever brings more than two people can have is making them up. */
const maxAwarenessClients = 256;

/** Marks what came out of the database and therefore needs no storing. */
const fromRows = Symbol('rows');

/** One generation of one document in memory: relays between its seats, and keeps the store up with them. */
export class Room {
  readonly #options: RoomOptions;
  readonly #doc = new Y.Doc();
  readonly #awareness = new Awareness(this.#doc);
  /** Awareness clients that each seat brought, so that they go with it. */
  readonly #seats = new Map<Seat, Set<number>>();
  readonly #store: RoomStore;
  /** Rows that are in the document. */
  readonly #knownRows = new Set<number>();
  /** Rows that are no updates: kept where they are, and not asked for again. */
  readonly #unreadableRows = new Set<number>();
  /** Who sent what waits inside Yjs for an update that it builds on. */
  #waitsFor: Person | null = null;
  #bytes = 0;
  #stored: Uint8Array = Y.encodeStateVector(this.#doc);
  #compacting = false;
  #ended = false;

  private constructor(options: RoomOptions) {
    this.#options = options;
    this.#awareness.setLocalState(null);
    this.#store = new RoomStore({
      append: async (person, updates) => {
        const seqs = await options.rows.append(person, options.id, updates);
        for (const seq of seqs) this.#knownRows.add(seq);
      },
      received: () => Y.encodeStateVector(this.#doc),
      onStored: (stateVector) => {
        this.#confirm(stateVector);
        this.#inBackground(this.#compactWhen(compactFrom.whileOpen));
      },
      onGivenUp: () => {
        this.restart();
      },
      maxWaitingBytes: options.maxWaitingBytes,
      maxWaitingMs: options.maxWaitingMs,
      log: options.log,
    });
    this.#doc.on('update', this.#onUpdate);
    this.#awareness.on('update', this.#onAwareness);
  }

  /** Loads the room as `person`. @throws ApiError */
  static async load(person: Person, options: RoomOptions): Promise<Room> {
    const room = new Room(options);
    try {
      for await (const page of options.rows.load(person, options.id)) room.#take(page);
    } catch (error) {
      room.#end();
      throw error;
    }
    room.#stored = Y.encodeStateVector(room.#doc);
    return room;
  }

  get seats(): Iterable<Seat> {
    return this.#seats.keys();
  }

  /** Whether it has been forgotten: open it anew. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Seats somebody: asks for what they have, and tells what is stored and who is here. */
  enter(seat: Seat): void {
    this.#seats.set(seat, new Set());
    seat.send(syncQuestion(this.#doc));
    seat.send(storedFrame(this.#stored));
    this.#sendAwareness(seat);
  }

  leave(seat: Seat): void {
    const clients = this.#seats.get(seat);
    if (clients === undefined) return;
    this.#seats.delete(seat);
    removeAwarenessStates(this.#awareness, [...clients], null);
    this.endIfEmpty(seat.person);
  }

  /** When nobody is here: stores the rest, tidies up as the person who was here last, and ends. */
  endIfEmpty(last: Person): void {
    if (this.#seats.size === 0) this.#inBackground(this.#settle(last));
  }

  /**
   * @returns false when the document would grow too large
   * @throws when a message holds no valid update
   */
  receive(seat: Seat, message: Message): boolean {
    if (!this.#seats.has(seat)) return true;
    switch (message.kind) {
      case 'asks':
        seat.send(syncAnswer(this.#doc, message.stateVector));
        return true;
      case 'update':
        if (this.#bytes + message.update.byteLength > maxRoomBytes) return false;
        this.#bytes += message.update.byteLength;
        applyUntrusted(this.#doc, message.update, seat);
        this.#waitsFor = this.#doc.store.pendingStructs === null ? null : seat.person;
        return true;
      case 'awareness':
        applyAwarenessUpdate(this.#awareness, message.update, seat);
        this.#boundAwareness();
        return true;
      case 'asks_awareness':
        this.#sendAwareness(seat);
        return true;
    }
  }

  /** Says again what is stored: also a sign of life, without which y-websocket gives a silent socket up. */
  repeatStored(): void {
    this.#sendAll(storedFrame(this.#stored));
  }

  /** Brings in what other relays have stored. @throws ApiError */
  async catchUp(person: Person): Promise<void> {
    const { rows, id } = this.#options;
    const unknown = (await rows.listNewest(person, id)).filter(
      (seq) => !this.#knownRows.has(seq) && !this.#unreadableRows.has(seq),
    );
    if (unknown.length === 0 || this.#ended) return;
    this.#take(await rows.pick(person, id, unknown));
    if (this.#store.idle) this.#confirm(Y.encodeStateVector(this.#doc));
  }

  /** Resolves when everything received so far is stored, or was given up. */
  flush(): Promise<void> {
    return this.#store.flush();
  }

  /** Sends everybody away, to come again at once; what is not stored yet comes back with them. */
  restart(): void {
    const seats = [...this.#seats.keys()];
    this.#seats.clear();
    for (const seat of seats) seat.close(closeCode.restarting);
    this.#end();
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    const sender = [...this.#seats.keys()].find((seat) => seat === origin);
    this.#sendAll(updateFrame(update), sender);
    const author = sender?.person ?? this.#waitsFor;
    if (author !== null) this.#store.add(author, update);
  };

  readonly #onAwareness = (
    { added, updated, removed }: { added: number[]; updated: number[]; removed: number[] },
    origin: unknown,
  ): void => {
    for (const [seat, clients] of this.#seats) {
      if (seat !== origin) continue;
      for (const client of added) clients.add(client);
      for (const client of removed) clients.delete(client);
    }
    // The sender hears it too: y-websocket takes silence for a dead connection.
    this.#sendAll(awarenessFrame(this.#awareness, [...added, ...updated, ...removed]));
  };

  #take(page: readonly StoredUpdate[]): void {
    for (const { seq, update } of page) {
      try {
        applyUntrusted(this.#doc, update, fromRows);
        this.#knownRows.add(seq);
        this.#bytes += update.byteLength;
      } catch {
        // A row that is no update was put there past the relay; the others still make a document.
        this.#unreadableRows.add(seq);
        this.#options.log({ event: 'row_unreadable', id: this.#options.id.documentId });
      }
    }
  }

  #confirm(stateVector: Uint8Array): void {
    this.#stored = stateVector;
    this.#sendAll(storedFrame(stateVector));
  }

  #sendAll(frame: Uint8Array, except?: Seat): void {
    for (const seat of this.#seats.keys()) if (seat !== except) seat.send(frame);
  }

  #sendAwareness(seat: Seat): void {
    const clients = [...this.#awareness.getStates().keys()];
    if (clients.length > 0) seat.send(awarenessFrame(this.#awareness, clients));
  }

  /** @throws when there are more cursors than two people can have; those of the seat that brought them go with it */
  #boundAwareness(): void {
    const { states, meta } = this.#awareness;
    if (states.size > maxAwarenessClients) throw new Error('too many clients');
    // y-protocols never forgets the clock of a client that has left.
    if (meta.size <= 4 * maxAwarenessClients) return;
    for (const client of meta.keys()) if (!states.has(client)) meta.delete(client);
  }

  /** Work that nobody waits for. What goes wrong in it is this room's trouble alone: the room starts again from what is stored. */
  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => {
      const code = error instanceof Error ? error.name : 'unknown';
      this.#options.log({ event: 'room_failed', id: this.#options.id.documentId, code });
      this.restart();
    });
  }

  async #compactWhen(rowCount: number, person?: Person): Promise<void> {
    const as = person ?? [...this.#seats.keys()][0]?.person;
    if (as === undefined || this.#compacting || this.#ended || this.#knownRows.size < rowCount)
      return;
    this.#compacting = true;
    try {
      const { rows, id } = this.#options;
      const bytes = await compactRows(rows, as, id, this.#knownRows, this.#doc);
      if (bytes === null) return;
      this.#bytes = bytes;
      this.#options.log({ event: 'compacted', id: id.documentId });
    } finally {
      this.#compacting = false;
    }
  }

  /** The last one has left: stores the rest, tidies up, and ends unless somebody has come meanwhile. */
  async #settle(last: Person): Promise<void> {
    await this.#store.flush();
    if (this.#seats.size === 0) await this.#compactWhen(compactFrom.whenEmpty, last);
    if (this.#seats.size === 0 && this.#store.idle) this.#end();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#store.close();
    this.#awareness.destroy();
    this.#doc.destroy();
    this.#options.onEnded();
  }
}
