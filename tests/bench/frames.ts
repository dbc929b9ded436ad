import { randomUUID } from 'node:crypto';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { generateNKeysBetween } from 'fractional-indexing';
import * as Y from 'yjs';
import { remoteOrigin } from '../../src/lib/collab/provider/index.ts';
import { createDocuments } from '../../src/lib/data/documents.ts';
import { createSpaces } from '../../src/lib/data/spaces.ts';
import { openCouple, type OpenedAccount } from '../support/people.ts';
import { openWithoutApp, reachDocument, stored } from '../support/without-app.ts';
import { history, type LongHistory } from './long-history.ts';
import { round } from './statistics.ts';

/** Processor time of the longest task on the page's main thread, in milliseconds: nothing is painted while it lasts. */
export interface Frames {
  readonly scroll_cpu_ms: number;
  readonly typing_cpu_ms: number;
  /** Tasks over 50 ms of processor time, in both together. */
  readonly over_50_ms: number;
}

const title = 'Five years';

/** Scrolls through the page of a document with five years behind it, and types in it. */
export async function measureFrames(
  url: string,
  browser: Browser,
  { plain }: LongHistory,
): Promise<Frames> {
  const { first, second } = await openCouple(url);
  await fill(url, [first, second], plain);
  const context = await browser.newContext({ baseURL: url, serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await openPage(page, first);
    const session = await context.newCDPSession(page);
    const scroll = await tasksOf(session, () => scrollThrough(page));
    const typing = await tasksOf(session, () => typeAWhile(page));
    return {
      scroll_cpu_ms: round(Math.max(...scroll), 1),
      typing_cpu_ms: round(Math.max(...typing), 1),
      over_50_ms: [...scroll, ...typing].filter((ms) => ms > 50).length,
    };
  } finally {
    await context.close();
  }
}

/** Puts the history into a document of the couple, its items shared out between the two. */
async function fill(
  url: string,
  people: readonly [OpenedAccount, OpenedAccount],
  plain: Uint8Array,
): Promise<void> {
  const [{ client, id, unlocked }] = people;
  const spaces = createSpaces(client, { userId: id, shared: unlocked.shared, pins: () => ({}) });
  const opened = await spaces.current();
  if (!opened) throw new Error('a couple without a space');
  await createDocuments(client, opened).create({ id: randomUUID(), title });
  const reached = await reachDocument(url, people[0], title);
  const document = await openWithoutApp(url, people[0], reached);
  const written = new Y.Doc();
  Y.applyUpdate(written, plain, remoteOrigin);
  const positions = generateNKeysBetween(null, null, history.items);
  written.transact(() => {
    [...written.getMap<Y.Map<unknown>>('items').values()].forEach((item, n) => {
      item.set('owner', people[n % 2]?.id);
      item.set('position', positions[n]);
      item.set('meToo', new Y.Map());
    });
  });
  Y.applyUpdate(document.inner, Y.encodeStateAsUpdate(written), 'filled');
  await stored(document);
  await document.close();
}

async function openPage(page: Page, { email, password }: OpenedAccount): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
  await page.goto('/documents');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByRole('link', { name: title }).click();
  await page
    .getByRole('article')
    .nth(history.items - 1)
    .waitFor({ state: 'attached' });
  await page.locator('[data-saved="both"]').waitFor();
}

async function scrollThrough(page: Page): Promise<void> {
  await page.mouse.move(600, 400);
  for (const direction of [1, -1]) {
    for (let step = 0; step < 60; step += 1) {
      await page.mouse.wheel(0, direction * 500);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
  }
}

/** Two stretches of typing, each with the rest after it in which wordings are kept and rows folded. */
async function typeAWhile(page: Page): Promise<void> {
  await page
    .getByRole('textbox', { name: /Your (need|fear)/ })
    .first()
    .click();
  for (let stretch = 0; stretch < 2; stretch += 1) {
    await page.keyboard.type('etaoin shrdlu '.repeat(6), { delay: 80 });
    // The rest itself is what is measured: wordings are kept and rows folded while nobody types.
    await page.waitForTimeout(5_000);
  }
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time, in microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Processor time of every task on the main thread of the page while something is done, in milliseconds. */
async function tasksOf(session: CDPSession, act: () => Promise<void>): Promise<number[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: unknown[] }) => {
    events.push(...(value as TraceEvent[]));
  };
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'disabled-by-default-devtools.timeline'] },
  });
  await act();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', collect);
  const main = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${String(pid)}/${String(tid)}`),
  );
  return events
    .filter(({ name, pid, tid }) => name === 'RunTask' && main.has(`${String(pid)}/${String(tid)}`))
    .map(({ tdur = 0 }) => tdur / 1_000);
}
