import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = [
  join(root, 'README.md'),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(root, 'docs', name)),
].map((path) => relative(root, path));

const read = (path: string) => readFileSync(join(root, path), 'utf8');

it.each(pages)('%s links only to what is there', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, path]) => path);
  const missing = links.filter((path = '') => !existsSync(join(root, dirname(page), path)));
  expect(missing).toEqual([]);
});

/** `[file](../path) “words of a test in it”` */
const namedTest = /\]\(\.\.\/([^)#\s]+)\) “([^”]+)”/g;

describe.each([
  { page: 'docs/threat-model.md', least: 100 },
  { page: 'docs/crash-points.md', least: 50 },
])('$page', ({ page, least }) => {
  const text = read(page).replaceAll(/\s+/g, ' ');
  const named = [...text.matchAll(namedTest)].map(([, path = '', words = '']) => ({ path, words }));

  it('names tests', () => {
    expect(named.length).toBeGreaterThan(least);
  });

  it.each(named)('names a test that is there: $path “$words”', ({ path, words }) => {
    expect(read(path)).toContain(words);
  });
});

describe('the threat model', () => {
  it('leads to every heading that it points to', () => {
    const headings = [...read('docs/threat-model.md').matchAll(/^#+ (.+)$/gm)].map(
      ([, title = '']) =>
        title
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-'),
    );
    const text = read('docs/threat-model.md');
    const anchors = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(headings).toEqual(expect.arrayContaining(anchors));
  });
});
