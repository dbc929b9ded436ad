import { countCharacters, limits } from '../../../domain/needs/limits.ts';
import { safeLink } from '../../../domain/needs/link.ts';
import type { Block, TextRun } from './rich-text.ts';

/**
 * A text as plain JSON, small, for keeping a wording as it was told. A run is its characters, or `[characters, style, address]`, where
 * style is 1 for bold plus 2 for italic; a paragraph is its runs; `q` quotes, `u` is a list and `o` a numbered one.
 */
export type PackedBlock =
  | readonly PackedRun[]
  | { readonly q: PackedText }
  | { readonly u: readonly PackedText[] }
  | { readonly o: readonly PackedText[] };
export type PackedText = readonly PackedBlock[];
type PackedRun = string | readonly [string, number] | readonly [string, number, string];

/** Packs a text, without the empty paragraphs at its ends. Texts that read the same pack the same. */
export function packText(blocks: readonly Block[]): PackedText {
  const written = (block: Block) => block.kind !== 'paragraph' || block.runs.length > 0;
  const first = blocks.findIndex(written);
  if (first === -1) return [];
  return blocks.slice(first, blocks.findLastIndex(written) + 1).map(packBlock);
}

/** Plain words as a packed text: each line is a paragraph. */
export function packPlain(text: string): PackedText {
  return text.split('\n').map((line) => (line === '' ? [] : [line]));
}

function packBlock(block: Block): PackedBlock {
  if (block.kind === 'quote') return { q: block.blocks.map(packBlock) };
  if (block.kind === 'paragraph') return packRuns(block.runs);
  const items = block.items.map((item) => item.map(packBlock));
  return block.ordered ? { o: items } : { u: items };
}

function packRuns(runs: readonly TextRun[]): PackedRun[] {
  const joined: TextRun[] = [];
  for (const run of runs) {
    const before = joined.at(-1);
    if (before !== undefined && sameStyle(before, run)) {
      joined.splice(-1, 1, { ...before, text: before.text + run.text });
    } else joined.push(run);
  }
  return joined.map(({ text, bold, italic, link }) => {
    const style = (bold ? 1 : 0) + (italic ? 2 : 0);
    if (link !== null) return [text, style, link];
    return style === 0 ? text : [text, style];
  });
}

function sameStyle(a: TextRun, b: TextRun): boolean {
  return a.bold === b.bold && a.italic === b.italic && a.link === b.link;
}

const deepest = 2 * limits.listDepth + 4;

/**
 * Reads a packed text, whatever another client stored as one. Null when it is none, or more than one text may hold.
 * @param characters the most that it may hold
 */
export function unpackText(
  value: unknown,
  characters: number = limits.textCharacters,
): Block[] | null {
  const left = { pieces: limits.textPieces * 2, characters };
  return unpackBlocks(value, 0, left);
}

interface Left {
  pieces: number;
  characters: number;
}

function unpackBlocks(value: unknown, depth: number, left: Left): Block[] | null {
  if (!Array.isArray(value) || depth > deepest) return null;
  const blocks: Block[] = [];
  for (const each of value as unknown[]) {
    left.pieces -= 1;
    const block = left.pieces < 0 ? null : unpackBlock(each, depth + 1, left);
    if (block === null) return null;
    blocks.push(block);
  }
  return blocks;
}

function unpackBlock(value: unknown, depth: number, left: Left): Block | null {
  if (Array.isArray(value)) {
    const runs = unpackRuns(value as unknown[], left);
    return runs === null ? null : { kind: 'paragraph', runs };
  }
  const [key, ...others] = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (key === undefined || others.length > 0) return null;
  const content: unknown = Reflect.get(value as object, key);
  if (key === 'q') {
    const blocks = unpackBlocks(content, depth, left);
    return blocks === null ? null : { kind: 'quote', blocks };
  }
  if ((key !== 'u' && key !== 'o') || !Array.isArray(content)) return null;
  const items: Block[][] = [];
  for (const item of content as unknown[]) {
    left.pieces -= 1;
    const blocks = left.pieces < 0 ? null : unpackBlocks(item, depth + 1, left);
    if (blocks === null) return null;
    items.push(blocks);
  }
  return { kind: 'list', ordered: key === 'o', items };
}

function unpackRuns(value: readonly unknown[], left: Left): TextRun[] | null {
  const runs: TextRun[] = [];
  for (const each of value) {
    const [text, style, link] = (Array.isArray(each) ? each : [each, 0]) as unknown[];
    if (typeof text !== 'string' || text === '' || typeof style !== 'number') return null;
    left.pieces -= 1;
    left.characters -= countCharacters(text, left.characters);
    if (left.pieces < 0 || left.characters < 0) return null;
    runs.push({ text, bold: (style & 1) > 0, italic: (style & 2) > 0, link: safeLink(link) });
  }
  return runs;
}
