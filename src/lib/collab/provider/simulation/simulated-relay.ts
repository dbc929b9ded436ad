import * as Y from 'yjs';

/** A connection as the relay sees it. */
export interface Line {
  receive(update: Uint8Array): void;
  stored(stateVector: Uint8Array): void;
}

/**
 * A relay and its store in memory, with the powers of a hostile one: it can delete, copy and spoil items, and forget what it has not
 * stored. It knows nothing but the outer document.
 */
export class SimulatedRelay {
  #doc = new Y.Doc();
  #database: Uint8Array = Y.encodeStateAsUpdate(this.#doc);
  readonly #lines = new Set<Line>();
  readonly #clientId: () => number;
  /** Spoils the next single item that comes in, before anybody else sees it. */
  spoilNext = false;

  /** @param clientId Yjs client ids for what the relay itself writes */
  constructor(clientId: () => number) {
    this.#clientId = clientId;
    this.#doc.clientID = clientId();
  }

  get items(): Uint8Array[] {
    return itemsOf(this.#doc);
  }

  /** Size of what a newcomer would load, in bytes. */
  get bytes(): number {
    return Y.encodeStateAsUpdate(this.#doc).length;
  }

  get stateVector(): Uint8Array {
    return Y.encodeStateVector(this.#doc);
  }

  /** What the database holds. */
  get stored(): Uint8Array {
    return this.#database;
  }

  /** What somebody with this state vector lacks. */
  missingFor(stateVector: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.#doc, stateVector);
  }

  connect(line: Line): void {
    this.#lines.add(line);
    line.stored(this.#storedVector());
  }

  disconnect(line: Line): void {
    this.#lines.delete(line);
  }

  receive(update: Uint8Array, from: Line): void {
    let taken = update;
    if (this.spoilNext) {
      const spoilt = spoil(update);
      if (spoilt) {
        taken = spoilt;
        this.spoilNext = false;
      }
    }
    this.#change(() => {
      Y.applyUpdate(this.#doc, taken);
    }, from);
  }

  /** Writes everything received so far to the database and confirms it. */
  store(): void {
    this.#database = Y.encodeStateAsUpdate(this.#doc);
    for (const line of this.#lines) line.stored(this.#storedVector());
  }

  /** The process dies: what is not in the database is gone. Everybody has to connect again. */
  crash(): void {
    this.#lines.clear();
    this.#doc = new Y.Doc();
    this.#doc.clientID = this.#clientId();
    Y.applyUpdate(this.#doc, this.#database);
  }

  delete(index: number, count: number): void {
    this.#change(() => {
      const items = this.#doc.getArray('u');
      const from = Math.min(index, items.length);
      items.delete(from, Math.min(count, items.length - from));
    });
  }

  /** Inserts bytes of its own choice as an item. */
  insert(item: Uint8Array, index: number): void {
    this.#change(() => {
      const items = this.#doc.getArray('u');
      items.insert(Math.min(index, items.length), [item]);
    });
  }

  #change(change: () => void, from?: Line): void {
    const send = (update: Uint8Array) => {
      for (const line of this.#lines) if (line !== from) line.receive(update);
    };
    this.#doc.on('update', send);
    try {
      change();
    } finally {
      this.#doc.off('update', send);
    }
  }

  #storedVector(): Uint8Array {
    return Y.encodeStateVectorFromUpdate(this.#database);
  }
}

export function itemsOf(outer: Y.Doc): Uint8Array[] {
  return outer
    .getArray('u')
    .toArray()
    .filter((item) => item instanceof Uint8Array);
}

/** The update with one byte of its only envelope flipped, or null when it brings no single envelope. */
function spoil(update: Uint8Array): Uint8Array | null {
  const { structs } = Y.decodeUpdate(update);
  const contents = structs.flatMap((struct) =>
    struct instanceof Y.Item ? (struct.content.getContent() as unknown[]) : [],
  );
  const [item] = contents;
  if (contents.length !== 1 || !(item instanceof Uint8Array)) return null;
  const at = indexOf(update, item);
  if (at < 0) return null;
  const spoilt = update.slice();
  const inTag = at + item.length - 1;
  spoilt[inTag] = (spoilt[inTag] ?? 0) ^ 1;
  return spoilt;
}

function indexOf(bytes: Uint8Array, part: Uint8Array): number {
  for (let at = 0; at + part.length <= bytes.length; at += 1) {
    if (part.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}
