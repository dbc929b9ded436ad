import * as Y from 'yjs';
import { Failure } from '../../../domain/failure/failure.ts';
import type { Depth } from '../../../domain/needs/depth.ts';
import {
  isItemText,
  itemTexts,
  mayRemove,
  mayWrite,
  type ItemKind,
  type ItemText,
} from '../../../domain/needs/item.ts';
import { limits } from '../../../domain/needs/limits.ts';
import { Answers } from './answers.ts';
import type { ItemChanges, Removal } from './item-changes.ts';
import { parseItem, type NeedOrFear, type Owners } from './parse-item.ts';
import { comparePlaced, positionAtEnd, positionsToMove } from './positions.ts';
import { Suggestions } from './suggestions.ts';
import { createUndo, ownChange } from './undo.ts';
import { Wordings } from './wordings.ts';

/** What the document holds now, in the order in which both partners see it. */
export interface Contents {
  readonly items: readonly NeedOrFear[];
  /** Entries that this version cannot show. They stay in the document as they are. */
  readonly setAside: number;
}

export type { Removal };

/** A text of an item that was changed. */
export interface Written {
  readonly id: string;
  readonly text: ItemText;
  readonly local: boolean;
}

/** `me` is the person at this device. */
export interface NeedsAndFearsOptions extends Owners {
  readonly now?: () => number;
  readonly newId?: () => string;
}

/** Keys of an item under which the partner answers. */
const answer = /^(heard|note|suggestion):/;
/** Book-keeping that no undo takes back. */
const keeping = Symbol('keeping a wording');

/**
 * A needs-and-fears document over its plaintext Y.Doc: `items` by id, and the `opening` and `closing` texts that both write at once.
 * Reading tolerates whatever another client wrote; writing keeps to the rules of the domain.
 */
export class NeedsAndFears {
  /** The text at the top, which both partners write at once. */
  readonly opening: Y.XmlFragment;
  /** The text at the end, which both write at once. */
  readonly closing: Y.XmlFragment;
  /** How the partners answer each other. */
  readonly answers: Answers;
  /** How things were said before. */
  readonly wordings: Wordings;
  /** Other wordings that the partner suggests. */
  readonly suggestions: Suggestions;
  /** The one undo stack of this page. Editors add the origin of their own changes to its tracked origins. */
  readonly undo: Y.UndoManager;
  readonly #doc: Y.Doc;
  readonly #items: Y.Map<unknown>;
  readonly #me: string;
  readonly #owners: Owners;
  readonly #now: () => number;
  readonly #newId: () => string;
  /** What was read of the items as they stand. */
  readonly #read = new Map<string, NeedOrFear | null>();

  constructor(doc: Y.Doc, options: NeedsAndFearsOptions) {
    this.#doc = doc;
    this.#items = doc.getMap('items');
    this.opening = doc.getXmlFragment('opening');
    this.closing = doc.getXmlFragment('closing');
    this.undo = createUndo(doc, this.#items, [this.opening, this.closing]);
    this.#me = options.me;
    this.#owners = options;
    this.#now = options.now ?? Date.now;
    this.#newId = options.newId ?? (() => crypto.randomUUID());
    const changes = this.#itemChanges();
    this.answers = new Answers(changes);
    this.wordings = new Wordings(changes);
    this.suggestions = new Suggestions(changes, this.wordings);
    this.#items.observeDeep(this.#forgetRead);
    this.#items.observeDeep(this.#answered);
  }

  /** Items that have not changed since the last time are the same objects: whoever shows them need not look at them again. */
  contents(): Contents {
    const items: NeedOrFear[] = [];
    // One of the two who writes without end leaves room for the other.
    const room = { mine: limits.items, others: limits.items };
    let setAside = 0;
    for (const [id, value] of this.#items.entries()) {
      const item = this.#parsed(id, value);
      const whose = item?.owner === this.#me ? 'mine' : 'others';
      if (item !== null && room[whose] > 0) {
        items.push(item);
        room[whose] -= 1;
        setAside += item.setAside;
      } else setAside += 1;
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
    if (items.filter(({ owner }) => owner === this.#me).length >= limits.items)
      throw new Failure('document_full');
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
   * Says how deep an item goes, or that nobody has said so.
   * @throws {Failure} `not_allowed` for the partner's, `not_found` when it is gone
   */
  setDepth(id: string, depth: Depth | null): void {
    const item = this.#find(id);
    if (!mayWrite(item, this.#me)) throw new Failure('not_allowed');
    if (item.depth === depth) return;
    this.#change(() => {
      if (depth === null) this.#entry(id)?.delete('depth');
      else this.#entry(id)?.set('depth', depth);
    });
  }

  /**
   * Removes an item of this person.
   * @throws {Failure} `not_allowed` for the partner's and for what is ours, `not_found` when it is gone already
   */
  remove(id: string): Removal {
    const item = this.#find(id);
    if (!mayRemove(item, this.#me)) throw new Failure('not_allowed');
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

  /**
   * Calls back after a text was changed: by a key or by undo on this device, or from elsewhere.
   * @returns stops listening
   */
  onWritten(listener: (written: Written) => void): () => void {
    const observe = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[], tr: Y.Transaction) => {
      const texts = new Map<string, [string, ItemText]>();
      for (const { path } of events) {
        const [id, text] = path;
        if (typeof id === 'string' && isItemText(text)) texts.set(`${text}/${id}`, [id, text]);
      }
      for (const [id, text] of texts.values()) listener({ id, text, local: tr.local });
    };
    this.#items.observeDeep(observe);
    return () => {
      this.#items.unobserveDeep(observe);
    };
  }

  /** Lets go of the Y.Doc, which belongs to whoever opened it. */
  destroy(): void {
    this.#items.unobserveDeep(this.#forgetRead);
    this.#items.unobserveDeep(this.#answered);
    this.undo.destroy();
  }

  #parsed(id: string, value: unknown): NeedOrFear | null {
    // In the middle of a change nobody has been told yet what it changes.
    if (this.#doc._transaction !== null) return parseItem(id, value, this.#owners);
    const read = this.#read.get(id);
    if (read !== undefined) return read;
    const item = parseItem(id, value, this.#owners);
    this.#read.set(id, item);
    return item;
  }

  /** What was read of an item holds until something in it changes other than the words of a text, which are read where they stand. */
  readonly #forgetRead = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    for (const { path, keys } of events) {
      const [id, field] = path;
      if (id === undefined) for (const changed of keys.keys()) this.#read.delete(changed);
      else if (!isItemText(field)) this.#read.delete(String(id));
    }
  };

  #itemChanges(): ItemChanges {
    return {
      me: this.#me,
      now: this.#now,
      newId: this.#newId,
      find: (id) => this.#find(id),
      entry: (id) => this.#entry(id),
      change: (make) => {
        this.#change(make);
      },
      keep: (make) => {
        this.#doc.transact(make, keeping);
      },
    };
  }

  /** What the partner has answered to was said, and is told again by what comes after. */
  readonly #answered = (
    events: readonly Y.YEvent<Y.AbstractType<unknown>>[],
    { local }: Y.Transaction,
  ): void => {
    if (local) return;
    for (const { path, keys } of events) {
      const [id, field] = path;
      if (typeof id !== 'string') continue;
      const answered = field === 'meToo' || [...keys.keys()].some((key) => answer.test(key));
      if (answered) this.wordings.end(id);
    }
  };

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
