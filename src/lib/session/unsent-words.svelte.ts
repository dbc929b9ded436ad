import * as z from 'zod/mini';
import type { LocalDraft } from '../domain/draft/local-draft.ts';
import { reconcile } from '../domain/draft/reconcile.ts';
import { LocalDraftKeeper, type DraftShelf, type KeepState } from './local-draft-keeper.svelte.ts';

/** Words of a form that are being written: kept on this device until it is sent, under an id that makes sending twice say it once. */
export class UnsentWords {
  readonly #keeper: LocalDraftKeeper<string>;
  #text = $state('');
  #begun = $state('');
  #id = crypto.randomUUID();
  #found: readonly LocalDraft<string>[] = [];

  /** @param subject for instance `hearing/<check-in>/1.need.mirror` */
  constructor(shelf: () => DraftShelf, subject: string) {
    this.#keeper = new LocalDraftKeeper<string>({ shelf, subject, schema: z.string() });
  }

  get text(): string {
    return this.#text;
  }
  set text(text: string) {
    if (text === this.#text) return;
    this.#text = text;
    if (text === '') this.#keeper.clear();
    else this.#keeper.keep(text, { base: null, confirmed: false });
  }

  /** Names these words where they are sent to. */
  get id(): string {
    return this.#id;
  }
  get kept(): KeepState {
    return this.#keeper.state;
  }
  /** Whether closing the page now would lose words. */
  get unsaved(): boolean {
    return this.#text.trim() !== '' && this.#text !== this.#begun && this.#keeper.state !== 'kept';
  }

  /** Brings back what was not sent the last time. Words that are being typed already go first. */
  async load(): Promise<void> {
    try {
      const local = await this.#keeper.find();
      const found = reconcile<string>(
        { stored: null, local },
        { same: (a, b) => a === b, empty: (text) => text.trim() === '' },
      );
      if (found.adopted === null || this.#text !== '') return;
      this.#found = [found.adopted, ...found.discard];
      this.text = found.adopted.content;
      await this.#keeper.flush();
      if (this.#keeper.state === 'kept') await this.#keeper.forget(this.#found);
    } catch {
      // A device that keeps nothing has nothing to bring back; `kept` says so as soon as something is written.
    }
  }

  /** Puts words into an empty form that are stored elsewhere already, so that nothing needs keeping yet. */
  begin(text: string): void {
    if (this.#text === '') this.#begun = this.#text = text;
  }

  async keepHere(): Promise<void> {
    await this.#keeper.flush();
  }

  /** They have been sent: the next words are new ones. */
  sent(): void {
    this.#text = '';
    this.#begun = '';
    this.#id = crypto.randomUUID();
    this.#keeper.clear();
    void this.#keeper.forget(this.#found);
  }
}
