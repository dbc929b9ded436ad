import { parseLink, safeLink } from '../../../domain/needs/link.ts';

/** What an editor does with a link. */
export interface Linkable {
  readonly link: { readonly href: string } | null;
  setLink(href: string | null): void;
}

/** The links of one page: which one somebody asks to open, and which one is being written. Nothing opens by itself. */
export class Links {
  #asked = $state.raw<string | null>(null);
  #editor = $state.raw<Linkable | null>(null);

  /** The address that somebody pressed, to be shown whole before it opens. */
  get asked(): string | null {
    return this.#asked;
  }

  /** Asks before a link is opened. What no page may open is not even asked about. */
  ask(href: string): void {
    this.#asked = safeLink(href);
  }

  dismiss(): void {
    this.#asked = null;
  }

  /** Whether the address of a link is being written. */
  get editing(): boolean {
    return this.#editor !== null;
  }

  /** The address that it has now, or nothing. */
  get present(): string {
    return this.#editor?.link?.href ?? '';
  }

  edit(editor: Linkable): void {
    this.#editor = editor;
  }

  /** Sets what was typed as the address. False when nothing can be made of it. */
  set(typed: string): boolean {
    const href = parseLink(typed);
    if (href === null) return false;
    this.#finish(href);
    return true;
  }

  remove(): void {
    this.#finish(null);
  }

  cancel(): void {
    this.#editor = null;
  }

  #finish(href: string | null): void {
    const editor = this.#editor;
    this.#editor = null;
    editor?.setLink(href);
  }
}
