import type { Block as RichBlock, TextRun } from '../../collab/documents/needs/rich-text.ts';
import type { Block, Page } from './page.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it, never as HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

const style = `
:root{color-scheme:light dark}
body{max-width:38rem;margin:3rem auto;padding:0 1.25rem;font:1.125rem/1.6 Georgia,serif;overflow-wrap:anywhere}
h1,h2{line-height:1.25}h2{margin-top:2.5rem;font-size:1.25rem}
.words{white-space:pre-wrap}.note,dl{font:0.9375rem/1.5 system-ui,sans-serif;opacity:.8}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt{font-weight:600}dd{margin:0}
@media print{body{margin:0;max-width:none}}`;

function runHtml({ text, bold, italic, link }: TextRun): string {
  const escaped = escapeHtml(text);
  const slanted = italic ? `<em>${escaped}</em>` : escaped;
  const styled = bold ? `<strong>${slanted}</strong>` : slanted;
  // Nobody is led away unasked: the address stands there as text, beside its words.
  return link === null ? styled : `${styled} <small>(${escapeHtml(link)})</small>`;
}

function richHtml(part: RichBlock): string {
  switch (part.kind) {
    case 'paragraph':
      return `<p class="words" dir="auto">${part.runs.map(runHtml).join('')}</p>`;
    case 'quote':
      return `<blockquote>${part.blocks.map(richHtml).join('')}</blockquote>`;
    case 'list': {
      const items = part.items.map((item) => `<li>${item.map(richHtml).join('')}</li>`).join('');
      return part.ordered ? `<ol>${items}</ol>` : `<ul>${items}</ul>`;
    }
  }
}

function block(part: Block): string {
  switch (part.kind) {
    case 'heading':
      return `<h2 dir="auto">${escapeHtml(part.text)}</h2>`;
    case 'words':
      return `<p class="words" dir="auto">${escapeHtml(part.text)}</p>`;
    case 'rich':
      return part.blocks.map(richHtml).join('\n');
    case 'note':
      return `<p class="note" dir="auto">${escapeHtml(part.text)}</p>`;
    case 'facts': {
      const rows = part.facts.map(
        ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd dir="auto">${escapeHtml(value)}</dd>`,
      );
      return `<dl>${rows.join('')}</dl>`;
    }
  }
}

/** A whole HTML file out of a body. It fetches nothing and runs nothing, and tells the browser to refuse both. */
export function htmlFile(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** A page to be read, without Holdfast and without a network. */
export function writeHtml({ title, blocks }: Page): string {
  return htmlFile(
    title,
    [`<h1 dir="auto">${escapeHtml(title)}</h1>`, ...blocks.map(block)].join('\n'),
  );
}

/** A list of pages that leads to each. */
export function writeIndex(
  title: string,
  pages: readonly { readonly title: string; readonly href: string }[],
): string {
  const rows = pages.map(
    ({ title: name, href }) =>
      `<li><a href="${escapeHtml(href)}" dir="auto">${escapeHtml(name)}</a></li>`,
  );
  return htmlFile(title, `<h1>${escapeHtml(title)}</h1>\n<ul>\n${rows.join('\n')}\n</ul>`);
}
