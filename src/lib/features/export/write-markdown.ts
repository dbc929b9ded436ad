import type { Block as RichBlock, TextRun } from '../../collab/documents/needs/rich-text.ts';
import type { Block, Page } from './page.ts';

/** Signs that Markdown takes for something; a backslash before one makes it a letter. */
const signs = /[\\`*_{}[\]<>()#+\-.!|~>&=:@]/g;

/** Spaces at the start of a line as spaces that Markdown does not take for a block of code. */
const indent = (spaces: string): string => '\u00a0'.repeat(spaces.length);

/** Text as Markdown shows it: what somebody typed stays what they typed, line by line. */
export function escapeMarkdown(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/\t/g, ' ').replace(signs, '\\$&').replace(/^ +/, indent))
    .map((line) => (line === '' ? '' : `${line}  `))
    .join('\n')
    .trimEnd();
}

function run({ text, bold, italic, link }: TextRun): string {
  // Emphasis holds no space at its edges, or it is none.
  const [, before = '', inside = '', after = ''] = /^(\s*)([^]*?)(\s*)$/.exec(text) ?? [];
  const mark = inside === '' ? '' : `${bold ? '**' : ''}${italic ? '*' : ''}`;
  const close = [...mark].reverse().join('');
  const address = link === null ? '' : ` (${escapeMarkdown(link)})`;
  return `${before}${mark}${escapeMarkdown(inside)}${close}${address}${after}`;
}

/** Every line but the first further in by so much, so that it belongs to the item that begins on the first. */
function further(text: string, by: string): string {
  return text.replaceAll(/\n(?=[^\n])/g, `\n${by}`);
}

function rich(part: RichBlock): string {
  switch (part.kind) {
    case 'paragraph':
      return part.runs.map(run).join('');
    case 'quote':
      return part.blocks
        .map(rich)
        .join('\n\n')
        .split('\n')
        .map((line) => `> ${line}`.trimEnd())
        .join('\n');
    case 'list':
      return part.items
        .map((item, at) => {
          const mark = part.ordered ? `${at + 1}. ` : '- ';
          return mark + further(item.map(rich).join('\n\n'), ' '.repeat(mark.length));
        })
        .join('\n');
  }
}

function block(part: Block): string {
  switch (part.kind) {
    case 'heading':
      return `## ${escapeMarkdown(part.text.replace(/\s+/g, ' '))}`;
    case 'words':
      return escapeMarkdown(part.text);
    case 'rich':
      return part.blocks.map(rich).join('\n\n');
    case 'note':
      return `_${escapeMarkdown(part.text)}_`;
    case 'facts':
      return part.facts
        .map(([name, value]) => `- **${escapeMarkdown(name)}:** ${escapeMarkdown(value)}`)
        .join('\n');
  }
}

/** A page to be worked on in any editor. */
export function writeMarkdown({ title, blocks }: Page): string {
  const head = `# ${escapeMarkdown(title.replace(/\s+/g, ' '))}`;
  return `${[head, ...blocks.map(block)].filter((text) => text !== '').join('\n\n')}\n`;
}
