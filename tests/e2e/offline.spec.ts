import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../support/fixtures.ts';
import { goTo } from '../support/journey.ts';
import { begin, open, opening, saved, toList, written } from '../support/needs-and-fears.ts';
import { openCouple } from '../support/people.ts';

const asOf = /What you see is as of/;

test(
  'a week without a connection on both sides: everything opens after a reload, both write, and it comes together, also in its next generation; after a sign-out nothing opens',
  { tag: '@needs-and-fears' },
  async ({ server, newBrowser }) => {
    const couple = await openCouple(server.url);
    const [{ page, context }, { page: other, context: otherContext }] = [
      await newBrowser({ installed: true }),
      await newBrowser(),
    ];
    await signIn(page, couple.first, { stay: true });
    await signIn(other, couple.second);
    await begin(page, 'A week apart');
    await opening(page).click();
    await page.keyboard.insertText('before the week');
    await expect(saved(page, 'Saved for both')).toBeVisible();
    await begin(other, 'Not yet read');
    const unread = other.url();
    await open(other, 'A week apart');
    await expect(opening(other)).toContainText('before the week');
    const address = page.url();
    await page.evaluate(() => navigator.serviceWorker.ready);
    expect(await cachedPaths(page), 'only the app itself is kept').toEqual([]);

    await test.step('offline, after a reload', async () => {
      await otherContext.setOffline(true);
      await context.setOffline(true);
      await page.reload();
      await expect(opening(page)).toContainText('before the week');
      await expect(page.getByText(asOf)).toBeVisible();
      await opening(page).click();
      await page.keyboard.press('Control+End');
      await page.keyboard.insertText(', from far away');
      await expect(saved(page, 'Saved here')).toBeVisible();
      await goTo(page, 'Home');
      await expect(page.getByRole('heading', { level: 1, name: 'Us' })).toBeVisible();
      await expect(page.getByText(asOf)).toBeVisible();
      await page.reload();
      await toList(page);
      await page.getByRole('link', { name: 'A week apart' }).click();
      await expect(opening(page)).toContainText('from far away');
      await page.goto('/help');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.goto(address);
      await expect(opening(page)).toContainText('from far away');
    });

    await test.step('both have written, and it comes together', async () => {
      await opening(other).click();
      await other.keyboard.press('Control+Home');
      await other.keyboard.insertText('At home, ');
      await expect(saved(other, 'Saved here')).toBeVisible();
      await Promise.all([context.setOffline(false), otherContext.setOffline(false)]);
      for (const one of [page, other]) {
        await expect
          .poll(() => written(opening(one)))
          .toBe('At home, before the week, from far away');
        await expect(saved(one, 'Saved for both')).toBeVisible();
      }
      await expect(page.getByText(asOf)).toBeHidden();
    });

    await test.step('the document moves to its next generation while both are typing', async () => {
      const { client } = couple.first;
      const id = address.split('/').pop() ?? '';
      let moved = false;
      const typing = async (by: Page, key: 'Control+Home' | 'Control+End', letter: string) => {
        await opening(by).click();
        await by.keyboard.press(key);
        await by.evaluate(() => new Promise(requestAnimationFrame));
        let letters = 0;
        for (; !moved || letters < 20; letters += 1) await by.keyboard.type(letter, { delay: 20 });
        return letter.repeat(letters);
      };
      const both = Promise.all([
        typing(page, 'Control+End', '!'),
        typing(other, 'Control+Home', '.'),
      ]);
      await expect(opening(page)).toContainText('..At home');
      await expect(opening(other)).toContainText('far away!!');
      await client.rpc('next_generation', { document_id: id, after: 0 }).throwOnError();
      const rows = () => client.from('document_updates').select('generation').eq('document_id', id);
      // What somebody types is stored in the new one.
      await expect
        .poll(async () => (await rows().throwOnError()).data.map(({ generation }) => generation))
        .toContain(1);
      moved = true;
      const [last, first] = await both;
      for (const one of [page, other]) {
        await expect
          .poll(() => written(opening(one)))
          .toBe(`${first}At home, before the week, from far away${last}`);
        await expect(saved(one, 'Saved for both')).toBeVisible();
      }
    });

    await test.step('a document that was never opened here says so, and comes with the connection', async () => {
      await context.setOffline(true);
      await page.goto(unread);
      await expect(page.getByText('Not on this device yet')).toBeVisible();
      await context.setOffline(false);
      await expect(opening(page)).toBeVisible();
      await page.goto(address);
    });

    await test.step('leaving quickly takes the app off the device, and keeps the words', async () => {
      // Past the worker, as when somebody reloads with Shift: it controls nothing on this page.
      const devtools = await context.newCDPSession(page);
      const reloaded = page.waitForEvent('load');
      await devtools.send('Page.reload', { ignoreCache: true });
      await reloaded;
      await expect(opening(page)).toContainText('from far away');
      expect(await page.evaluate(() => navigator.serviceWorker.controller === null)).toBe(true);
      const keptRows = () =>
        page.evaluate(async () => {
          const open = indexedDB.open('holdfast.device');
          await new Promise((resolve) => (open.onsuccess = resolve));
          const keys = open.result.transaction('drafts').objectStore('drafts').getAllKeys();
          await new Promise((resolve) => (keys.onsuccess = resolve));
          open.result.close();
          return keys.result.filter((key) => String(key).includes('/rows/')).length;
        });
      expect(await keptRows()).toBeGreaterThan(0);
      await context.route('https://www.wikipedia.org/', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<h1>Elsewhere</h1>' }),
      );
      await page.getByRole('link', { name: /Leave/ }).first().click();
      await expect(page.getByRole('heading', { name: 'Elsewhere' })).toBeVisible();
      await context.setOffline(true);
      await expect
        .poll(() =>
          page.goto(address).then(
            () => 'opened',
            () => 'nothing',
          ),
        )
        .toBe('nothing');
      await context.setOffline(false);
      await page.goto('/favicon.svg');
      expect(await keptRows()).toBe(0);
      await page.goto(address);
      await expect(opening(page)).toContainText('from far away');
      await expect(saved(page, 'Saved for both')).toBeVisible();
    });

    await test.step('after signing out nothing opens', async () => {
      await page.evaluate(() => navigator.serviceWorker.ready);
      await page
        .getByRole('button', { name: 'Sign out' })
        .filter({ visible: true })
        .first()
        .click();
      await page.waitForURL(/\/sign-in/);
      await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBe(0);
      const databases = await page.evaluate(async () =>
        (await indexedDB.databases()).map(({ name }) => name),
      );
      expect(databases.filter((name) => name?.startsWith('holdfast.document.'))).toEqual([]);
      await context.setOffline(true);
      await expect(page.goto(address)).rejects.toThrow(/ERR_INTERNET_DISCONNECTED/);
    });
  },
);

/** What is in the caches and is no file of the app. */
async function cachedPaths(page: Page): Promise<string[]> {
  const paths = await page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(paths.length).toBeGreaterThan(50);
  const ofTheApp = /^\/(?:_app\/immutable\/.+|[\w-]+\.(?:svg|png|js|webmanifest)|shell|help)$/;
  return paths.filter((path) => !ofTheApp.test(path));
}
