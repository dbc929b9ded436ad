import type * as Y from 'yjs';

/** What can be undone and done again here, as values that the page can follow. */
export class UndoState {
  #undoable = $state(false);
  #redoable = $state(false);
  #changed = false;

  constructor(undo: Y.UndoManager) {
    const look = () => {
      this.#changed = true;
      this.#undoable = undo.canUndo();
      this.#redoable = undo.canRedo();
    };
    for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const) {
      undo.on(event, look);
    }
  }

  get undoable(): boolean {
    return this.#undoable;
  }

  get redoable(): boolean {
    return this.#redoable;
  }

  /** Whether anything was changed here at all. */
  get changed(): boolean {
    return this.#changed;
  }
}
