import * as Y from 'yjs';
import { limits } from '../../../domain/needs/limits.ts';
import { safeLink } from '../../../domain/needs/link.ts';
import { readPlain } from './read-plain.ts';

/** A stretch of text in one style. */
export interface TextRun {
  readonly text: string;
  readonly bold: boolean;
  readonly italic: boolean;
  /** Where it leads: an address that `safeLink` lets through, or null. */
  readonly link: string | null;
}

/** A part of a text: a paragraph, a quotation, or a list of such parts. */
export type Block =
  | { readonly kind: 'paragraph'; readonly runs: readonly TextRun[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      readonly items: readonly (readonly Block[])[];
    };

/**
 * A text as this version of the app can show it.
 * - `known`: paragraphs, quotations and lists of styled text; an editor can be bound to it. `paragraphs` are those of `blocks` in reading
 *   order, wherever they stand.
 * - `plain`: it holds something that this version does not know (a newer app wrote it, or a broken one). No editor may be bound
 *   to it, since an editor drops what it does not know for both partners; its characters can still be read.
 */
export type RichText =
  | {
      readonly form: 'known';
      readonly blocks: readonly Block[];
      readonly paragraphs: readonly (readonly TextRun[])[];
    }
  | { readonly form: 'plain'; readonly text: string };

/** Characters of a text that are read at most; enough for anything that people write. */
const farthest = 400_000;
/** Lists and their items within one another, and a quotation around them. */
const deepest = 2 * limits.listDepth + 4;

/** Reads a text without changing it, whatever another client put there. */
export function readRichText(fragment: Y.XmlFragment): RichText {
  const blocks = readBlocks(fragment, { depth: 0, inQuote: false, left: { characters: farthest } });
  return blocks === null
    ? { form: 'plain', text: readPlain(fragment, farthest) }
    : { form: 'known', blocks, paragraphs: paragraphsOf(blocks) };
}

/** The paragraphs of some blocks in reading order. */
export function paragraphsOf(blocks: readonly Block[]): (readonly TextRun[])[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'paragraph') return [block.runs];
    return paragraphsOf(block.kind === 'quote' ? block.blocks : block.items.flat());
  });
}

/** The characters of a text, a line for each paragraph. */
export function textOf(rich: RichText): string {
  if (rich.form === 'plain') return rich.text;
  return rich.paragraphs.map((runs) => runs.map(({ text }) => text).join('')).join('\n');
}

/** Whether nothing is written in a text (an empty paragraph counts as nothing). */
export function isBlank(fragment: Y.XmlFragment): boolean {
  const rich = readRichText(fragment);
  return (
    rich.form === 'known' && rich.paragraphs.every((runs) => runs.every((run) => run.text === ''))
  );
}

/** Whether some blocks hold nothing that can be read. */
export function isUnwritten(blocks: readonly Block[]): boolean {
  return paragraphsOf(blocks).every((runs) => runs.every(({ text }) => text.trim() === ''));
}

interface Place {
  readonly depth: number;
  readonly inQuote: boolean;
  /** What may still be read of the whole text. */
  readonly left: { characters: number };
}

function readBlocks(parent: Y.XmlFragment, place: Place): Block[] | null {
  if (place.depth > deepest) return null;
  const inner = { ...place, depth: place.depth + 1 };
  const blocks: Block[] = [];
  for (const child of parent.toArray()) {
    if (!isPlainElement(child)) return null;
    const block = readBlock(child, inner);
    if (block === null) return null;
    // An empty list or quotation is what remains when both took its last item away.
    if (block.kind !== 'paragraph' && paragraphsOf([block]).length === 0) continue;
    blocks.push(block);
  }
  return blocks;
}

function readBlock(element: Y.XmlElement, place: Place): Block | null {
  switch (element.nodeName) {
    case 'paragraph': {
      const runs = readParagraph(element, place);
      return runs === null ? null : { kind: 'paragraph', runs };
    }
    case 'blockquote': {
      const blocks = place.inQuote ? null : readBlocks(element, { ...place, inQuote: true });
      return blocks === null ? null : { kind: 'quote', blocks };
    }
    case 'bulletList':
    case 'orderedList': {
      const items = readItems(element, place);
      return items === null
        ? null
        : { kind: 'list', ordered: element.nodeName === 'orderedList', items };
    }
    default:
      return null;
  }
}

function readItems(list: Y.XmlElement, place: Place): Block[][] | null {
  const items: Block[][] = [];
  for (const child of list.toArray()) {
    if (!isPlainElement(child) || child.nodeName !== 'listItem') return null;
    // A quotation may hold a list, a list no quotation.
    const blocks = readBlocks(child, { ...place, depth: place.depth + 1, inQuote: true });
    if (blocks === null) return null;
    if (blocks.length > 0) items.push(blocks);
  }
  return items;
}

function readParagraph(paragraph: Y.XmlElement, { left }: Place): TextRun[] | null {
  const runs: TextRun[] = [];
  for (const text of paragraph.toArray()) {
    if (!(text instanceof Y.XmlText) || Object.keys(text.getAttributes()).length > 0) return null;
    const read = readRuns(text);
    if (read === null) return null;
    runs.push(...read);
  }
  left.characters -= runs.reduce((sum, run) => sum + run.text.length, 0);
  return left.characters < 0 ? null : runs;
}

/** An element without attributes: this version writes none. */
function isPlainElement(node: unknown): node is Y.XmlElement {
  return (
    node instanceof Y.XmlElement &&
    !(node instanceof Y.XmlHook) &&
    Object.keys(node.getAttributes()).length === 0
  );
}

function readRuns(text: Y.XmlText): TextRun[] | null {
  const runs: TextRun[] = [];
  for (const part of deltaOf(text)) {
    if (typeof part.insert !== 'string' || part.insert === '') return null;
    const { bold, italic, link, ...others } = part.attributes ?? {};
    if (Object.keys(others).length > 0 || !isLink(link)) return null;
    runs.push({
      text: part.insert,
      bold: bold !== undefined,
      italic: italic !== undefined,
      // An address that no page may open is shown as the words that it stands behind.
      link: link === undefined ? null : safeLink(link.href),
    });
  }
  return runs;
}

function isLink(value: unknown): value is { readonly href: string } | undefined {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).join() === 'href' && typeof Reflect.get(value, 'href') === 'string';
}

interface DeltaPart {
  readonly insert?: unknown;
  readonly attributes?: Record<string, unknown>;
}

function deltaOf(text: Y.XmlText): readonly DeltaPart[] {
  return text.toDelta() as readonly DeltaPart[];
}
