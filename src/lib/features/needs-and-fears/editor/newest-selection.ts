import { TextSelection, type Selection, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import {
  getRelativeSelection,
  yCursorPluginKey,
  ySyncPluginKey,
  type ProsemirrorBinding,
} from '@tiptap/y-tiptap';
import type * as Y from 'yjs';

/**
 * Keeps a cursor that was moved a moment ago. The browser tells of a moved cursor in a later task; when the partner's words come in
 * between, the binding would put the cursor back to where the editor last knew it. So before anything that comes from elsewhere, the place is
 * read from the browser itself. Begins before the view is made, since the binding keeps the first selection it is given.
 * @param view the editor's view, as soon as there is one
 * @returns ends it
 */
export function keepNewestSelection(doc: Y.Doc, view: () => EditorView | undefined): () => void {
  const look = () => {
    const editor = view();
    if (editor === undefined || editor.isDestroyed || doc._transaction?.local !== false) return;
    const binding = bindingOf(editor);
    const selection = browserSelection(editor);
    if (binding === undefined || selection === null) return;
    const { state } = editor;
    if (selection.eq(state.selection)) return;
    const moved = state.apply(state.tr.setSelection(selection));
    binding.beforeTransactionSelection = getRelativeSelection(binding, moved);
  };
  doc.on('beforeAllTransactions', look);
  return () => {
    doc.off('beforeAllTransactions', look);
  };
}

/** The same where the partner's cursor is drawn at another place: that, too, would put one's own back to where the editor last knew it. */
export function withNewestSelection(view: EditorView, transaction: Transaction): Transaction {
  if (transaction.getMeta(yCursorPluginKey) === undefined) return transaction;
  const selection = browserSelection(view);
  return selection === null || selection.eq(transaction.selection)
    ? transaction
    : transaction.setSelection(selection);
}

function bindingOf({ state }: EditorView): ProsemirrorBinding | undefined {
  const plugin = ySyncPluginKey.getState(state) as
    { readonly binding?: ProsemirrorBinding } | undefined;
  return plugin?.binding;
}

/** The selection as the browser has it, or null where the editor is not written in or a word is being composed. */
function browserSelection(view: EditorView): Selection | null {
  if (view.composing || !view.hasFocus()) return null;
  const { anchorNode, anchorOffset, focusNode, focusOffset } =
    view.dom.ownerDocument.getSelection() ?? {};
  if (!isWithin(view, anchorNode) || !isWithin(view, focusNode)) return null;
  try {
    const { doc } = view.state;
    const anchor = view.posAtDOM(anchorNode, anchorOffset ?? 0);
    const head = view.posAtDOM(focusNode, focusOffset ?? 0);
    return TextSelection.between(doc.resolve(anchor), doc.resolve(head));
  } catch {
    // What the browser shows is not what the editor knows: it will tell.
    return null;
  }
}

function isWithin(view: EditorView, node: Node | null | undefined): node is Node {
  return node !== null && node !== undefined && view.dom.contains(node);
}
