import { isBlank } from '../../../collab/documents/needs/rich-text.ts';
import {
  NeedsAndFears,
  type Contents,
  type Removal,
} from '../../../collab/documents/needs/needs-and-fears.ts';
import type { NeedOrFear } from '../../../collab/documents/needs/parse-item.ts';
import type { DocumentStatus, EncryptedDocument } from '../../../collab/provider/types.ts';
import { toFailure, type Failure } from '../../../domain/failure/failure.ts';
import type { ItemKind } from '../../../domain/needs/item.ts';
import { EditorTools } from '../editor/editor-tools.svelte.ts';
import { Announcer } from './announcer.ts';
import type { dragToReorder } from './drag.ts';
import { HereNow, type Here } from './here-now.svelte.ts';
import { groupsOf, type Group, type Look } from './groups.ts';
import { ItemActions } from './item-actions.ts';
import type { People } from './people.ts';
import { Tellings } from './tellings.ts';
import { UndoState } from './undo-state.svelte.ts';

/** Where an item stands among those of its kind. */
export interface Place {
  readonly index: number;
  readonly count: number;
}

/** One opened needs-and-fears document and what its page shows of it. */
export class DocumentPage {
  readonly people: People;
  readonly needs: NeedsAndFears;
  readonly tools: EditorTools;
  readonly actions: ItemActions;
  readonly tellings: Tellings;
  readonly #encrypted: EncryptedDocument;
  readonly #stops: (() => void)[] = [];
  readonly #announcer: Announcer;
  readonly #hereNow = new HereNow();
  readonly #undoState: UndoState;
  #contents = $state.raw<Contents>({ items: [], setAside: 0 });
  #status = $state.raw<DocumentStatus>() as DocumentStatus;
  /** Apart from the status, which changes with every key: every card looks at it. */
  #writable = $state(true);
  #loaded = $state(false);
  #synced = $state(false);
  #written = $state(false);
  #failure = $state.raw<Failure | null>(null);
  #tooLong = $state(false);
  #heard = $state.raw({ words: '' });
  #focusOn = $state<string | null>(null);
  #dragToReorder = $state.raw<typeof dragToReorder | null>(null);
  #look = $state.raw<Look>({ view: 'kind', query: '', depth: null });

  constructor(encrypted: EncryptedDocument, people: People) {
    this.#encrypted = encrypted;
    this.people = people;
    const ids = { me: people.me.id, partner: people.partner?.id ?? null };
    this.needs = new NeedsAndFears(encrypted.inner, ids);
    const follow = (status: DocumentStatus) => {
      this.#status = status;
      this.#writable = status.connection !== 'refused';
    };
    follow(encrypted.status);
    this.#stops.push(encrypted.onStatus(follow));
    this.tools = this.#makeTools(ids);
    this.actions = new ItemActions(this.needs, (act) => this.#try(act));
    this.tellings = new Tellings(this.needs);
    this.#announcer = new Announcer({
      people: () => this.people,
      items: () => this.#contents.items,
      say: (words) => {
        this.#say(words);
      },
    });
    this.#watchList();
    this.#stops.push(this.#hereNow.follow(encrypted.awareness, ids));
    this.#undoState = new UndoState(this.needs.undo);
    void encrypted.whenLoaded.then(() => (this.#loaded = true));
    void encrypted.whenSynced.then(() => (this.#synced = true));
    this.#stops.push(this.tools.press.follow());
    void this.tools.load();
  }

  get status(): DocumentStatus {
    return this.#status;
  }

  get setAside(): number {
    return this.#status.setAside + this.#contents.setAside;
  }

  /** `waiting`: nothing is known yet. `unknown`: nothing is on this device and the relay cannot be asked. */
  get phase(): 'waiting' | 'unknown' | 'ready' {
    if (this.#synced || this.#written || this.#contents.items.length > 0) return 'ready';
    // Where the relay refuses, what is stored is read from the server.
    return this.#loaded && this.#status.connection === 'offline' ? 'unknown' : 'waiting';
  }

  /** Whether this visit changed anything, in the list or in a text. */
  get changedHere(): boolean {
    return this.#undoState.changed;
  }

  /** Whether anything that is written now can reach the other one, now or later. */
  get writable(): boolean {
    return this.#writable;
  }

  get empty(): boolean {
    return this.#contents.items.length === 0;
  }

  get count(): number {
    return this.#contents.items.length;
  }

  /** Whether anybody has said how deep anything goes. */
  get hasDepths(): boolean {
    return this.#contents.items.some(({ depth }) => depth !== null);
  }

  get look(): Look {
    return this.#look;
  }

  /** Looks at the document in another way; what is not named stays. */
  lookAt(change: Partial<Look>): void {
    this.#look = { ...this.#look, ...change };
  }

  get groups(): readonly Group[] {
    return groupsOf(this.#contents.items, this.#look, this.people);
  }

  get here(): Here {
    return this.#hereNow.here;
  }

  get canUndo(): boolean {
    return this.#undoState.undoable && this.writable;
  }

  get canRedo(): boolean {
    return this.#undoState.redoable && this.writable;
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  /** A paste or a key was refused because one text would have become too long. */
  get tooLong(): boolean {
    return this.#tooLong;
  }

  /** The latest change, said to a screen reader; another object each time, so that the same words are said again. */
  get heard(): { readonly words: string } {
    return this.#heard;
  }

  /** The item whose words should take the focus as soon as they can. */
  get focusOn(): string | null {
    return this.#focusOn;
  }

  itemsOf(kind: ItemKind): readonly NeedOrFear[] {
    return this.#contents.items.filter((item) => item.kind === kind);
  }

  placeOf(item: NeedOrFear): Place {
    const items = this.itemsOf(item.kind);
    return { index: items.findIndex(({ id }) => id === item.id), count: items.length };
  }

  add(kind: ItemKind): void {
    this.#try(() => {
      this.#focusOn = this.needs.add(kind);
      this.#say(`A new ${kind} of yours, at the end of the ${kind}s.`);
    });
  }

  focused(): void {
    this.#focusOn = null;
  }

  move(item: NeedOrFear, index: number): void {
    this.#try(() => {
      this.needs.move(item.id, index);
      const place = this.placeOf(item);
      this.#say(`Moved. Now ${place.index + 1} of ${place.count} ${item.kind}s.`);
    });
  }

  /** Puts an item right before or after another of its kind. */
  moveBeside(item: NeedOrFear, target: NeedOrFear, edge: 'before' | 'after'): void {
    const others = this.itemsOf(item.kind).filter(({ id }) => id !== item.id);
    const at = others.findIndex(({ id }) => id === target.id);
    if (at !== -1) this.move(item, at + (edge === 'after' ? 1 : 0));
  }

  /** Removes an item of mine; the result brings it back. */
  remove(item: NeedOrFear): Removal | null {
    let removal: Removal | null = null;
    this.#try(() => {
      removal = this.needs.remove(item.id);
    });
    return removal;
  }

