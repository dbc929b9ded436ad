import type { NeedsAndFears, Removal } from '../../../collab/documents/needs/needs-and-fears.ts';
import type { NeedOrFear } from '../../../collab/documents/needs/parse-item.ts';
import type { Depth } from '../../../domain/needs/depth.ts';
import type { ItemText } from '../../../domain/needs/item.ts';

/** What can be done on one item. A failure is shown by the page; each tells whether it was done. */
export class ItemActions {
  readonly #needs: NeedsAndFears;
  readonly #attempt: (act: () => void) => boolean;

  /** @param attempt runs something, and shows its failure */
  constructor(needs: NeedsAndFears, attempt: (act: () => void) => boolean) {
    this.#needs = needs;
    this.#attempt = attempt;
  }

  setMeToo = (item: NeedOrFear, on: boolean): boolean =>
    this.#attempt(() => {
      this.#needs.answers.setMeToo(item.id, on);
    });

  setHeard = (item: NeedOrFear, on: boolean): boolean =>
    this.#attempt(() => {
      this.#needs.answers.setHeard(item.id, on);
    });

  setOurs = (item: NeedOrFear, on: boolean): boolean =>
    this.#attempt(() => {
      this.#needs.answers.setOurs(item.id, on);
    });

  setDepth = (item: NeedOrFear, depth: Depth | null): boolean =>
    this.#attempt(() => {
      this.#needs.setDepth(item.id, depth);
    });

  unsay = (item: NeedOrFear, noteId: string): Removal | null =>
    this.#removing(() => this.#needs.answers.unsay(item.id, noteId));

  takeSuggestion = (item: NeedOrFear, suggestionId: string): boolean =>
    this.#attempt(() => {
      this.#needs.suggestions.take(item.id, suggestionId);
    });

  leaveSuggestion = (item: NeedOrFear, suggestionId: string): boolean =>
    this.#attempt(() => {
      this.#needs.suggestions.leave(item.id, suggestionId);
    });

  withdrawSuggestion = (item: NeedOrFear, suggestionId: string): boolean =>
    this.#attempt(() => {
      this.#needs.suggestions.withdraw(item.id, suggestionId);
    });

  tellAgain = (item: NeedOrFear, text: ItemText): boolean =>
    this.#attempt(() => {
      this.#needs.wordings.tellAgain(item.id, text);
    });

  bringBack = (item: NeedOrFear, wordingId: string): boolean =>
    this.#attempt(() => {
      this.#needs.wordings.bringBack(item.id, wordingId);
    });

  forget = (item: NeedOrFear, wordingId: string): Removal | null =>
    this.#removing(() => this.#needs.wordings.forget(item.id, wordingId));

  /** The result brings back what was removed; null when it was not. */
  #removing(act: () => Removal): Removal | null {
    let removal: Removal | null = null;
    this.#attempt(() => (removal = act()));
    return removal;
  }
}
