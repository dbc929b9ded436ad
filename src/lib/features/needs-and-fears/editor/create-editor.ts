import { Editor, Extension } from '@tiptap/core';
import { Bold } from '@tiptap/extension-bold';
import { Collaboration } from '@tiptap/extension-collaboration';
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret';
import { Document } from '@tiptap/extension-document';
import { Italic } from '@tiptap/extension-italic';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Text } from '@tiptap/extension-text';
import { Placeholder } from '@tiptap/extensions';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { drawCaret, selectionAttributes } from './caret.ts';
import type { EditorAwareness } from './editor-awareness.ts';
import { undoForEditor } from './editor-undo.ts';
import { TextLimit } from './text-limit.ts';

export interface EditorOptions {
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
}

/** A new line is a paragraph, with or without Shift: one kind of line break is enough for what is written here. */
const ShiftEnter = Extension.create({
  name: 'shiftEnter',
  addKeyboardShortcuts() {
    return { 'Shift-Enter': () => this.editor.commands.splitBlock() };
  },
});

/** Binds an editor to one text of the document. Whoever made it destroys it. */
export function createEditor(options: EditorOptions): Editor {
  options.undo.addTrackedOrigin(ySyncPluginKey);
  return new Editor({
    element: options.element,
    editable: options.editable,
    // Styles come with the page: the content security policy allows no style that was not served.
    injectCSS: false,
    // Two asterisks are two asterisks.
    enableInputRules: false,
    enablePasteRules: false,
    extensions: [
      Document,
      Paragraph.configure({ HTMLAttributes: { dir: 'auto' } }),
      Text,
      Bold,
      Italic,
      ShiftEnter,
      Placeholder.configure({ placeholder: options.placeholder, showOnlyWhenEditable: false }),
      TextLimit.configure({ onRefused: options.onTooLong }),
      Collaboration.configure({
        fragment: options.fragment,
        yUndoOptions: { undoManager: undoForEditor(options.undo) },
      }),
      CollaborationCaret.configure({
        provider: { awareness: options.awareness },
        render: drawCaret,
        selectionRender: selectionAttributes,
      }),
    ],
    editorProps: {
      // Bars stand at the top and the bottom of the page; the line that is written stays between them.
      scrollThreshold: { top: 140, right: 0, bottom: 120, left: 0 },
      scrollMargin: { top: 150, right: 0, bottom: 130, left: 0 },
      attributes: {
        class: 'rich-text',
        'aria-label': options.label,
        ...(options.editable ? { role: 'textbox', 'aria-multiline': 'true' } : { role: 'group' }),
      },
    },
  });
}
