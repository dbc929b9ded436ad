import { roomName, type Room as RoomId } from '../../lib/collab/protocol/rooms.ts';
import type { Log } from '../log/log.ts';
import type { DocumentRows } from './document-rows.ts';
import type { Person } from './person.ts';
import { Room } from './room.ts';

export interface RoomsOptions {
  readonly rows: DocumentRows;
  readonly maxWaitingBytes: number;
  readonly maxWaitingMs: number;
  readonly log: Log;
}

/** The rooms in memory: each is loaded once, when the first comes, and ends when the last has left and all is stored. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #opening = new Map<string, Promise<Room>>();
  readonly #open = new Map<string, { readonly id: RoomId; readonly room: Room }>();

  constructor(options: RoomsOptions) {
    this.#options = options;
  }

  [Symbol.iterator](): IterableIterator<{ readonly id: RoomId; readonly room: Room }> {
    return this.#open.values();
  }

  /** The room, loaded as `person` if it is not in memory. It may have ended when the caller gets it. @throws ApiError */
  async open(person: Person, id: RoomId): Promise<Room> {
    const name = roomName(id);
    const known = this.#open.get(name);
    if (known !== undefined) return known.room;
    let opening = this.#opening.get(name);
    if (opening === undefined) {
      opening = this.#load(person, id, name).finally(() => this.#opening.delete(name));
      this.#opening.set(name, opening);
    }
    return opening;
  }

  async #load(person: Person, id: RoomId, name: string): Promise<Room> {
    let loaded: Room | null = null;
    loaded = await Room.load(person, {
      ...this.#options,
      id,
      onEnded: () => {
        if (this.#open.get(name)?.room === loaded) this.#open.delete(name);
      },
    });
    this.#open.set(name, { id, room: loaded });
    return loaded;
  }
}
