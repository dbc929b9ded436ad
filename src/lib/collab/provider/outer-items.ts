import type * as Y from 'yjs';
import { Coverage } from './coverage.ts';

/** Why an item was not used. */
export type AsideReason =
  | 'tampered'
  | 'unknown_version'
  | 'wrong_epoch'
  | 'malformed'
  | 'oversized'
  | 'replayed'
  | 'too_many';

export type ItemState =
  | { readonly is: 'waiting' }
  | { readonly is: 'update'; readonly session: string; readonly seq: number }
  | { readonly is: 'snapshot'; readonly covers: Coverage }
  | { readonly is: 'aside'; readonly reason: AsideReason };

/** Origin of transactions in which this device writes to the outer document. */
const publishOrigin: unique symbol = Symbol('holdfast.publish');

const waiting: ItemState = { is: 'waiting' };

/** More items than this are set aside unread: no honest document, which is compacted at 64, comes near. */
const maxItems = 50_000;

/**
 * The envelopes in the outer document and what is known of each. An item is known by the identity of its stored bytes, which Yjs keeps as
 * long as the item lives: indices move while something is being encrypted, identities do not.
 */
export class OuterItems {
  readonly outer: Y.Doc;
  readonly #array: Y.Array<unknown>;
  #states = new Map<Uint8Array, ItemState>();
  #foreign = 0;
  #own: ItemState | null = null;
  readonly #onChange: (removed: boolean) => void;

  /** @param onChange called after each change of the outer document; `removed` tells that used items went away */
  constructor(outer: Y.Doc, onChange: (removed: boolean) => void) {
    this.outer = outer;
    this.#array = outer.getArray('u');
    this.#onChange = onChange;
    this.#array.observe(this.#follow);
    this.#read();
  }

  /** Items that have not been opened yet, oldest place first. */
  waiting(limit: number): Uint8Array[] {
    const found: Uint8Array[] = [];
    for (const [item, state] of this.#states) {
      if (state.is !== 'waiting') continue;
      found.push(item);
      if (found.length === limit) break;
    }
    return found;
  }

  /** Notes what became of an item; one that went away meanwhile is ignored. */
  mark(item: Uint8Array, state: ItemState): void {
    if (this.#states.has(item)) this.#states.set(item, state);
  }

  get all(): ReadonlyMap<Uint8Array, ItemState> {
    return this.#states;
  }

  /** Items that are set aside, those that are no envelopes at all included. */
  get asideCount(): number {
    let count = this.#foreign;
    for (const state of this.#states.values()) if (state.is === 'aside') count += 1;
    return count;
  }

  /** Everything that the present items hold. */
  covered(): Coverage {
    const covered = new Coverage();
    for (const state of this.#states.values()) {
      if (state.is === 'update') covered.add(state.session, state.seq);
      if (state.is === 'snapshot') covered.addAll(state.covers);
    }
    return covered;
  }

  /** Appends an envelope of ours, in one synchronous transaction with the removal of what it makes superfluous. */
  push(envelope: Uint8Array, state: ItemState, superfluous?: ReadonlySet<Uint8Array>): void {
    this.#own = state;
    try {
      this.outer.transact(() => {
        if (superfluous) this.#remove(superfluous);
        this.#array.push([envelope]);
      }, publishOrigin);
    } finally {
      this.#own = null;
    }
  }

  destroy(): void {
    this.#array.unobserve(this.#follow);
  }

  readonly #follow = (_event: unknown): void => {
    this.#onChange(this.#read());
  };

  /** Brings the states in line with the array; true when a used item went away. */
  #read(): boolean {
    const before = this.#states;
    const after = new Map<Uint8Array, ItemState>();
    let foreign = 0;
    for (const item of this.#array.toArray()) {
      if (!(item instanceof Uint8Array)) foreign += 1;
      else after.set(item, before.get(item) ?? this.#first(after.size));
    }
    this.#states = after;
    this.#foreign = foreign;
    // What we remove ourselves is covered by what we push with it.
    if (this.#own) return false;
    for (const [item, state] of before) {
      if (state.is !== 'aside' && !after.has(item)) return true;
    }
    return false;
  }

  /** What a new item is at first: ours within our own transaction, else to be opened. */
  #first(index: number): ItemState {
    if (this.#own) return this.#own;
    return index < maxItems ? waiting : { is: 'aside', reason: 'too_many' };
  }

  #remove(superfluous: ReadonlySet<Uint8Array>): void {
    const items = this.#array.toArray();
    for (let end = items.length; end > 0;) {
      let start = end;
      while (start > 0 && superfluous.has(items[start - 1] as Uint8Array)) start -= 1;
      if (start < end) this.#array.delete(start, end - start);
      end = start === end ? end - 1 : start;
    }
  }
}
