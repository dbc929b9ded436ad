import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { readRichText, type Block } from '../../../collab/documents/needs/rich-text.ts';
import { writeRichText } from '../../../collab/documents/needs/write-rich-text.ts';
import type { EditorTools } from './editor-tools.svelte.ts';

/** A text of the same form as those of the document, which is on this page alone: nothing of it goes anywhere before it is sent. */
export class OwnText {
  readonly fragment: Y.XmlFragment;
  /** The tools of the page, with an undo stack of this text alone. */
  readonly tools: EditorTools;
  readonly #doc = new Y.Doc();
  readonly #awareness = new Awareness(this.#doc);
  readonly #undo: Y.UndoManager;

  /** @param onTooLong a change was refused because the text would become too long */
  constructor(tools: EditorTools, onTooLong: () => void) {
    this.fragment = this.#doc.getXmlFragment('text');
    // Only what an editor writes is undone: it adds its own origin.
    this.#undo = new Y.UndoManager(this.fragment, { trackedOrigins: new Set() });
    this.tools = tools.forOwnText({ undo: this.#undo, awareness: this.#awareness, onTooLong });
  }

  get blocks(): readonly Block[] {
    const rich = readRichText(this.fragment);
    return rich.form === 'known' ? rich.blocks : [];
  }

  write(blocks: readonly Block[]): void {
    this.#doc.transact(() => {
      writeRichText(this.fragment, blocks);
    }, this);
  }

  onChange(listener: () => void): void {
    this.fragment.observeDeep(listener);
  }

  destroy(): void {
    this.#undo.destroy();
    this.#awareness.destroy();
    this.#doc.destroy();
  }
}
