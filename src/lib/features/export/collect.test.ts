import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { Failure, type FailureCode } from '../../domain/failure/failure.ts';
import { Archive } from './archive.ts';
import { collect, type Shelf } from './collect.ts';
import type { Read, Thing } from './page.ts';

const pageOf = (name: string): Read => ({
  pages: [
    { name, title: name, blocks: [{ kind: 'words', text: `words of ${name}` }], data: { name } },
  ],
  unopened: [],
});
const thing = (name: string, read: () => Promise<Read> = () => Promise.resolve(pageOf(name))) =>
  ({ name, read }) satisfies Thing;
const failing = (name: string, code: FailureCode) =>
  thing(name, () => Promise.reject(new Failure(code)));
const shelf = (folder: string, things: readonly Thing[]): Shelf => ({
  folder,
  title: folder,
  name: `All of ${folder}`,
  list: () => Promise.resolve(things),
});

async function run(shelves: readonly Shelf[], signal = new AbortController().signal) {
  const archive = new Archive();
  const waits: number[] = [];
  const progress: string[] = [];
  const outcome = await collect(shelves, archive, {
    signal,
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    onProgress: (done, total) => progress.push(`${done}/${total}`),
  });
  const bytes = new Uint8Array(await archive.finish().arrayBuffer());
  const files = Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)]),
  );
  return { outcome, files, waits, progress };
}

test('everything is there three times, private and shared apart, and can be found from one page', async () => {
  const { outcome, files, progress } = await run([
    shelf('private', [thing('log'), thing('log')]),
    shelf('shared', [thing('check-in')]),
  ]);
  expect(Object.keys(files).sort()).toEqual([
    'private/index.html',
    'private/json/log-2.json',
    'private/json/log.json',
    'private/markdown/log-2.md',
    'private/markdown/log.md',
    'private/to-read/log-2.html',
    'private/to-read/log.html',
    'read-me-first.html',
    'shared/index.html',
    'shared/json/check-in.json',
    'shared/markdown/check-in.md',
    'shared/to-read/check-in.html',
  ]);
  expect(files['shared/to-read/check-in.html']).toContain('words of check-in');
  expect(files['private/index.html']).toContain('href="to-read/log-2.html"');
  expect(JSON.parse(files['shared/json/check-in.json'] ?? '')).toEqual({ name: 'check-in' });
  expect(outcome).toEqual({ done: 3, total: 3, missing: [], unopened: [] });
  expect(files['read-me-first.html']).toContain('Nothing is missing.');
  expect(progress).toEqual(['0/3', '1/3', '2/3', '3/3']);
});

test('what does not open is listed and stops no other', async () => {
  const { outcome, files } = await run([
    shelf('shared', [
      failing('a broken one', 'envelope_tampered'),
      thing('half', () => Promise.resolve({ ...pageOf('half'), unopened: ['half: 2 changes'] })),
      thing('whole'),
    ]),
  ]);
  expect(outcome).toMatchObject({
    done: 2,
    missing: [],
    unopened: ['a broken one', 'half: 2 changes'],
  });
  expect(files['read-me-first.html']).toMatch(
    /Could not be opened[^]*a broken one[^]*half: 2 changes/,
  );
  expect(files['shared/to-read/whole.html']).toBeDefined();
});

test('a connection that fails for a moment costs nothing', async () => {
  let tries = 0;
  const { outcome, waits } = await run([
    shelf('shared', [
      thing('late', () => {
        tries += 1;
        return tries < 3
          ? Promise.reject(new Failure('server_unreachable'))
          : Promise.resolve(pageOf('late'));
      }),
    ]),
  ]);
  expect(outcome).toMatchObject({ done: 1, missing: [] });
  expect(waits).toEqual([1000, 4000]);
});

test('one that fails in the middle keeps what it has, and says all that is missing', async () => {
  let asked = 0;
  const { outcome, files } = await run([
    shelf('private', [thing('log')]),
    shelf('shared', [
      thing('first'),
      failing('second', 'offline'),
      thing('third', () => {
        asked += 1;
        return Promise.resolve(pageOf('third'));
      }),
    ]),
  ]);
  expect(outcome).toEqual({ done: 2, total: 4, missing: ['second', 'third'], unopened: [] });
  expect(asked).toBe(0);
  expect(files['shared/to-read/first.html']).toBeDefined();
  expect(files['read-me-first.html']).toMatch(/Missing[^]*second[^]*third/);
});

test('a list that cannot be fetched is missing as a whole, and stops no other', async () => {
  const { outcome } = await run([
    { ...shelf('private', []), list: () => Promise.reject(new Failure('server_error')) },
    shelf('shared', [thing('first')]),
  ]);
  expect(outcome.missing).toEqual(['All of private: all of it']);
  expect(outcome.done).toBe(1);
});

test('where nothing at all can be fetched there is no file, and the reason is told', async () => {
  const running = run([
    { ...shelf('private', []), list: () => Promise.reject(new Failure('server_unreachable')) },
    shelf('shared', [thing('never asked')]),
  ]);
  await expect(running).rejects.toMatchObject({ code: 'server_unreachable' });
});

test('cancelled, it ends, and reads nothing more', async () => {
  const cancelled = new AbortController();
  let asked = 0;
  const running = run(
    [
      shelf('shared', [
        thing('first', () => {
          cancelled.abort();
          return Promise.resolve(pageOf('first'));
        }),
        thing('second', () => {
          asked += 1;
          return Promise.resolve(pageOf('second'));
        }),
      ]),
    ],
    cancelled.signal,
  );
  await expect(running).rejects.toThrow(/abort/i);
  expect(asked).toBe(0);
});
