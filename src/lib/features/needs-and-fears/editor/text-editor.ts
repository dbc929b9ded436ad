import { toggleMark } from '@tiptap/pm/commands';
import { EditorState, Plugin, TextSelection } from '@tiptap/pm/state';
import { EditorView } from '@tiptap/pm/view';
import {
  initProseMirrorDoc,
  yCursorPlugin,
  ySyncPlugin,
  ySyncPluginKey,
  yUndoPlugin,
} from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { drawCaret, selectionAttributes } from './caret.ts';
import type { EditorAwareness } from './editor-awareness.ts';
import { undoForEditor } from './editor-undo.ts';
import { keepNewestSelection, withNewestSelection } from './newest-selection.ts';
import { placeholder } from './placeholder.ts';
import { schema, type Form, type Style } from './schema.ts';
import { formAt, linkAt, textKeys, toggleForm, type Linked } from './text-commands.ts';
import { textLimit } from './text-limit.ts';
import { typedForms } from './typed-forms.ts';

/**
 * Bars stand at the top and the bottom of the page, and the style bar right below the text; the line that is written stays between them. In
 * a low window fewer of them stay, and room for all would leave none for the line.
 */
function clearOfBars(more: number) {
  const low = () => window.innerHeight < 544;
  return {
    ...{ right: 0, left: 0 },
    get top() {
      return (low() ? 70 : 140) + more;
    },
    get bottom() {
      return (low() ? 80 : 160) + more;
    },
  };
}

export interface TextEditorOptions {
  readonly element: HTMLElement;
  /** A text that `readRichText` knows; the editor drops anything else that is in it. */
  readonly fragment: Y.XmlFragment;
  /** The page's undo stack. */
  readonly undo: Y.UndoManager;
  readonly awareness: EditorAwareness;
  readonly editable: boolean;
  /** What the text is, for a screen reader. */
  readonly label: string;
  readonly placeholder: string;
  /** A change was refused because the text would become too long. */
  readonly onTooLong: () => void;
  readonly onFocus: () => void;
}

/** An editor bound to one text of the document. Whoever made it destroys it. */
export class TextEditor {
  readonly #view: EditorView;
  readonly #stopKeeping: (() => void) | null;
  readonly #listeners = new Set<() => void>();

  constructor(options: TextEditorOptions) {
    options.undo.addTrackedOrigin(ySyncPluginKey);
    const { doc } = options.fragment;
    this.#stopKeeping =
      doc === null ? null : keepNewestSelection(doc, () => this.#view as EditorView | undefined);
    // With the words from the start: a view that is filled afterwards lays out the whole page once more.
    const { doc: words, mapping } = initProseMirrorDoc(options.fragment, schema);
    this.#view = new EditorView(options.element, {
      state: EditorState.create({
        schema,
        // What is empty is an empty paragraph.
        ...(words.childCount > 0 && { doc: words }),
        plugins: this.#plugins(options, mapping),
      }),
      editable: () => options.editable,
      // The plugins tell each other things in a later task, when this editor may be gone.
      dispatchTransaction(this: EditorView, transaction) {
        if (this.isDestroyed) return;
        this.updateState(this.state.apply(withNewestSelection(this, transaction)));
      },
      attributes: {
        class: 'rich-text',
        'aria-label': options.label,
        ...(options.editable ? { role: 'textbox', 'aria-multiline': 'true' } : { role: 'group' }),
      },
      clipboardTextSerializer: ({ content }) => content.textBetween(0, content.size, '\n'),
      handleDOMEvents: {
        focus: () => {
          options.onFocus();
        },
      },
      scrollThreshold: clearOfBars(0),
      scrollMargin: clearOfBars(10),
    });
  }

  /** Takes the focus at once, not in the next frame: the first key must not go to the button that was pressed. */
  focusAtEnd(): void {
    const { state } = this.#view;
    this.#view.dispatch(state.tr.setSelection(TextSelection.atEnd(state.doc)));
    this.#view.focus();
    // Focusing does not scroll; only a text that has the focus can be scrolled to.
    this.#view.dispatch(this.#view.state.tr.scrollIntoView());
  }

  /** Whether what is selected, or what would be typed now, has this style. */
  has(style: Style): boolean {
    const { doc, selection, storedMarks } = this.#view.state;
    const mark = schema.marks[style];
    if (selection.empty) return mark.isInSet(storedMarks ?? selection.$from.marks()) !== undefined;
    return doc.rangeHasMark(selection.from, selection.to, mark);
  }

  toggle(style: Style): void {
    toggleMark(schema.marks[style])(this.#view.state, this.#view.dispatch);
    this.#view.focus();
  }

  /** The list or quotation that is being written in. */
  get form(): Form | null {
    return formAt(this.#view.state.selection.$from);
  }

  toggleForm(form: Form): void {
    toggleForm(form)(this.#view.state, this.#view.dispatch);
    this.#view.focus();
  }

  /** The link that the cursor stands in. */
  get link(): Linked | null {
    return linkAt(this.#view.state);
  }

  /**
   * Lets the selected words, or the link that the cursor stands in, lead to an address; without either, writes the address itself.
   * @param href an address that `safeLink` lets through, or null to take the link away
   */
  setLink(href: string | null): void {
    const { state } = this.#view;
    const { from, to, empty } = state.selection;
    const within = this.link;
    const range = within !== null && empty ? within : { from, to };
    const tr = state.tr.removeMark(range.from, range.to, schema.marks.link);
    if (href !== null) {
      const mark = schema.marks.link.create({ href });
      if (range.from === range.to) tr.insert(range.from, schema.text(href, [mark]));
      else tr.addMark(range.from, range.to, mark);
    }
    this.#view.dispatch(tr);
    this.#view.focus();
  }

  /** Calls back after each change of text or selection; the result ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  destroy(): void {
    this.#listeners.clear();
    this.#stopKeeping?.();
    this.#view.destroy();
  }

  #plugins(
    options: TextEditorOptions,
    mapping: ReturnType<typeof initProseMirrorDoc>['mapping'],
  ): Plugin[] {
    // The plugin uses these few members of an Awareness, and types it as the whole.
    const awareness = options.awareness as unknown as Awareness;
    const undoing = (step: 'undo' | 'redo') => () => {
      options.undo[step]();
      return true;
    };
    const typed = typedForms(options.undo);
    const tell = () => {
      for (const listener of this.#listeners) listener();
    };
    return [
      ySyncPlugin(options.fragment, { mapping }),
      yUndoPlugin({ undoManager: undoForEditor(options.undo) }),
      yCursorPlugin(awareness, { cursorBuilder: drawCaret, selectionBuilder: selectionAttributes }),
      typed.plugin,
      ...textKeys(undoing, typed.takeBack),
      placeholder(options.placeholder),
      textLimit(options.onTooLong),
      new Plugin({ view: () => ({ update: tell }) }),
    ];
  }
}
