import { Plugin, type Command, type EditorState } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type * as Y from 'yjs';
import { schema, type Form } from './schema.ts';
import { formAt, toggleForm } from './text-commands.ts';

/** What makes a list or a quotation of a paragraph when it is typed at its start, followed by a space. Nothing else is markup here. */
const signs: ReadonlyMap<string, Form> = new Map([
  ['-', 'bulletList'],
  ['1.', 'orderedList'],
  ['>', 'blockquote'],
]);

/**
 * Lists and quotations by typing. The characters are written first, as they are typed, and the form is a step of undo of its own: one undo
 * gives them back, and so does Backspace right after it.
 * @param undo the page's undo stack
 */
export function typedForms(undo: Y.UndoManager): { plugin: Plugin; takeBack: Command } {
  let made: { readonly doc: EditorState['doc']; readonly step: unknown } | null = null;

  function make(view: EditorView): void {
    const sign = signBefore(view.state);
    const form = sign?.endsWith(' ') === true ? signs.get(sign.slice(0, -1)) : undefined;
    if (sign === null || form === undefined) return;
    const transaction = become(view.state, sign, form);
    if (transaction === null) return;
    undo.stopCapturing();
    view.dispatch(transaction);
    undo.stopCapturing();
    made = { doc: view.state.doc, step: undo.undoStack.at(-1) };
  }

  return {
    plugin: new Plugin({
      props: {
        handleTextInput: (view, from, to, text) => {
          if (view.composing || text !== ' ' || !signs.has(signBefore(view.state) ?? ''))
            return false;
          view.dispatch(view.state.tr.insertText(text, from, to));
          make(view);
          return true;
        },
        handleDOMEvents: {
          // Some keyboards of phones compose every word. The editor knows the last one a moment later.
          compositionend: (view) => {
            setTimeout(() => {
              if (!view.isDestroyed) make(view);
            });
          },
        },
      },
    }),
    takeBack: (state) => {
      if (made?.doc !== state.doc || !state.selection.empty) return false;
      if (state.selection.$from.parentOffset > 0 || undo.undoStack.at(-1) !== made.step)
        return false;
      made = null;
      undo.undo();
      return true;
    },
  };
}

/** What stands before the cursor in its paragraph, if that is short enough to be a sign. */
function signBefore({ selection }: EditorState): string | null {
  const { $from, empty } = selection;
  if (!empty || $from.parent.type !== schema.nodes.paragraph || $from.parentOffset > 3) return null;
  return $from.parent.textBetween(0, $from.parentOffset);
}

/** Takes the sign away and makes the form; null where it has no place: a list holds no other by typing, and a quotation no quotation. */
function become(state: EditorState, sign: string, form: Form) {
  const { $from } = state.selection;
  const around = formAt($from);
  if (around !== null && (around !== 'blockquote' || form === 'blockquote')) return null;
  const tr = state.tr.delete($from.pos - sign.length, $from.pos);
  const done = toggleForm(form)(state.apply(tr), ({ steps }) => {
    for (const step of steps) tr.step(step);
  });
  return done ? tr.scrollIntoView() : null;
}
