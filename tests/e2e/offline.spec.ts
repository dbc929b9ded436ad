import type { Page } from '@playwright/test';
import { expect, signIn, test } from '../support/fixtures.ts';
import { goTo } from '../support/journey.ts';
import { begin, open, opening, saved, toList, written } from '../support/needs-and-fears.ts';
import { makeNewerBuild, type NewerBuild } from '../support/newer-build.ts';
import { openCouple } from '../support/people.ts';

const asOf = /What you see is as of/;

test(
  'a week without a connection on both sides: everything opens after a reload, both write, and it comes together; after a sign-out nothing opens',
  { tag: '@needs-and-fears' },
  async ({ ownServer, newBrowser }, testInfo) => {
    // A server of its own is started, ended and started again.
    test.slow();
    const server = await ownServer();
    const couple = await openCouple(server.url);
    const [{ page, context }, { page: other, context: otherContext }] = [
      await newBrowser({ server, installed: true }),
      await newBrowser({ server }),
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

    await test.step('a document that was never opened here says so, and comes with the connection', async () => {
      await context.setOffline(true);
      await page.goto(unread);
      await expect(page.getByText('Not on this device yet')).toBeVisible();
      await context.setOffline(false);
      await expect(opening(page)).toBeVisible();
      await page.goto(address);
    });

    await test.step('a newer version is served: the open page goes on with what it has, and the next load is the new one, also without a connection', async () => {
      const newer = makeNewerBuild(testInfo.outputPath('newer'));
      await server.end('SIGTERM');
      await server.startAgain({ BUILD_DIR: newer.dir });
      await page.evaluate(async () => {
        await (await navigator.serviceWorker.ready).update();
      });
      await expect(page.getByText('A newer Holdfast is here')).toBeVisible();
      // Parts that it has not loaded yet are those of its own version, which the server has no more.
      await page.evaluate(() => document.body.setAttribute('data-same-page', ''));
      await page.getByRole('button', { name: 'More for this document' }).click();
      await page.getByRole('menuitem', { name: 'Versions' }).click();
      await expect(page.getByRole('button', { name: 'Keep the first version' })).toBeVisible();
      await page.goBack();
      await opening(page).click();
      await page.keyboard.press('Control+End');
      await page.keyboard.insertText(', and further');
      await expect(saved(page, 'Saved for both')).toBeVisible({ timeout: 30_000 });
      await expect(page.locator('[data-same-page]')).toHaveCount(1);
      expect(await whichIsHere(page, newer)).toEqual({ page: 'before', worker: 'before' });

      await page.reload();
      await expect(opening(page)).toContainText(', and further');
      await expect(opening(other)).toContainText(', and further');
      await expect
        .poll(() => whichIsHere(page, newer))
        .toEqual({ page: 'newer', worker: 'before' });
      await expect(page.getByText('A newer Holdfast is here')).toHaveCount(0);

      // The worker of the version before is in charge for as long as a page is open, and still opens the newer one.
      await context.setOffline(true);
      await page.reload();
      await expect(opening(page)).toContainText(', and further');
      await expect
        .poll(() => whichIsHere(page, newer))
        .toEqual({ page: 'newer', worker: 'before' });
      await context.setOffline(false);
      await expect(page.getByText(asOf)).toBeHidden();
    });

    await test.step('leaving quickly takes the app off the device, and keeps the words', async () => {
      // Past the worker, as when somebody reloads with Shift: none, or the newer one that waited, is in charge of this page then.
      const devtools = await context.newCDPSession(page);
      const reloaded = page.waitForEvent('load');
      await devtools.send('Page.reload', { ignoreCache: true });
      await reloaded;
      await expect(opening(page)).toContainText('from far away');
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

/** Which of the two builds the page, all that it has loaded, and the worker behind it are of. */
async function whichIsHere(page: Page, { version, mark }: NewerBuild) {
  const worker = await page.evaluate(
    () =>
      new Promise<unknown>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => {
          resolve(data);
        };
        const { controller } = navigator.serviceWorker;
        if (controller === null) resolve(null);
        else controller.postMessage('version', [port2]);
      }),
  );
  const files = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.includes('/_app/immutable/')),
  );
  const newer = files.filter((name) => name.includes(`${mark}.`)).length;
  return {
    page: newer === 0 ? 'before' : newer === files.length ? 'newer' : 'mixed',
    worker: worker === version ? 'newer' : 'before',
  };
}
