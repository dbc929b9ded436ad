import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { accessible } from '../support/accessible.ts';
import { expect, test } from '../support/fixtures.ts';
import {
  card,
  field,
  glad,
  need,
  saved as kept,
  seal,
  toOpenCheckIn,
} from '../support/check-in.ts';
import { goTo } from '../support/journey.ts';
import { add, begin, saved } from '../support/needs-and-fears.ts';

/** Makes the file on the export page and opens it. */
async function exported(page: Page, password: string): Promise<Record<string, string>> {
  await page.getByRole('link', { name: 'Settings' }).filter({ visible: true }).first().click();
  await page.getByRole('link', { name: 'Take everything along' }).click();
  await expect(page.getByText('The file is not encrypted')).toBeVisible();
  await page.getByLabel('Your password', { exact: true }).fill(password);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Make the file' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^notes-\d{4}-\d\d-\d\d\.zip$/);
  const files = unzipSync(await readFile(await file.path()));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

const all = (files: Record<string, string>, folder: string) =>
  Object.entries(files)
    .filter(([name]) => name.startsWith(folder))
    .map(([, text]) => text)
    .join('\n');

/** One of the two pauses the space until a day, and ends the pause; the other reads meanwhile. */
async function pauseForAMoment(a: Page, b: Page): Promise<void> {
  for (const page of [a, b]) {
    await page.getByRole('link', { name: 'Settings' }).filter({ visible: true }).first().click();
  }
  await a.getByLabel('Pause until').fill('2001-01-01');
  await a.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(a.getByLabel('Pause until')).toHaveAccessibleDescription(/not a date/);
  const aYear = await a.getByLabel('Pause until').getAttribute('max');
  await a.getByLabel('Pause until').fill(aYear ?? '');
  await a.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(b.getByText('Your partner set this pause')).toBeVisible({ timeout: 30_000 });
  await expect(b.getByRole('button', { name: 'Go on now' })).toHaveCount(0);
  await a.getByRole('button', { name: 'Go on now' }).click();
  await expect(a.getByText('This space is paused until')).toHaveCount(0);
}

test(
  'everything is taken along in one file, private and shared apart, and still can be after the partner has left',
  { tag: '@keys' },
  async ({ newCouple }) => {
    const [ada, noor] = await newCouple();
    const [a, b] = [ada.page, noor.page];
    await begin(a, 'This winter <b>');
    await add(a, 'fear', 'To be alone with it');
    await expect(saved(a, 'Saved for both')).toBeVisible();
    await goTo(a, 'Log');
    await a.getByRole('link', { name: 'Write the first entry' }).click();
    await a.getByLabel('What I held back').fill('Only mine: the cliff');
    await a.getByRole('button', { name: 'Save' }).click();
    await a.getByRole('link', { name: 'Change' }).click();
    await a.getByLabel('What was said').fill('Not finished');
    await toOpenCheckIn(a);
    await field(a, glad).fill('You made soup.');
    await seal(a);
    await toOpenCheckIn(b);
    await field(b, need).fill('Less noise.');
    await seal(b);
    await card(b, 'You made soup.')
      .getByLabel('What did you hear?')
      .fill('That the soup was good.');
    await card(b, 'You made soup.').getByRole('button', { name: 'Show Ada' }).click();
    await expect(kept(b, 'Saved for both of you')).toBeVisible();
    await expect(card(a, 'That the soup was good.')).toBeVisible();

    await pauseForAMoment(a, b);
    await b.getByRole('link', { name: 'Leave this space' }).click();
    await accessible(b);
    await b.getByRole('button', { name: 'Leave the space' }).click();
    await b.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
    await expect(b.getByText('You left this space, so it is closed.')).toBeVisible();
    await expect(a.getByText('Your partner left this space, so it is closed.')).toBeVisible({
      timeout: 30_000,
    });

    const files = await exported(a, ada.password);
    await expect(a.getByRole('heading', { name: 'Everything is in one file' })).toBeVisible();
    await accessible(a);
    for (const words of ['Only mine: the cliff', 'Not finished']) {
      expect(all(files, 'private/to-read/')).toContain(words);
      expect(all(files, 'private/json/')).toContain(words);
      expect(all(files, 'shared/')).not.toContain(words);
    }
    for (const words of [
      'To be alone with it',
      'You made soup.',
      'Less noise.',
      'That the soup was good.',
      'Noor',
    ]) {
      expect(all(files, 'shared/to-read/')).toContain(words);
      expect(all(files, 'shared/json/')).toContain(words);
    }
    expect(all(files, 'shared/')).toContain('This winter &lt;b&gt;');
    expect(files['read-me-first.html']).toContain('Nothing is missing.');

    // The one who left reads the shared part as well, and none of the other's own.
    const theirs = await exported(b, noor.password);
    expect(all(theirs, 'shared/to-read/')).toContain('To be alone with it');
    expect(all(theirs, '')).not.toContain('Only mine');

    // A file that a page shows fetches nothing and runs nothing.
    const html = all(files, 'shared/to-read/');
    expect(html).not.toMatch(/<script|href=/);
  },
);