  undo(): void {
    if (this.writable && this.needs.undo.undo() !== null) this.#say('Undone.');
  }

  redo(): void {
    if (this.writable && this.needs.undo.redo() !== null) this.#say('Done again.');
  }

  /** Makes the cards draggable. Null until somebody has reached for a handle: most visits never do. */
  get dragToReorder(): typeof dragToReorder | null {
    return this.#dragToReorder;
  }

  async prepareDrag(): Promise<void> {
    try {
      this.#dragToReorder ??= (await import('./drag.ts')).dragToReorder;
    } catch {
      // Without a connection the menu still moves items.
    }
  }

  dismissTooLong(): void {
    this.#tooLong = false;
  }

  /** Registers what ends with this page. */
  beforeClosing(act: () => void): void {
    this.#stops.push(act);
  }

  flush(): Promise<void> {
    this.tellings.rest();
    return this.#encrypted.flush();
  }

  async close(): Promise<void> {
    this.tellings.stop();
    this.#announcer.stop();
    for (const stop of this.#stops.splice(0)) stop();
    this.needs.destroy();
    await this.#encrypted.close();
  }

  #makeTools(ids: { me: string; partner: string | null }): EditorTools {
    const { me, partner } = this.people;
    return new EditorTools({
      undo: this.needs.undo,
      awareness: this.#encrypted.awareness,
      onTooLong: () => (this.#tooLong = true),
      people: {
        ...ids,
        shown: {
          partner: { name: partner?.name ?? '', slot: partner?.slot ?? 2 },
          me_elsewhere: { name: 'You, elsewhere', slot: me.slot },
        },
      },
    });
  }

  #watchList(): void {
    this.#contents = this.needs.contents();
    const refresh = (local: boolean) => {
      const before = this.#contents.items;
      this.#contents = this.needs.contents();
      // What comes while it opens is no news.
      if (!local && this.#synced) this.#announcer.listChanged(before);
    };
    this.#stops.push(this.needs.onListChange(refresh));
    this.#stops.push(
      this.needs.onWritten(({ id, local }) => {
        if (!local && this.#synced) this.#announcer.textChanged(id);
      }),
    );
    for (const text of [this.needs.opening, this.needs.closing]) {
      const look = (_events: unknown, transaction?: { readonly local: boolean }) => {
        this.#written = !isBlank(this.needs.opening) || !isBlank(this.needs.closing);
        if (transaction?.local === false && this.#synced) this.#announcer.textChanged(null);
      };
      look(null);
      text.observeDeep(look);
      this.#stops.push(() => {
        text.unobserveDeep(look);
      });
    }
  }

  #try(act: () => void): boolean {
    try {
      this.#failure = null;
      act();
      return true;
    } catch (thrown) {
      this.#failure = toFailure(thrown);
      return false;
    }
  }

  #say(words: string): void {
    if (words !== '') this.#heard = { words };
  }
}
