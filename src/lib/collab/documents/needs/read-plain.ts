import * as Y from 'yjs';

/** How deep an unknown text is read. */
const deepest = 16;

/**
 * All characters of a text of unknown make, one line per block, as far as it makes sense to show them.
 * @param farthest characters that are read at most
 */
export function readPlain(fragment: Y.XmlFragment, farthest: number): string {
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
      for (const part of node.toDelta() as readonly { readonly insert?: unknown }[]) {
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
