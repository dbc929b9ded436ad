/**
 * Walks through the app with two partners and takes a picture of every page, on a phone and a laptop, light and dark.
 *
 *   node tests/support/take-pictures.ts FOLDER      every page
 *   node tests/support/take-pictures.ts             the four of the README, into docs/images
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { prompts } from '../../src/lib/domain/check-in/prompts.ts';
import { chromiumLaunchOptions, ensureChromium } from './chromium.ts';
import { signIn } from './fixtures.ts';
import { HoldfastProcess } from './holdfast-process.ts';
import { goTo, sealAnswers } from './journey.ts';
import { openCouple } from './people.ts';

const sizes = { phone: { width: 390, height: 844 }, laptop: { width: 1280, height: 800 } } as const;
const themes = ['light', 'dark'] as const;

/** The pictures that the README shows. */
const chosen = new Set([
  'landing-laptop-light',
  'needs-and-fears-laptop-light',
  'check-in-phone-dark',
  'private-log-phone-light',
]);

const folder = process.argv[2] ?? join('docs', 'images');
const every = process.argv[2] !== undefined;
mkdirSync(folder, { recursive: true });

async function picture(page: Page, name: string): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const theme of themes) {
      const title = `${name}-${size}-${theme}`;
      if (!every && !chosen.has(title)) continue;
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(folder, `${title}.png`), animations: 'disabled' });
    }
  }
  await page.setViewportSize(sizes.laptop);
}

const answers = {
  first: [
    'You made coffee before I was up, and sat down with me. I was glad of that all day.',
    'Tired, and a little better since Thursday. The walk on Sunday helped.',
    'I keep thinking about the move, and that I have not told you how much it frightens me.',
    'When you laughed at dinner. I had forgotten how that sounds.',
    'To be asked how I am before we talk about what is to be done.',
    'I am afraid that you stay because leaving would be harder.',
  ],
  second: [
    'You called my mother back. I had not found the strength, and you just did it.',
    'Full. I sleep badly when we have not made up.',
    'Whether I say too little. I often notice it an hour later.',
    'On the stairs, when I walked on. I wanted to turn round.',
    'An evening a week that is only ours, without phones.',
    'I did not answer because I was ashamed, not because I did not care.',
  ],
} as const;

ensureChromium();
const server = await HoldfastProcess.start({ ATTEMPTS_PER_ADDRESS: '1000' });
const browser = await chromium.launch(chromiumLaunchOptions());
try {
  const { first, second } = await openCouple(server.url);
  const open = async () =>
    (await browser.newContext({ baseURL: server.url, locale: 'en-GB' })).newPage();
  const [a, b] = [await open(), await open()];
  a.setDefaultTimeout(30_000);
  b.setDefaultTimeout(30_000);

  for (const [path, name] of [
    ['/', 'landing'],
    ['/privacy', 'privacy'],
    ['/help', 'help'],
    ['/sign-up', 'sign-up'],
    ['/sign-in', 'sign-in'],
  ] as const) {
    await a.goto(path, { waitUntil: 'networkidle' });
    await picture(a, name);
  }
  await signIn(a, first);
  await signIn(b, second);

  // Needs and fears.
  await goTo(a, 'Needs and fears');
  await picture(a, 'documents-empty');
  await a.getByRole('button', { name: /Begin a document|New document/ }).click();
  await a.getByLabel('Title').fill('What we need this winter');
  await a.getByRole('button', { name: 'Begin', exact: true }).click();
  await a.getByRole('textbox', { name: /Opening words/ }).click();
  await a.keyboard.insertText(
    'We write this after the long evening in March. Slowly, and without being right.',
  );
  await goTo(b, 'Needs and fears');
  await b.getByRole('link', { name: 'What we need this winter' }).click();
  const add = async (page: Page, kind: 'need' | 'fear', words: string) => {
    await page.getByRole('button', { name: `Add a ${kind}` }).click();
    const field = page.getByRole('textbox', { name: `Your ${kind}` }).last();
    await field.and(page.locator(':focus')).waitFor();
    await page.keyboard.insertText(words);
  };
  await add(a, 'need', 'To be heard before we look for an answer.');
  await b.getByText('To be heard before').waitFor();
  await add(b, 'need', 'An evening a week that is only ours.');
  await a.getByText('An evening a week').waitFor();
  await add(a, 'fear', 'That I am too much, and one day you will be tired of me.');
  await b.getByText('too much').waitFor();
  await add(b, 'fear', 'That you leave when I show how weak I am.');
  await a.getByText('how weak').waitFor();
  const article = (page: Page, words: string) =>
    page.getByRole('article').filter({ hasText: words });
  await article(a, 'To be heard').getByRole('button', { name: 'can support me' }).click();
  await a
    .getByRole('textbox', { name: /can support me/ })
    .and(a.locator(':focus'))
    .waitFor();
  await a.keyboard.insertText('Ask me one question more before you advise me.');
  await article(b, 'To be heard').getByRole('button', { name: 'Me too' }).click();
  await article(a, 'how weak').getByRole('button', { name: 'Me too' }).click();
  await article(a, 'how weak').getByText('You fear this too').waitFor();
  await a.locator('[data-saved=both]').waitFor();
  await a.evaluate(() => {
    scrollTo(0, 0);
  });
  await picture(a, 'needs-and-fears');
  await goTo(a, 'Needs and fears');
  await picture(a, 'documents');

  // Check-in.
  await goTo(a, 'Check-in');
  await picture(a, 'check-ins-empty');
  await a.getByRole('button', { name: 'Start a check-in' }).click();
  await a.getByRole('textbox', { name: prompts[0]?.question ?? '' }).waitFor();
  await picture(a, 'check-in-write');
  await sealAnswers(a, (_key, index) => answers.first[index] ?? '');
  await picture(a, 'check-in-sealed');
  await goTo(b, 'Home');
  await picture(b, 'home');
  await goTo(b, 'Check-in');
  await b.getByRole('main').getByRole('link').last().click();
  await sealAnswers(b, (_key, index) => answers.second[index] ?? '');
  await a.getByRole('heading', { name: 'Both sets are open' }).waitFor();
  await picture(a, 'check-in');

  // The private log.
  await goTo(a, 'Log');
  await picture(a, 'private-log-empty');
  await a.getByRole('link', { name: 'Write the first entry' }).click();
  await a
    .getByLabel('What was said')
    .fill(
      'We talked about the move again. I said that I need until August. It was quiet for a while, and then it was all right.',
    );
  await a
    .getByRole('button', { name: /^Add .*afraid/ })
    .first()
    .click();
  await a.getByRole('slider').first().fill('6');
  await a.getByLabel('What I held back').fill('That I already know that I want to go.');
  await picture(a, 'private-log-write');
  await a.getByRole('button', { name: /^Save/ }).click();
  await a.getByText('That I already know').waitFor();
  await picture(a, 'private-log');

  await a.goto('/settings');
  await a.getByLabel('Password', { exact: true }).waitFor();
  await picture(a, 'unlock');
} finally {
  await browser.close();
  await server.dispose();
}
