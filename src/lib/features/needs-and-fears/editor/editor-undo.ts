import type * as Y from 'yjs';

/**
 * The shared undo stack, as one editor may use it. An editor's plugin adds listeners to its undo manager and destroys it with itself;
 * here only its own listeners go, and the stack lives on for the page.
 */
export function undoForEditor(shared: Y.UndoManager): Y.UndoManager {
  const listening = new Set<() => void>();
  const on: Y.UndoManager['on'] = (name, listener) => {
    shared.on(name, listener);
    listening.add(() => {
      shared.off(name, listener);
    });
    return listener;
  };
  const handle: Y.UndoManager = Object.create(shared);
  return Object.assign(handle, {
    on,
    // State such as `undoing` must change on the shared manager itself, where its own listener reads it.
    undo: () => shared.undo(),
    redo: () => shared.redo(),
    // The plugin would end a step whenever a cursor has moved after the partner's words: each letter would be a step while both type.
    stopCapturing: () => undefined,
    destroy: () => {
      for (const stop of listening) stop();
      listening.clear();
    },
  });
}
