import * as Y from 'yjs';

/** A stretch of text in one style. */
export interface TextRun {
  readonly text: string;
  readonly bold: boolean;
  readonly italic: boolean;
}

/**
 * A text as this version of the app can show it.
 * - `known`: paragraphs of styled text; an editor can be bound to it.
 * - `plain`: it holds something that this version does not know (a newer app wrote it, or a broken one). No editor may be bound
 *   to it, since an editor drops what it does not know for both partners; its characters can still be read.
 */
export type RichText =
  | { readonly form: 'known'; readonly paragraphs: readonly (readonly TextRun[])[] }
  | { readonly form: 'plain'; readonly text: string };

/** How deep and how far an unknown text is read; enough for anything that people write. */
const deepest = 16;
const farthest = 400_000;

/** Reads a text without changing it, whatever another client put there. */
export function readRichText(fragment: Y.XmlFragment): RichText {
  const paragraphs = readParagraphs(fragment);
  return paragraphs === null
    ? { form: 'plain', text: readPlain(fragment) }
    : { form: 'known', paragraphs };
}

/** Whether nothing is written in a text (an empty paragraph counts as nothing). */
export function isBlank(fragment: Y.XmlFragment): boolean {
  const rich = readRichText(fragment);
  return (
    rich.form === 'known' && rich.paragraphs.every((runs) => runs.every((run) => run.text === ''))
  );
}

function readParagraphs(fragment: Y.XmlFragment): TextRun[][] | null {
  const paragraphs: TextRun[][] = [];
  let length = 0;
  for (const child of fragment.toArray()) {
    if (!(child instanceof Y.XmlElement) || child instanceof Y.XmlHook) return null;
    if (child.nodeName !== 'paragraph' || Object.keys(child.getAttributes()).length > 0)
      return null;
    const runs: TextRun[] = [];
    for (const text of child.toArray()) {
      if (!(text instanceof Y.XmlText) || Object.keys(text.getAttributes()).length > 0) return null;
      const read = readRuns(text);
      if (read === null) return null;
      runs.push(...read);
    }
    length += runs.reduce((sum, run) => sum + run.text.length, 0);
    if (length > farthest) return null;
    paragraphs.push(runs);
  }
  return paragraphs;
}

function readRuns(text: Y.XmlText): TextRun[] | null {
  const runs: TextRun[] = [];
  for (const part of deltaOf(text)) {
    if (typeof part.insert !== 'string' || part.insert === '') return null;
    const styles = Object.keys(part.attributes ?? {});
    if (styles.some((style) => style !== 'bold' && style !== 'italic')) return null;
    runs.push({
      text: part.insert,
      bold: styles.includes('bold'),
      italic: styles.includes('italic'),
    });
  }
  return runs;
}

interface DeltaPart {
  readonly insert?: unknown;
  readonly attributes?: Record<string, unknown>;
}

function deltaOf(text: Y.XmlText): readonly DeltaPart[] {
  return text.toDelta() as readonly DeltaPart[];
}

/** All characters of a text of unknown make, one line per block, as far as it makes sense to show them. */
function readPlain(fragment: Y.XmlFragment): string {
  const lines: string[] = [];
  let line = '';
  let length = 0;
  const flush = () => {
    if (line !== '') lines.push(line);
    line = '';
  };
  const walk = (node: unknown, depth: number) => {
    if (depth > deepest || length > farthest) return;
    if (node instanceof Y.XmlText) {
      for (const part of deltaOf(node)) {
        if (typeof part.insert === 'string') line += part.insert.slice(0, farthest - length);
      }
      length += line.length;
    } else if (node instanceof Y.XmlFragment) {
      flush();
      for (const child of node.toArray()) walk(child, depth + 1);
      flush();
    }
  };
  walk(fragment, 0);
  flush();
  return lines.join('\n');
}
