import { packPlain, packText, unpackText } from '../../../collab/documents/needs/packed-text.ts';
import { isUnwritten, type Block } from '../../../collab/documents/needs/rich-text.ts';
import type { DraftShelf, KeepState } from '../../../session/local-draft-keeper.svelte.ts';
import { UnsentWords } from '../../../session/unsent-words.svelte.ts';
import type { EditorTools } from '../editor/editor-tools.svelte.ts';
import { OwnText } from '../editor/own-text.ts';

export interface SuggestionDraftOptions {
  readonly itemId: string;
  readonly shelf: () => DraftShelf;
  readonly tools: EditorTools;
  /** A change was refused because the text would become too long. */
  readonly onTooLong: () => void;
}

/** Another wording while it is being written: kept on this device, with its form, until it is sent. */
export class SuggestionDraft {
  readonly text: OwnText;
  readonly #words: UnsentWords;
  #ready = $state(false);
  #blank = $state(true);

  constructor({ itemId, shelf, tools, onTooLong }: SuggestionDraftOptions) {
    this.#words = new UnsentWords(shelf, `needs/${itemId}/suggestion`);
    this.text = new OwnText(tools, onTooLong);
    this.text.onChange(() => {
      this.#changed();
    });
  }

  /** Whether what was kept has been brought back, so that it can be written on. */
  get ready(): boolean {
    return this.#ready;
  }

  get blank(): boolean {
    return this.#blank;
  }

  get kept(): KeepState {
    return this.#words.kept;
  }

  get unsaved(): boolean {
    return this.#words.unsaved;
  }

  /** Names this suggestion, so that sending it twice sends it once. */
  get id(): string {
    return this.#words.id;
  }

  /** Brings back what was not sent the last time, or begins with these words. */
  async load(start: readonly Block[]): Promise<void> {
    await this.#words.load();
    if (this.#words.text !== '') this.text.write(blocksOf(this.#words.text));
    else {
      this.#words.begin(wordsOf(start));
      this.text.write(start);
    }
    this.#ready = true;
  }

  keepHere(): Promise<void> {
    return this.#words.keepHere();
  }

  /** They have been sent, or are not wanted any more. */
  sent(): void {
    this.#words.sent();
  }

  destroy(): void {
    this.text.destroy();
  }

  #changed(): void {
    const { blocks } = this.text;
    this.#blank = isUnwritten(blocks);
    this.#words.text = wordsOf(blocks);
  }
}

function wordsOf(blocks: readonly Block[]): string {
  return isUnwritten(blocks) ? '' : JSON.stringify(packText(blocks));
}

/** What was kept, also by an app that kept plain words. */
function blocksOf(kept: string): readonly Block[] {
  const plain = () => unpackText(packPlain(kept)) ?? [];
  try {
    return unpackText(JSON.parse(kept)) ?? plain();
  } catch {
    return plain();
  }
}
