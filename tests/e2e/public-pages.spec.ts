import type { BrowserContext, Page } from '@playwright/test';
import { accessible } from '../support/accessible.ts';
import { expect, test } from '../support/fixtures.ts';

const paths = ['/', '/help', '/privacy', '/there-is-no-such-page'] as const;
const tag = { tag: '@main-job' };
const elsewhere = 'https://www.wikipedia.org/';

/** Answers for the page that leads away, so that no test asks another site for anything; returns what was asked. */
async function standInForElsewhere(context: BrowserContext): Promise<{ referrers: string[] }> {
  const asked = { referrers: [] as string[] };
  await context.route(`${elsewhere}**`, async (route) => {
    asked.referrers.push((await route.request().headerValue('referer')) ?? '');
    await route.fulfill({ contentType: 'text/html', body: '<title>An encyclopedia</title>' });
  });
  return asked;
}

async function shiftThreeTimes(page: Page): Promise<void> {
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift');
}

for (const path of paths) {
  test(
    `${path} is readable by everyone, in both themes, on a phone and at 200 % zoom`,
    tag,
    async ({ newBrowser }) => {
      const { page } = await newBrowser();
      await page.goto(path);
      for (const [width, height] of [
        [390, 844],
        [1280, 800],
        [640, 400],
        [320, 640],
      ] as const) {
        await page.setViewportSize({ width, height });
        const tooWide = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        expect(tooWide, `${width} px`).toBeLessThanOrEqual(0);
      }
      await page.setViewportSize({ width: 390, height: 844 });
      await accessible(page);
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await accessible(page);
    },
  );

  test(
    `${path} has help now and the way out, and asks nobody else for anything`,
    tag,
    async ({ newBrowser }) => {
      const { page } = await newBrowser();
      const hosts = new Set<string>();
      page.on('request', (request) => hosts.add(new URL(request.url()).host));
      await page.goto(path);
      const header = page.getByRole('banner');
      await expect(header.getByRole('link', { name: 'Help now' })).toBeVisible();
      await expect(header.getByRole('link', { name: 'Leave this page quickly' })).toBeVisible();
      expect([...hosts]).toEqual([new URL(page.url()).host]);
    },
  );

  test(
    `${path} can be left with Shift three times, and going back shows nothing of it`,
    tag,
    async ({ newBrowser }) => {
      const { context, page } = await newBrowser();
      const asked = await standInForElsewhere(context);
      await page.goto(path === '/privacy' ? '/help' : '/privacy');
      await page.goto(path);
      await shiftThreeTimes(page);
      await page.waitForURL(elsewhere);
      expect(asked.referrers).toEqual(['']);
      await page.goBack({ waitUntil: 'commit' });
      await page.waitForURL(elsewhere);
      await expect(page).toHaveTitle('An encyclopedia');
    },
  );
}

test('the button leaves too, also where no script runs', async ({ newBrowser }) => {
  const { context, page } = await newBrowser();
  await standInForElsewhere(context);
  await page.goto('/');
  await page.getByRole('banner').getByRole('link', { name: 'Leave this page quickly' }).click();
  await page.waitForURL(elsewhere);

  const still = await context.browser()?.newContext({ javaScriptEnabled: false });
  if (!still) throw new Error('This context has no browser.');
  await standInForElsewhere(still);
  const quiet = await still.newPage();
  await page.goto('/');
  await quiet.goto(page.url());
  await quiet.getByRole('banner').getByRole('link', { name: 'Leave this page quickly' }).click();
  await quiet.waitForURL(elsewhere);
  await still.close();
});

test(
  'whoever comes again by the address after leaving finds the page as ever',
  tag,
  async ({ newBrowser }) => {
    const { context, page } = await newBrowser();
    await standInForElsewhere(context);
    await page.goto('/');
    await shiftThreeTimes(page);
    await page.waitForURL(elsewhere);
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.goto('/help');
    await page.goBack();
    await expect(page.getByRole('link', { name: 'Create a space' }).first()).toBeVisible();
  },
);

test(
  'help now has a way of its own for each fear, reachable by the keyboard alone',
  tag,
  async ({ newBrowser }) => {
    const { page } = await newBrowser();
    await page.goto('/');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Help now' }).first()).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Help now' })).toBeVisible();
    for (const way of ['I may hurt myself', 'I am afraid of my partner']) {
      const link = page.getByRole('link', { name: way });
      await link.focus();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { level: 2, name: way })).toBeInViewport();
    }
  },
);
