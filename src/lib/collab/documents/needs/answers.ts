import * as Y from 'yjs';
import { Failure } from '../../../domain/failure/failure.ts';
import { mayAnswer } from '../../../domain/needs/item.ts';
import { limits } from '../../../domain/needs/limits.ts';
import { parseSaid, type NoteKind, type StoredNote } from '../../../domain/needs/said.ts';
import { takeAway, type ItemChanges, type Removal } from './item-changes.ts';
import { beside } from './parse-beside.ts';

/** How the partners answer on an item, and how it becomes ours. */
export class Answers {
  readonly #changes: ItemChanges;

  constructor(changes: ItemChanges) {
    this.#changes = changes;
  }

  /**
   * Answers "me too" to an item of the partner, or takes the answer back.
   * @throws {Failure} `not_allowed` for one's own item, `not_found` when it is gone
   */
  setMeToo(id: string, on: boolean): void {
    const { me, now, entry, change } = this.#changes;
    const item = this.#answerable(id);
    if (item.meToo.has(me) === on) return;
    change(() => {
      const stored = entry(id);
      let answers = stored?.get('meToo');
      if (!(answers instanceof Y.Map)) {
        answers = new Y.Map();
        stored?.set('meToo', answers);
      }
      if (!(answers instanceof Y.Map)) return;
      if (on) answers.set(me, now());
      else answers.delete(me);
    });
  }

  /**
   * Answers "I hear you" to an item of the partner, or takes it back.
   * @throws {Failure} `not_allowed` for one's own item, `not_found` when it is gone
   */
  setHeard(id: string, on: boolean): void {
    const { me } = this.#changes;
    if (this.#answerable(id).heard.has(me) !== on) this.#mark(id, beside.heard(me), on);
  }

  /**
   * Says that an item is ours, or takes that back. It is ours while both say so.
   * @throws {Failure} `not_found` when it is gone
   */
  setOurs(id: string, on: boolean): void {
    const { me, find, entry, change, now } = this.#changes;
    const item = find(id);
    if (item.saidOurs.has(me) === on) return;
    change(() => {
      const stored = entry(id);
      if (!on) stored?.delete(beside.ours(me));
      else {
        stored?.set(beside.ours(me), now());
        // An older app did not make it. Nobody can write in it before both have said yes, so nothing is lost when both make one at once.
        if (item.texts.together === null) stored?.set('together', new Y.XmlFragment());
      }
    });
  }

  /**
   * Puts an offer of support, a question or an answer beside an item.
   * @param noteId chosen when the form was opened, so that sending twice says it once
   * @throws {Failure} `text_empty`, `text_too_long` (field `text`), `thread_full`, `not_found`; `not_allowed` for an offer to oneself
   */
  say(id: string, kind: NoteKind, typed: string, noteId = this.#changes.newId()): void {
    const { me, find, entry, change, now } = this.#changes;
    const text = parseSaid(typed, limits.noteCharacters);
    const item = find(id);
    if (kind === 'offer' && !mayAnswer(item, me)) throw new Failure('not_allowed');
    if (item.notes.some((note) => note.id === noteId)) return;
    if (item.notes.filter(({ by }) => by === me).length >= limits.notes)
      throw new Failure('thread_full');
    const note: StoredNote = { kind, by: me, at: now(), text };
    change(() => entry(id)?.set(beside.note(noteId), note));
  }

  /**
   * Removes what this person said beside an item. Does nothing when it is gone already.
   * @returns brings it back
   * @throws {Failure} `not_allowed` for what the other one said, `not_found` when the item is gone
   */
  unsay(id: string, noteId: string): Removal {
    const { me, find } = this.#changes;
    const note = find(id).notes.find((each) => each.id === noteId);
    if (note !== undefined && note.by !== me) throw new Failure('not_allowed');
    return takeAway(this.#changes, id, [beside.note(noteId)]);
  }

  #answerable(id: string) {
    const item = this.#changes.find(id);
    if (!mayAnswer(item, this.#changes.me)) throw new Failure('not_allowed');
    return item;
  }

  #mark(id: string, key: string, on: boolean): void {
    const { entry, change, now } = this.#changes;
    change(() => {
      if (on) entry(id)?.set(key, now());
      else entry(id)?.delete(key);
    });
  }
}
