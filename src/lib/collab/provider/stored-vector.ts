import * as Y from 'yjs';

/**
 * Compares what the relay says it has stored with what this device has put into the outer document. What came from the relay is the
 * relay's and its writer's to keep, so a partner who types does not make "saved for both" flicker here.
 */
export class StoredVector {
  readonly #outer: Y.Doc;
  #stored = new Map<number, number>();
  #kept = new Map<number, number>();

  constructor(outer: Y.Doc) {
    this.#outer = outer;
  }

  /** Everything in the outer document at this moment came from this device, and may never have reached the relay. */
  noteKept(): void {
    this.#kept = Y.decodeStateVector(Y.encodeStateVector(this.#outer));
  }

  /**
   * The relay's newest word; it replaces the former one, since a relay may have lost something.
   * @throws Error when the bytes are not a state vector
   */
  set(stateVector: Uint8Array): void {
    this.#stored = Y.decodeStateVector(stateVector);
  }

  get coversAll(): boolean {
    const mine = Y.getState(this.#outer.store, this.#outer.clientID);
    if ((this.#stored.get(this.#outer.clientID) ?? 0) < mine) return false;
    for (const [client, clock] of this.#kept) {
      if ((this.#stored.get(client) ?? 0) < clock) return false;
    }
    return true;
  }
}
