import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { TextEditor, TextEditorOptions } from './text-editor.ts';
import { Press } from './after-press.ts';
import { EditorAwareness, type CaretPeople } from './editor-awareness.ts';
import { Links } from './links.svelte.ts';
import { Nearness } from './nearness.ts';

export interface EditorToolsOptions {
  readonly undo: Y.UndoManager;
  readonly awareness: Awareness;
  readonly people: CaretPeople;
  readonly onTooLong: () => void;
}

/** What every editor of one page shares. The editor itself, which is most of the page's code, is loaded after the words are shown. */
export class EditorTools {
  /** Presses of this page, so that nothing moves under a finger. */
  readonly press: Press;
  /** Links that are pressed or written in any of the texts. */
  readonly links: Links;
  readonly nearness: Nearness;
  readonly #options: EditorToolsOptions;
  #TextEditor = $state.raw<typeof TextEditor | null>(null);
  #missing = $state(false);

  /** @param page the tools of the page on which a text apart is written */
  constructor(options: EditorToolsOptions, page?: EditorTools) {
    this.#options = options;
    this.press = page?.press ?? new Press();
    this.links = page?.links ?? new Links();
    this.nearness = page?.nearness ?? new Nearness();
    this.#TextEditor = page?.TextEditor ?? null;
  }

  /** Tools for a text of this page that is not in the document. */
  forOwnText(own: Omit<EditorToolsOptions, 'people'>): EditorTools {
    return new EditorTools({ ...own, people: this.#options.people }, this);
  }

  get undo(): Y.UndoManager {
    return this.#options.undo;
  }

  /** Null until the editor's code has arrived; texts can be read meanwhile. */
  get TextEditor(): typeof TextEditor | null {
    return this.#TextEditor;
  }

  /** The editor's code could not be loaded: the page is readable, and says so. */
  get missing(): boolean {
    return this.#missing;
  }

  async load(): Promise<void> {
    try {
      const loaded = await import('./text-editor.ts');
      this.#TextEditor = loaded.TextEditor;
      this.#missing = false;
    } catch {
      this.#missing = true;
    }
  }

  /** The part of an editor's options that is the page's. */
  forEditor(): Pick<TextEditorOptions, 'undo' | 'awareness' | 'onTooLong' | 'onFocus'> {
    const { undo, awareness, people, onTooLong } = this.#options;
    return {
      undo,
      onTooLong,
      awareness: new EditorAwareness(awareness, people),
      // What is typed here is its own step of undo, apart from what was typed elsewhere just before.
      onFocus: () => {
        undo.stopCapturing();
      },
    };
  }
}
