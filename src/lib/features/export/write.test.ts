import { expect, test } from 'vitest';
import { fileName, type Page } from './page.ts';
import { writeHtml, writeIndex } from './write-html.ts';
import { escapeMarkdown, writeMarkdown } from './write-markdown.ts';

const hostile = `<script>alert("1")</script> & <img src=x onerror='alert(2)'> [a](javascript:alert(3)) # no`;

const page: Page = {
  name: 'x',
  title: hostile,
  blocks: [
    { kind: 'heading', text: hostile },
    { kind: 'words', text: `${hostile}\n\n  second line` },
    {
      kind: 'rich',
      blocks: [
        {
          kind: 'quote',
          blocks: [
            {
              kind: 'paragraph',
              runs: [
                { text: hostile, bold: true, italic: true, link: `https://a.example/"><script>` },
              ],
            },
          ],
        },
      ],
    },
    { kind: 'note', text: hostile },
    { kind: 'facts', facts: [[hostile, hostile]] },
  ],
  data: null,
};

test('what somebody wrote is text in the page to read, never a part of it', () => {
  const html = writeHtml(page);
  expect(html).not.toMatch(/<script|<img|<a /);
  expect(html).not.toContain(hostile);
  expect(html.match(/&lt;script&gt;alert\(&quot;1&quot;\)/g)).toHaveLength(8);
  expect(html).toContain(`default-src 'none'; style-src 'unsafe-inline'`);
  // An address that somebody wrote is text, too: a page that is read alone leads nowhere.
  expect(html).not.toMatch(/href=|src=["']?[^x]|url\(/);
  expect(writeIndex(hostile, [{ title: hostile, href: 'a"b.html' }])).not.toMatch(/<script|"a"b/);
});

test('what somebody wrote stays what they typed in Markdown, too', () => {
  const markdown = writeMarkdown(page);
  expect(markdown).not.toMatch(/(^|[^\\])<(script|img)/);
  expect(markdown).not.toContain('[a](');
  expect(escapeMarkdown('1. not a list\n- neither\n    no code')).toBe(
    '1\\. not a list  \n\\- neither  \n\u00a0\u00a0\u00a0\u00a0no code',
  );
  const styled = writeMarkdown({
    ...page,
    title: 'Mine',
    blocks: [
      {
        kind: 'rich',
        blocks: [
          {
            kind: 'list',
            ordered: true,
            items: [
              [
                {
                  kind: 'paragraph',
                  runs: [
                    { text: 'I need ', bold: false, italic: false, link: null },
                    { text: ' this ', bold: true, italic: true, link: null },
                    { text: 'now', bold: false, italic: true, link: null },
                  ],
                },
                {
                  kind: 'paragraph',
                  runs: [{ text: 'and then', bold: false, italic: false, link: null }],
                },
              ],
              [
                {
                  kind: 'paragraph',
                  runs: [{ text: 'rest', bold: false, italic: false, link: null }],
                },
              ],
            ],
          },
        ],
      },
    ],
  });
  expect(styled).toBe('# Mine\n\n1. I need  ***this*** *now*\n\n   and then\n2. rest\n');
});

test('a file name means nothing to a file system, whatever a title says', () => {
  expect(fileName('../../etc/passwd')).toBe('etc-passwd');
  expect(fileName('CON: a\\b?*.exe')).toBe('con-a-b-exe');
  expect(fileName('Ünser Frühling')).toBe('unser-fruhling');
  expect(fileName('ما نحتاجه 🌊')).toBe('');
  expect(fileName('a'.repeat(500))).toHaveLength(60);
});
