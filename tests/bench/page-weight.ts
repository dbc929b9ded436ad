import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { createDocuments } from '../../src/lib/data/documents.ts';
import { createSpaces } from '../../src/lib/data/spaces.ts';
import { openCouple, type OpenedAccount } from '../support/people.ts';
import { round } from './statistics.ts';

/** JavaScript of the first load of each page, compressed, in kB of 1,000 bytes. */
export interface PageWeight {
  readonly landing: number;
  readonly sign_in: number;
  readonly editor: number;
}

/**
 * Everything that a browser with an empty cache fetches as JavaScript until the network is idle: pages' scripts, preloaded modules and
 * workers. Each file counts as gzip makes it at level 9, which is what the build stores beside it.
 */
export async function measurePages(url: string, browser: Browser): Promise<PageWeight> {
  const landing = await weigh(browser, async (page) => {
    await page.goto(`${url}/`, { waitUntil: 'networkidle' });
  });
  const signIn = await weigh(browser, async (page) => {
    await page.goto(`${url}/sign-in`, { waitUntil: 'networkidle' });
  });
  return { landing, sign_in: signIn, editor: await weighEditor(url, browser) };
}

/** A document page opened by its address, by somebody who stays signed in on this device. */
async function weighEditor(url: string, browser: Browser): Promise<number> {
  const { first } = await openCouple(url);
  const documentId = await beginDocument(first);
  // What the installed app serves from the device is none of the first load.
  const context = await browser.newContext({ serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.goto(`${url}/sign-in`);
    await page.getByLabel('E-mail address').fill(first.email);
    await page.getByLabel('Password', { exact: true }).fill(first.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
    await page.close();
    return await weighIn(context, async (fresh) => {
      const network = await context.newCDPSession(fresh);
      await network.send('Network.clearBrowserCache');
      await fresh.goto(`${url}/documents/${documentId}`, { waitUntil: 'networkidle' });
      await fresh.getByRole('textbox').first().waitFor();
      await fresh.waitForLoadState('networkidle');
    });
  } finally {
    await context.close();
  }
}

async function beginDocument({ client, id: userId, unlocked }: OpenedAccount): Promise<string> {
  const spaces = createSpaces(client, { userId, shared: unlocked.shared, pins: () => ({}) });
  const opened = await spaces.current();
  if (!opened) throw new Error('a couple without a space');
  const { id } = await createDocuments(client, opened).create({
    id: randomUUID(),
    title: 'What we need',
  });
  return id;
}

async function weigh(browser: Browser, visit: (page: Page) => Promise<void>): Promise<number> {
  // What the installed app serves from the device is none of the first load.
  const context = await browser.newContext({ serviceWorkers: 'block' });
  try {
    return await weighIn(context, visit);
  } finally {
    await context.close();
  }
}

async function weighIn(
  context: BrowserContext,
  visit: (page: Page) => Promise<void>,
): Promise<number> {
  const scripts = new Map<string, Promise<number>>();
  context.on('response', (response) => {
    const type = response.headers()['content-type'] ?? '';
    if (response.status() !== 200 || !type.includes('javascript')) return;
    scripts.set(
      response.url(),
      response.body().then((body) => gzipSync(body, { level: 9 }).length),
    );
  });
  const page = await context.newPage();
  await visit(page);
  const sizes = await Promise.all(scripts.values());
  await page.close();
  return round(sizes.reduce((sum, size) => sum + size, 0) / 1_000, 1);
}
