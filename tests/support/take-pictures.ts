/**
 * Walks through the app with two partners and takes a picture of every page and state, on a phone and a laptop, light and dark. It also
 * says which pages do not fit a small phone or 200 % zoom.
 *
 *   node tests/support/take-pictures.ts FOLDER            every page
 *   node tests/support/take-pictures.ts FOLDER PART...    some of them: public, pairing, coming-back, going, keys, trouble, documents,
 *                                                         check-in, log, around
 *   node tests/support/take-pictures.ts                   the four of the README, into docs/images
 */
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumLaunchOptions, ensureChromium } from './chromium.ts';
import { HoldfastProcess } from './holdfast-process.ts';
import { openCouple } from './people.ts';
import { Camera } from './pictures/camera.ts';
import { comingBack } from './pictures/coming-back.ts';
import { going } from './pictures/going.ts';
import { keys } from './pictures/keys.ts';
import { pairing } from './pictures/pairing.ts';
import { publicPages } from './pictures/public-pages.ts';
import { together, togetherParts } from './pictures/together.ts';
import { trouble } from './pictures/trouble.ts';

/** The pictures that the README shows, and the parts that they are in. */
const chosen = new Set([
  'landing-laptop-light',
  'needs-and-fears-laptop-light',
  'check-in-phone-dark',
  'private-log-phone-light',
]);
const partsOfChosen = ['public', 'documents', 'check-in', 'log'];

const [folder, ...named] = process.argv.slice(2);
const camera = new Camera(
  folder === undefined ? { folder: join('docs', 'images'), only: chosen } : { folder },
);
const asked = folder === undefined ? partsOfChosen : named;
const wanted = (part: string) => asked.length === 0 || asked.includes(part);

ensureChromium();
const server = await HoldfastProcess.start({ ATTEMPTS_PER_ADDRESS: '1000' });
const browser = await chromium.launch(chromiumLaunchOptions());
try {
  const open = async () => {
    const context = await browser.newContext({ baseURL: server.url, locale: 'en-GB' });
    context.setDefaultTimeout(30_000);
    return context.newPage();
  };
  const couple = async () => ({
    ...(await openCouple(server.url)),
    a: await open(),
    b: await open(),
    camera,
  });
  if (wanted('public')) await publicPages(await open(), camera);
  if (wanted('pairing')) await pairing({ url: server.url, open, camera });
  if (wanted('coming-back')) await comingBack({ server, open, camera });
  if (wanted('going')) await going(await couple());
  if (wanted('keys')) await keys(await couple());
  if (wanted('trouble')) await trouble({ ...(await couple()), open });
  const parts = togetherParts.filter(wanted);
  if (parts.length > 0) await together(await couple(), parts);
} finally {
  await browser.close();
  await server.dispose();
}
if (camera.tooWide.length > 0) {
  process.stdout.write(`${camera.tooWide.join('\n')}\n`);
  process.exitCode = 1;
}
