import { toFailure, type Failure, type FailureCode } from '../../domain/failure/failure.ts';
import type { Archive } from './archive.ts';
import { fileName, type Page, type Thing } from './page.ts';
import { escapeHtml, htmlFile, writeHtml, writeIndex } from './write-html.ts';
import { writeMarkdown } from './write-markdown.ts';

/** Things to take along, by the folder that they belong in. */
export interface Shelf {
  /** For instance `private`, or `shared`. */
  readonly folder: string;
  readonly title: string;
  /** For the list of what is missing. */
  readonly name: string;
  /** Lists what there is. */
  readonly list: () => Promise<readonly Thing[]>;
}

export interface Outcome {
  readonly done: number;
  readonly total: number;
  /** What is not in it because it could not be fetched, in words. */
  readonly missing: readonly string[];
  /** What is not in it because it does not open, in words. */
  readonly unopened: readonly string[];
}

export interface CollectOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  /** Waits before another try, in milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
}

/** Waits between tries; a lost connection of a moment costs nothing. */
const waitsMs = [1000, 4000];
/** After these it makes sense to try again. */
const passing: readonly FailureCode[] = [
  'offline',
  'server_unreachable',
  'server_error',
  'too_many_attempts',
];
/** After these nothing else can be fetched either. */
const over: readonly FailureCode[] = ['offline', 'server_unreachable', 'signed_out', 'locked'];

/**
 * Reads everything and writes it into the archive, one thing after the other. One that does not open, or cannot be fetched, is listed and stops no
 * other; when nothing can be fetched any more, the rest is listed as missing.
 * @throws DOMException `AbortError` once it is cancelled
 * @throws Failure why there is nothing at all, when nothing could be fetched: a file without anything in it helps nobody
 */
export async function collect(
  shelves: readonly Shelf[],
  archive: Archive,
  { signal, onProgress, wait }: CollectOptions,
): Promise<Outcome> {
  const missing: string[] = [];
  const unopened: string[] = [];
  /** Why nothing more can be fetched. */
  let ended: Failure | null = null;
  let done = 0;

  async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let attempt = 0; ; attempt += 1) {
      signal.throwIfAborted();
      try {
        return await work();
      } catch (thrown) {
        const pause = waitsMs[attempt];
        if (pause === undefined || !passing.includes(toFailure(thrown).code)) throw thrown;
        await wait(pause);
      }
    }
  }

  /** Lists a thing under what became of it. */
  function failed(name: string, thrown: unknown): void {
    signal.throwIfAborted();
    const failure = toFailure(thrown);
    const { code } = failure;
    if (over.includes(code)) ended = failure;
    (over.includes(code) || passing.includes(code) ? missing : unopened).push(name);
  }

  const listed: { readonly shelf: Shelf; readonly things: readonly Thing[] }[] = [];
  for (const shelf of shelves) {
    if (ended !== null) {
      missing.push(`${shelf.name}: all of it`);
      continue;
    }
    try {
      listed.push({ shelf, things: await patiently(shelf.list) });
    } catch (thrown) {
      failed(`${shelf.name}: all of it`, thrown);
    }
  }

  const total = listed.reduce((sum, { things }) => sum + things.length, 0);
  const indexes = new Map<string, { title: string; pages: { title: string; href: string }[] }>();
  onProgress(done, total);
  for (const { shelf, things } of listed) {
    for (const thing of things) {
      signal.throwIfAborted();
      if (ended !== null) missing.push(thing.name);
      else {
        try {
          const read = await patiently(thing.read);
          unopened.push(...read.unopened);
          const index = indexes.get(shelf.folder) ?? { title: shelf.title, pages: [] };
          indexes.set(shelf.folder, index);
          for (const page of read.pages) index.pages.push(writePage(archive, shelf.folder, page));
          done += 1;
        } catch (thrown) {
          failed(thing.name, thrown);
        }
      }
      onProgress(done, total);
    }
  }

  if (done === 0 && ended !== null) throw ended;
  for (const [folder, { title, pages }] of indexes) {
    archive.add(`${folder}/index.html`, writeIndex(title, pages));
  }
  const outcome = { done, total, missing, unopened };
  archive.add('read-me-first.html', readMe([...indexes.keys()], outcome));
  return outcome;
}

/** Writes a page in its three forms; says where it is to be read. */
function writePage(
  archive: Archive,
  folder: string,
  page: Page,
): { readonly title: string; readonly href: string } {
  const name = fileName(page.name) || 'page';
  const html = archive.free(`${folder}/to-read/${name}`, 'html');
  archive.add(html, writeHtml(page));
  archive.add(archive.free(`${folder}/markdown/${name}`, 'md'), writeMarkdown(page));
  const json = JSON.stringify(page.data, null, 2);
  archive.add(archive.free(`${folder}/json/${name}`, 'json'), `${json}\n`);
  return { title: page.title, href: html.slice(folder.length + 1) };
}

/** The page to begin with: where things are, and everything that is not there. */
function readMe(folders: readonly string[], { missing, unopened }: Outcome): string {
  const list = (names: readonly string[]) =>
    `<ul>\n${names.map((name) => `<li dir="auto">${escapeHtml(name)}</li>`).join('\n')}\n</ul>`;
  const links = folders.map(
    (folder) => `<li><a href="${escapeHtml(folder)}/index.html">${escapeHtml(folder)}</a></li>`,
  );
  const parts = [
    '<h1>Read me first</h1>',
    '<p>Nothing in here is encrypted: whoever has these files can read them. Keep them where only you find them.</p>',
    '<p>“private” is what you wrote for yourself. “shared” is what the two of you wrote, and your partner can read it, too.</p>',
    `<ul>\n${links.join('\n')}\n</ul>`,
    '<p>Each page is there three times: to read, as Markdown for any editor, and as JSON for another program.</p>',
  ];
  if (missing.length > 0) {
    parts.push(
      '<h2>Missing</h2>',
      '<p>These could not be fetched. They are not lost: export once more to get them.</p>',
      list(missing),
    );
  }
  if (unopened.length > 0) {
    parts.push(
      '<h2>Could not be opened</h2>',
      '<p>These are kept where they are, and could not be opened.</p>',
      list(unopened),
    );
  }
  if (missing.length === 0 && unopened.length === 0) parts.push('<p>Nothing is missing.</p>');
  return htmlFile('Read me first', parts.join('\n'));
}
