import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { failureCodes } from '../../../src/lib/domain/failure/failure.ts';
import { sentences } from '../../../src/lib/ui/failures/sentences.ts';
import { failureNotes } from './notes.ts';
import { errorsPage, storedPage } from './page.ts';
import { startNotes } from './server-notes.ts';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFile(fileURLToPath(new URL(path, root)), 'utf8');

it('docs/errors.md is what `npm run docs:errors` makes of the code', async () => {
  expect(await storedPage(), 'stale: run `npm run docs:errors`').toBe(await errorsPage());
});

it('docs/errors.md names every failure, once, and no other', async () => {
  const named = [...(await storedPage()).matchAll(/^### `(.*)`$/gm)].map(([, code]) => code);
  expect(named).toEqual([...failureCodes]);
});

/** A sentence may be looked for by its beginning. */
function said(code: (typeof failureCodes)[number]): string[] {
  const { title, sentence, next } = sentences[code];
  return [title, sentence, next]
    .filter((text) => text !== undefined)
    .flatMap((text) => text.split(/[.?](?:\s|$)/))
    .filter((text) => text.length > 14);
}

it.each(failureCodes)('the tests that are named for %s know it', async (code) => {
  for (const path of failureNotes[code].tests) {
    expect(path).toMatch(/\.(?:test|spec)\.(?:ts|sql)$/);
    const test = await read(path);
    const known = test.includes(`'${code}'`) || said(code).some((words) => test.includes(words));
    expect(known, path).toBe(true);
  }
});

it.each(startNotes)('$source says: $says', async ({ source, says }) => {
  expect(await read(source)).toContain(says);
});
