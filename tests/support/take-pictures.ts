/**
 * Walks through the app with two partners and takes a picture of every page and state, on a phone and a laptop, light and dark. It also
 * says which pages do not fit a small phone or 200 % zoom.
 *
 *   node tests/support/take-pictures.ts FOLDER      every page
 *   node tests/support/take-pictures.ts             the four of the README, into docs/images
 */
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumLaunchOptions, ensureChromium } from './chromium.ts';
import { HoldfastProcess } from './holdfast-process.ts';
import { openCouple } from './people.ts';
import { Camera } from './pictures/camera.ts';
import { comingBack } from './pictures/coming-back.ts';
import { going } from './pictures/going.ts';
import { pairing } from './pictures/pairing.ts';
import { publicPages } from './pictures/public-pages.ts';
import { together } from './pictures/together.ts';

/** The pictures that the README shows. */
const chosen = new Set([
  'landing-laptop-light',
  'needs-and-fears-laptop-light',
  'check-in-phone-dark',
  'private-log-phone-light',
]);

const folder = process.argv[2];
const camera = new Camera(
  folder === undefined ? { folder: join('docs', 'images'), only: chosen } : { folder },
);

ensureChromium();
const server = await HoldfastProcess.start({ ATTEMPTS_PER_ADDRESS: '1000' });
const browser = await chromium.launch(chromiumLaunchOptions());
try {
  const open = async () => {
    const context = await browser.newContext({ baseURL: server.url, locale: 'en-GB' });
    context.setDefaultTimeout(30_000);
    return context.newPage();
  };
  await publicPages(await open(), camera);
  if (folder !== undefined) {
    await pairing({ url: server.url, open, camera });
    await comingBack({ server, open, camera });
    await going({ ...(await openCouple(server.url)), a: await open(), b: await open(), camera });
  }
  const couple = await openCouple(server.url);
  await together({ ...couple, a: await open(), b: await open(), camera });
} finally {
  await browser.close();
  await server.dispose();
}
if (camera.tooWide.length > 0) {
  process.stdout.write(`${camera.tooWide.join('\n')}\n`);
  process.exitCode = 1;
}
