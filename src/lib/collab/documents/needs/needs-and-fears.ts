import * as Y from 'yjs';
import { Failure } from '../../../domain/failure/failure.ts';
import { itemTexts, mayAnswerMeToo, mayWrite, type ItemKind } from '../../../domain/needs/item.ts';
import { limits } from '../../../domain/needs/limits.ts';
import { parseItem, type NeedOrFear, type Owners } from './parse-item.ts';
import { comparePlaced, positionAtEnd, positionsToMove } from './positions.ts';
import { createUndo, ownChange } from './undo.ts';

/** What the document holds now, in the order in which both partners see it. */
export interface Contents {
  readonly items: readonly NeedOrFear[];
  /** Entries that this version cannot show. They stay in the document as they are. */
  readonly setAside: number;
}

export interface Removal {
  /** Brings the item back where it was. Does nothing when it is back already. */
  restore(): void;
}

/** `me` is the person at this device. */
export interface NeedsAndFearsOptions extends Owners {
  readonly now?: () => number;
  readonly newId?: () => string;
}

/**
 * A needs-and-fears document over its plaintext Y.Doc: `items` by id, and the `opening` text that both write at once.
 * Reading tolerates whatever another client wrote; writing keeps to the rules of the domain.
 */
export class NeedsAndFears {
  /** The text at the top, which both partners write at once. */
  readonly opening: Y.XmlFragment;
  /** The one undo stack of this page. Editors add the origin of their own changes to its tracked origins. */
  readonly undo: Y.UndoManager;
  readonly #doc: Y.Doc;
  readonly #items: Y.Map<unknown>;
  readonly #me: string;
  readonly #owners: Owners;
  readonly #now: () => number;
  readonly #newId: () => string;

  constructor(doc: Y.Doc, options: NeedsAndFearsOptions) {
    this.#doc = doc;
    this.#items = doc.getMap('items');
    this.opening = doc.getXmlFragment('opening');
    this.undo = createUndo(doc, [this.#items, this.opening]);
    this.#me = options.me;
    this.#owners = options;
    this.#now = options.now ?? Date.now;
    this.#newId = options.newId ?? (() => crypto.randomUUID());
  }

  contents(): Contents {
    const items: NeedOrFear[] = [];
    let setAside = 0;
    for (const [id, value] of this.#items.entries()) {
      const item = parseItem(id, value, this.#owners);
      if (item === null || items.length >= limits.items * 2) setAside += 1;
      else items.push(item);
    }
    return { items: items.sort(comparePlaced), setAside };
  }

  /**
   * Adds an empty need or fear of this person at the end of its kind.
   * @returns its id
   * @throws {Failure} `document_full`
   */
  add(kind: ItemKind): string {
    const { items } = this.contents();
    if (items.length >= limits.items) throw new Failure('document_full');
    const id = this.#newId();
    this.#change(() => {
      const item = new Y.Map<unknown>();
      item.set('kind', kind);
      item.set('owner', this.#me);
      item.set('position', positionAtEnd(items.filter((other) => other.kind === kind)));
      for (const text of itemTexts) item.set(text, new Y.XmlFragment());
      item.set('meToo', new Y.Map());
      item.set('createdAt', this.#now());
      this.#items.set(id, item);
    });
    return id;
  }

  /**
   * Puts an item at `index` among the others of its kind. Either partner may: the order is shared.
   * @param index 0 is first; beyond the end means last
   */
  move(id: string, index: number): void {
    const { items } = this.contents();
    const kind = items.find((item) => item.id === id)?.kind;
    const positions = positionsToMove(
      items.filter((item) => item.kind === kind),
      id,
      index,
    );
    if (positions.size === 0) return;
    this.#change(() => {
      for (const [each, position] of positions) this.#entry(each)?.set('position', position);
    });
  }

  /**
   * Removes an item of this person.
   * @throws {Failure} `not_allowed` for the partner's, `not_found` when it is gone already
   */
  remove(id: string): Removal {
    const item = this.#find(id);
    if (!mayWrite(item, this.#me)) throw new Failure('not_allowed');
    const copy = this.#entry(id)?.clone();
    this.#change(() => this.#items.delete(id));
    const step = this.undo.undoStack.at(-1);
    return {
      restore: () => {
        if (this.#items.has(id) || copy === undefined) return;
        // The newest step is this removal: take it back. Otherwise undoing would take back something else.
        if (step !== undefined && this.undo.undoStack.at(-1) === step) this.undo.undo();
        else this.#change(() => this.#items.set(id, copy));
      },
    };
  }

  /**
   * Answers "me too" to an item of the partner, or takes the answer back.
   * @throws {Failure} `not_allowed` for one's own item, `not_found` when it is gone
   */
  setMeToo(id: string, on: boolean): void {
    const item = this.#find(id);
    if (!mayAnswerMeToo(item, this.#me)) throw new Failure('not_allowed');
    if (item.meToo.has(this.#me) === on) return;
    this.#change(() => {
      const entry = this.#entry(id);
      let answers = entry?.get('meToo');
      if (!(answers instanceof Y.Map)) {
        answers = new Y.Map();
        entry?.set('meToo', answers);
      }
      if (!(answers instanceof Y.Map)) return;
      if (on) answers.set(this.#me, this.#now());
      else answers.delete(this.#me);
    });
  }

  /**
   * Calls back after the list changed: items added, removed, moved, answered; not while somebody types in one of them.
   * @param listener gets whether the change was made on this device
   * @returns stops listening
   */
  onListChange(listener: (local: boolean) => void): () => void {
    const observe = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[], tr: Y.Transaction) => {
      if (events.some((event) => event.target instanceof Y.Map)) listener(tr.local);
    };
    this.#items.observeDeep(observe);
    return () => {
      this.#items.unobserveDeep(observe);
    };
  }

  /** Lets go of the Y.Doc, which belongs to whoever opened it. */
  destroy(): void {
    this.undo.destroy();
  }

  #find(id: string): NeedOrFear {
    const item = parseItem(id, this.#items.get(id), this.#owners);
    if (item === null) throw new Failure('not_found');
    return item;
  }

  #entry(id: string): Y.Map<unknown> | undefined {
    const value = this.#items.get(id);
    return value instanceof Y.Map ? value : undefined;
  }

  /** One change of the list is one step of undo, apart from what was typed right before or after it. */
  #change(make: () => void): void {
    this.undo.stopCapturing();
    this.#doc.transact(make, ownChange);
    this.undo.stopCapturing();
  }
}
