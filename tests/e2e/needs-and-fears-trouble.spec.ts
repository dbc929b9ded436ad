import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { accessible } from '../support/accessible.ts';
import { expect, signIn, test, unlock } from '../support/fixtures.ts';
import { goTo } from '../support/journey.ts';
import {
  add,
  begin,
  corruptDevice,
  open,
  openTogether,
  ownNeed,
  paste,
  saved,
  tamperWithFirstWriter,
  toList,
} from '../support/needs-and-fears.ts';

const tag = { tag: ['@main-job', '@needs-and-fears'] };

test.describe('needs and fears, when something goes wrong', tag, () => {
  test('what is written without a connection is kept here, and reaches the partner afterwards', async ({
    couple,
  }) => {
    const [{ page: a, context }, { page: b }] = couple;
    await openTogether(couple, 'On the train');
    await add(a, 'need', 'Written before the tunnel');
    await expect(saved(a, 'Saved for both')).toBeVisible();

    await context.setOffline(true);
    await expect(a.getByText('You are offline')).toBeVisible();
    await add(a, 'need', 'Written in the tunnel');
    await expect(saved(a, 'Saved here')).toBeVisible();
    await expect(saved(a, 'Saved for both')).toHaveCount(0);
    // Signing out now would take it away, and says so, also from another page.
    await goTo(a, 'Home');
    await a.getByRole('button', { name: 'Sign out' }).click();
    const alone = a.getByRole('dialog', { name: 'Some words are on this device alone' });
    await accessible(a);
    await alone.getByRole('button', { name: 'Stay' }).click();
    await a.goBack();
    await expect(saved(a, 'Saved here')).toBeVisible();
    await add(b, 'need', 'Written at home meanwhile');
    await expect(b.getByText('Written in the tunnel')).toHaveCount(0);

    await context.setOffline(false);
    await expect(b.getByText('Written in the tunnel')).toBeVisible();
    await expect(a.getByText('Written at home meanwhile')).toBeVisible();
    await expect(saved(a, 'Saved for both')).toBeVisible();
    await expect(a.getByText('You are offline')).toHaveCount(0);
  });

  test('a killed server loses nothing that was called saved, and takes the rest when it is back', async ({
    mortalServer: server,
    couple,
  }) => {
    const [{ page: a }, { page: b }] = couple;
    await openTogether(couple, 'A power cut');
    await add(a, 'need', 'Called saved');
    await expect(saved(a, 'Saved for both')).toBeVisible();
    await server.end('SIGKILL');
    await add(a, 'need', 'Written in the dark');
    await expect(saved(a, 'Saved here')).toBeVisible();
    await server.startAgain();
    await expect(saved(a, 'Saved for both')).toBeVisible({ timeout: 30_000 });
    await expect(b.getByText('Written in the dark')).toBeVisible();
    await expect(b.getByText('Called saved')).toBeVisible();
  });

  test('a reload, the back button and a second window keep everything', async ({ couple }) => {
    const [ada] = couple;
    const { page, context } = ada;
    await begin(page, 'Still here');
    await add(page, 'need', 'Written once');
    await expect(saved(page, 'Saved for both')).toBeVisible();
    await page.reload();
    await unlock(page, ada);
    await expect(ownNeed(page)).toHaveText('Written once');

    const second = await context.newPage();
    await signIn(second, ada);
    await open(second, 'Still here');
    await expect(page.getByText('Also open in another window of yours')).toBeVisible();
    await ownNeed(second).click();
    await second.keyboard.press('End');
    await second.keyboard.type(', and in the other window');
    await expect(ownNeed(page)).toContainText('Written once, and in the other window');

    await page.goBack();
    await expect(page.getByRole('heading', { level: 1, name: 'Needs and fears' })).toBeVisible();
    await page.goForward();
    await expect(ownNeed(page)).toContainText('and in the other window');
    await second.close();
  });

  test('a corrupted copy on the device is replaced by what the server keeps', async ({
    newPartner,
  }) => {
    const ada = await newPartner();
    const { page } = ada;
    await begin(page, 'A broken disk');
    await add(page, 'need', 'Safe elsewhere');
    await expect(saved(page, 'Saved for both')).toBeVisible();
    await toList(page);
    expect(await corruptDevice(page)).toBeGreaterThan(0);
    await page.reload();
    await unlock(page, ada);
    await open(page, 'A broken disk');
    await expect(ownNeed(page)).toHaveText('Safe elsewhere');
    await page.getByRole('button', { name: 'Add a need' }).click();
    await page.keyboard.insertText('And it goes on');
    await expect(saved(page, 'Saved for both')).toBeVisible();
  });

  test('an item tampered with in the database is set aside, and everything else stays', async ({
    ownServer,
    newCouple,
    newBrowser,
  }) => {
    // A server of its own is started, ended and started again.
    test.slow();
    const server = await ownServer();
    const couple = await newCouple({ server });
    const [ada, noor] = couple;
    await openTogether(couple, 'Somebody was here');
    await add(ada.page, 'need', 'Changed by a thief');
    await expect(saved(ada.page, 'Saved for both')).toBeVisible();
    await add(noor.page, 'need', 'Left alone');
    await expect(saved(noor.page, 'Saved for both')).toBeVisible();
    await ada.context.close();
    await noor.context.close();

    await server.end('SIGTERM');
    expect(await tamperWithFirstWriter(join(server.dataDir, 'db'))).toBeGreaterThan(0);
    await server.startAgain();

    const { page } = await newBrowser({ server });
    await signIn(page, noor);
    await open(page, 'Somebody was here');
    await expect(page.getByText('Some parts could not be opened')).toBeVisible();
    await expect(ownNeed(page)).toHaveText('Left alone');
    await expect(page.getByText('Changed by a thief')).toHaveCount(0);
    await ownNeed(page).click();
    await page.keyboard.press('End');
    await page.keyboard.type(', and written on');
    await expect(saved(page, 'Saved for both')).toBeVisible();
  });

  test('any writing arrives as it was typed: markup, right to left, emoji, combining marks', async ({
    couple,
  }) => {
    const [{ page: a }, { page: b }] = couple;
    await openTogether(couple, 'أي كتابة 🌊');
    const typed = '<img src=x onerror="document.title=1"> مرحبا بك 👩‍👩‍👧‍👦 e\u0301 **not bold**';
    await add(a, 'need', typed);
    await expect(b.getByText(typed)).toBeVisible();
    await expect(b.locator('img[src="x"]')).toHaveCount(0);

    await a.getByRole('button', { name: 'Add a fear' }).click();
    const fear = a.getByRole('textbox', { name: 'Your fear' });
    await paste(fear, {
      'text/html':
        '<h1 onclick="x()">From <b>another</b> page</h1><script>document.title=1</script><p>مرحبا</p>',
      'text/plain': 'From another page',
    });
    await expect(b.getByText('From another page')).toBeVisible();
    await expect(b.locator('article strong', { hasText: 'another' })).toBeVisible();
    const rightToLeft = b.locator('article p', { hasText: 'مرحبا' }).filter({ hasNotText: 'img' });
    await expect(rightToLeft).toHaveCSS('direction', 'rtl');
    expect(await b.title()).toBe('Needs and fears · Holdfast');
  });

  test('100,000 characters fit, and one paste too many changes nothing and says so', async ({
    couple,
  }) => {
    const [{ page: a }, { page: b }] = couple;
    await openTogether(couple, 'Very long');
    await add(a, 'need', 'S');
    const length = (text: Locator) => text.evaluate((node) => [...node.textContent].length);
    await paste(ownNeed(a), { 'text/plain': `${'wörd 🌊 '.repeat(14_285)}1234` });
    await expect.poll(() => length(ownNeed(a))).toBe(100_000);
    await expect(saved(a, 'Saved for both')).toBeVisible({ timeout: 30_000 });
    const seen = b.getByRole('article').locator('.rich-text').first();
    await expect(seen).toContainText('1234');

    await paste(ownNeed(a), { 'text/plain': 'one more' });
    await expect(a.getByText('That does not fit here')).toBeVisible();
    expect(await length(ownNeed(a))).toBe(100_000);
    await expect(saved(a, 'Saved for both')).toBeVisible();
  });

  test('a document is named once by pressing twice, renamed, put away and brought back; a missing title is said beside its field', async ({
    couple,
  }) => {
    const [{ page: a }, { page: b }] = couple;
    const listed = (title: string) => b.getByRole('heading', { level: 2, name: title });
    await toList(b);
    await toList(a);
    await a.getByRole('button', { name: /Begin a document|New document/ }).click();
    await a.getByLabel('Title').fill('   ');
    await a.getByLabel('Title').press('Enter');
    await expect(a.getByLabel('Title')).toHaveAttribute('aria-invalid', 'true');
    await a.getByLabel('Title').fill('x'.repeat(121));
    await a.getByLabel('Title').press('Enter');
    await expect(a.getByLabel('Title')).toHaveAttribute('aria-invalid', 'true');
    await expect(a.getByLabel('Title')).toHaveValue('x'.repeat(121));
    await a.getByLabel('Title').fill('<b>Ours</b>');
    await a.getByRole('button', { name: 'Begin', exact: true }).dblclick();
    await expect(a.getByRole('heading', { level: 1, name: '<b>Ours</b>' })).toBeVisible();
    await expect(listed('<b>Ours</b>')).toHaveCount(1);

    await a.getByRole('button', { name: 'More for this document' }).click();
    await a.getByRole('menuitem', { name: 'Rename' }).click();
    await a.getByLabel('Title').fill('What we share');
    await a.getByRole('button', { name: 'Rename', exact: true }).dblclick();
    await expect(a.getByRole('heading', { level: 1, name: 'What we share' })).toBeVisible();
    await expect(listed('What we share')).toHaveCount(1);
    await expect(listed('<b>Ours</b>')).toHaveCount(0);

    await b.getByRole('button', { name: 'More for “What we share”' }).click();
    await b.getByRole('menuitem', { name: 'Archive' }).click();
    await expect(a.getByText('This document is archived', { exact: true })).toBeVisible();
    await expect(listed('What we share')).toBeHidden();
    await b.getByText('Archived (1)').click();
    await b.getByRole('button', { name: 'Bring back' }).click();
    await expect(listed('What we share')).toBeVisible();
  });

  test('the list and a document pass the accessibility rules, light and dark', async ({
    couple,
  }) => {
    const [{ page: a }, { page: b }] = couple;
    await openTogether(couple, 'For everybody');
    await add(a, 'need', 'To be heard');
    await add(b, 'need', 'To be seen');
    await expect(a.getByText('To be seen')).toBeVisible();
    await a.getByRole('button', { name: 'Me too' }).click();
    for (const scheme of ['light', 'dark'] as const) {
      await a.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await accessible(a);
    }
    // On the smallest phone, too, every place can be reached.
    await a.setViewportSize({ width: 320, height: 568 });
    const more = a.getByRole('button', { name: 'More', exact: true });
    await expect(more).toBeInViewport({ ratio: 1 });
    await toList(a);
    await expect(a.getByRole('link', { name: 'For everybody' })).toBeVisible();
    await accessible(a);
  });
});
