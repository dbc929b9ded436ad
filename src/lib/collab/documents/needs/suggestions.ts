import { Failure } from '../../../domain/failure/failure.ts';
import { limits } from '../../../domain/needs/limits.ts';
import { mayAnswer } from '../../../domain/needs/item.ts';
import type { ItemChanges } from './item-changes.ts';
import { packText, unpackText } from './packed-text.ts';
import { beside, type Suggestion } from './parse-beside.ts';
import { isUnwritten, type Block } from './rich-text.ts';
import type { Wordings } from './wordings.ts';

/** Another wording for what is the other one's: suggested by the partner, and taken, changed or left by whose words they are. */
export class Suggestions {
  readonly #changes: ItemChanges;
  readonly #wordings: Wordings;

  constructor(changes: ItemChanges, wordings: Wordings) {
    this.#changes = changes;
    this.#wordings = wordings;
  }

  /**
   * Suggests another wording for an item of the partner. It takes the place of the one that is still open.
   * @param suggestionId chosen when the form was opened, so that sending twice suggests once
   * @throws {Failure} `text_empty`, `text_too_long` (field `text`), `thread_full`, `not_allowed` for one's own words, `not_found`
   */
  suggest(id: string, blocks: readonly Block[], suggestionId = this.#changes.newId()): void {
    const { me, find, entry, change, now } = this.#changes;
    if (isUnwritten(blocks)) throw new Failure('text_empty', { field: 'text' });
    const words = packText(blocks);
    if (unpackText(words, limits.suggestionCharacters) === null)
      throw new Failure('text_too_long', { field: 'text' });
    const item = find(id);
    if (!mayAnswer(item, me)) throw new Failure('not_allowed');
    if (item.suggestions.some((each) => each.id === suggestionId)) return;
    const mine = item.suggestions.filter((each) => each.by === me);
    const open = mine.filter((each) => each.answer === null);
    if (mine.length - open.length >= limits.suggestions) throw new Failure('thread_full');
    change(() => {
      for (const each of open) entry(id)?.delete(beside.suggestion(each.id));
      entry(id)?.set(beside.suggestion(suggestionId), { by: me, at: now(), words });
    });
  }

  /**
   * Takes back what this person suggested.
   * @throws {Failure} `not_allowed` for what the other one suggested, `not_found` when the item is gone
   */
  withdraw(id: string, suggestionId: string): void {
    const { me, find, entry, change } = this.#changes;
    const suggestion = find(id).suggestions.find((each) => each.id === suggestionId);
    if (suggestion === undefined) return;
    if (suggestion.by !== me) throw new Failure('not_allowed');
    change(() => entry(id)?.delete(beside.suggestion(suggestionId)));
  }

  /**
   * The owner says it in the suggested words. How they said it before stays in the history.
   * @throws {Failure} `not_allowed` for anybody else, `not_found`
   */
  take(id: string, suggestionId: string): void {
    const suggestion = this.#open(id, suggestionId);
    this.#wordings.tell(id, 'words', suggestion.blocks, () => {
      this.#answer(id, suggestionId, true);
    });
  }

  /**
   * The owner leaves their words as they are.
   * @throws {Failure} `not_allowed` for anybody else, `not_found`
   */
  leave(id: string, suggestionId: string): void {
    this.#open(id, suggestionId);
    this.#changes.change(() => {
      this.#answer(id, suggestionId, false);
    });
  }

  #answer(id: string, suggestionId: string, taken: boolean): void {
    const { me, now, entry } = this.#changes;
    entry(id)?.set(beside.suggestionAnswer(suggestionId), { by: me, at: now(), taken });
  }

  #open(id: string, suggestionId: string): Suggestion {
    const { me, find } = this.#changes;
    const item = find(id);
    if (item.owner !== me) throw new Failure('not_allowed');
    const suggestion = item.suggestions.find((each) => each.id === suggestionId);
    if (suggestion?.answer !== null || suggestion.by === me) throw new Failure('not_found');
    return suggestion;
  }
}
