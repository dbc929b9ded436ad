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

function block(part: Block): string {
  switch (part.kind) {
    case 'heading':
      return `## ${escapeMarkdown(part.text.replace(/\s+/g, ' '))}`;
    case 'words':
      return escapeMarkdown(part.text);
    case 'rich':
      return part.paragraphs
        .map((paragraph) =>
          paragraph
            .map(({ text, bold, italic }) => {
              // Emphasis holds no space at its edges, or it is none.
              const [, before = '', inside = '', after = ''] =
                /^(\s*)([^]*?)(\s*)$/.exec(text) ?? [];
              const mark = inside === '' ? '' : `${bold ? '**' : ''}${italic ? '*' : ''}`;
              const close = [...mark].reverse().join('');
              return `${before}${mark}${escapeMarkdown(inside)}${close}${after}`;
            })
            .join(''),
        )
        .join('\n\n');
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
