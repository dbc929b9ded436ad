import type { Awareness } from 'y-protocols/awareness';
import { otherPages, type People } from '../../../collab/documents/needs/presence.ts';
import type { PartnerSlot } from '../../../ui/partner-slot.ts';

/** How another page's cursor is shown. */
export interface CaretUser {
  readonly name: string;
  readonly slot: PartnerSlot;
  /** Asked for by the caret plugin, which wants a hexadecimal colour; what is seen comes from the style sheet by slot. */
  readonly color: '#000000';
}

export interface CaretPeople extends People {
  /** The name and colour slot to show for each presence. */
  readonly shown: Readonly<Record<'partner' | 'me_elsewhere', { name: string; slot: PartnerSlot }>>;
}

interface State {
  readonly user?: CaretUser;
  readonly cursor?: unknown;
}

type Listener = Parameters<Awareness['on']>[1];

/**
 * What the caret plugin of one editor sees of the document's awareness: checked states of the partner and of one's other windows,
 * named by this page and not by them, and a cursor field that only the editor which set it may clear.
 */
export class EditorAwareness {
  readonly #awareness: Awareness;
  readonly #people: CaretPeople;
  #setHere: unknown = null;

  constructor(awareness: Awareness, people: CaretPeople) {
    this.#awareness = awareness;
    this.#people = people;
  }

  get states(): Map<number, State> {
    const states = new Map<number, State>();
    for (const page of otherPages(this.#awareness, this.#people)) {
      const user: CaretUser = { ...this.#people.shown[page.who], color: '#000000' };
      states.set(page.clientId, { user, cursor: page.cursor });
    }
    return states;
  }

  getStates(): Map<number, State> {
    return this.states;
  }

  getLocalState(): Record<string, unknown> | null {
    return this.#awareness.getLocalState();
  }

  setLocalStateField(field: string, value: unknown): void {
    // Who this is was said when the page was opened.
    if (field !== 'cursor') return;
    if (value === null) {
      if (this.#setHere === null || this.getLocalState()?.cursor !== this.#setHere) return;
    }
    this.#setHere = value;
    this.#awareness.setLocalStateField('cursor', value);
  }

  on(event: 'change' | 'update', listener: Listener): void {
    this.#awareness.on(event, listener);
  }

  off(event: 'change' | 'update', listener: Listener): void {
    this.#awareness.off(event, listener);
  }
}
