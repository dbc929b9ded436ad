import type { Block as RichBlock } from '../../collab/documents/needs/rich-text.ts';

/** One piece of a page, without any notion of how it is written down. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  /** What somebody wrote, letter by letter. */
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'rich'; readonly blocks: readonly RichBlock[] }
  /** What Holdfast says about it. */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] };

/** One page of the export. It is written three times: to be read, to be worked on, and for another program. */
export interface Page {
  /** What its files are called, as far as that is safe in every file system: see `fileName`. */
  readonly name: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  /** The same for another program: plain JSON. */
  readonly data: unknown;
}

/** What reading one thing came to. */
export interface Read {
  readonly pages: readonly Page[];
  /** What is in it and could not be opened, in words for the list of such things. */
  readonly unopened: readonly string[];
}

/** One thing to take along, read only when its turn has come. */
export interface Thing {
  /** For the list of what is missing: names the thing and quotes nothing. */
  readonly name: string;
  readonly read: () => Promise<Read>;
}

/**
 * One part of the export. A feature adds its own by one such function, in `parts/index.ts`: it lists what there is, which is quick, and each
 * thing is read when its turn has come.
 */
export type Part<Source> = (source: Source) => Promise<readonly Thing[]>;

const longestName = 60;

/** A name for a file out of any words: small letters, digits and hyphens, so that it means nothing to a file system. Empty when nothing is left. */
export function fileName(words: string): string {
  return words
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, longestName)
    .replace(/-+$/, '');
}

/** A moment in full, where the reader is, for a page that is kept for years. */
export function sayMoment(date: Date): string {
  return date.toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'short' });
}
