import type { BrowserContext, Page } from '@playwright/test';
import { accessible } from '../support/accessible.ts';
import { alert, atStart, heading, keptOnDevice, locked } from '../support/account-page.ts';
import { expect, signIn, test, unlock } from '../support/fixtures.ts';
import { openAccount, type Account } from '../support/people.ts';

const tag = { tag: ['@main-job', '@keys'] };

async function lockByKeyboard(page: Page): Promise<void> {
  await page.keyboard.press('Alt+Shift+KeyL');
}
test.describe('staying, locking and leaving', tag, () => {
  test('a reload asks for the password, and no key is on the device', async ({ newPerson }) => {
    const person = await newPerson();
    const { page } = person;
    await expect(atStart(page)).toBeVisible();
    expect(await keptOnDevice(page)).not.toContain('CryptoKey');

    await page.reload();
    await expect(locked(page)).toBeVisible();
    await expect(page.getByText(person.email)).toBeVisible();
    await accessible(page);
    await unlock(page, { ...person, password: 'copper lantern walks away' });
    await expect(page.getByText('This password does not open it.')).toBeVisible();
    await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
    await unlock(page, person);
    await expect(atStart(page)).toBeVisible();
  });

  test('who stays signed in keeps the shared keys, unreadable, and never those of the log', async ({
    newBrowser,
    server,
  }) => {
    const account = await openAccount(server.url, 'Ada');
    const { page } = await newBrowser();
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(account.email);
    await page.getByLabel('Password', { exact: true }).fill(account.password);
    await page.getByLabel('Stay signed in on this device').check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(atStart(page)).toBeVisible();
    const kept = await keptOnDevice(page);
    expect(kept.match(/CryptoKey/g)).toHaveLength(1);
    expect(kept).toContain('CryptoKey extractable=false');

    await page.reload();
    await expect(atStart(page)).toBeVisible();
    await page.goto('/log');
    await expect(page.getByLabel('Password', { exact: true })).toBeVisible();

    await page.goto('/settings');
    await expect(page.getByLabel('Stay signed in on this device')).toBeChecked();
    await page.getByLabel('Stay signed in on this device').uncheck();
    await expect.poll(() => keptOnDevice(page)).not.toContain('CryptoKey');
    await page.reload();
    await expect(locked(page)).toBeVisible();
  });

  test('the lock forgets the keys at once, also on a device that stays signed in, and in every tab', async ({
    newBrowser,
    server,
  }) => {
    const account = await openAccount(server.url, 'Ada');
    const { page, context } = await newBrowser();
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(account.email);
    await page.getByLabel('Password', { exact: true }).fill(account.password);
    await page.getByLabel('Stay signed in on this device').check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(atStart(page)).toBeVisible();
    const other = await context.newPage();
    await other.goto('/start');
    await expect(atStart(other)).toBeVisible();

    await lockByKeyboard(page);
    await expect(locked(page)).toBeVisible();
    await expect(locked(other)).toBeVisible();
    await expect.poll(() => keptOnDevice(page)).not.toContain('CryptoKey');
    await page.reload();
    await expect(locked(page)).toBeVisible();

    // Opening one opens the other: the device stays signed in.
    await unlock(page, account);
    await expect(atStart(page)).toBeVisible();
    await expect(atStart(other)).toBeVisible();
  });

  test('signing out takes everything off the device, in every tab', async ({ newPerson }) => {
    const person = await newPerson();
    const { page, context } = person;
    const other = await secondTab(context, person);
    await page.goto('/settings');
    await unlock(page, person);
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await expect(heading(page, 'Welcome back')).toBeVisible();
    await expect(heading(other, 'Welcome back')).toBeVisible();
    for (const tab of [page, other]) {
      await expect.poll(() => keptOnDevice(tab)).toBe('[{},{}]');
    }
    await page.goBack();
    await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeHidden();
    await expect(heading(page, 'Welcome back')).toBeVisible();
  });

  test('signing out while the password is being worked on wins', async ({ newPerson }) => {
    const person = await newPerson();
    const { page } = person;
    await page.reload();
    await unlock(page, person);
    await page.getByRole('button', { name: 'Sign out instead' }).click();
    await expect(heading(page, 'Welcome back')).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expect(heading(page, 'Welcome back')).toBeVisible();
    expect(await keptOnDevice(page)).toBe('[{},{}]');
  });

  test('signing in as somebody else in another tab mixes nothing up', async ({
    newPerson,
    server,
  }) => {
    const first = await newPerson();
    const second = await openAccount(server.url, 'Noor');
    const other = await secondTab(first.context, second);
    await first.page.goto('/settings');
    await unlock(first.page, first);
    await expect(first.page.getByText(first.email)).toBeVisible();
    await other.reload();
    await unlock(other, second);
    await expect(atStart(other)).toBeVisible();
    await lockByKeyboard(other);
    await expect(locked(other)).toBeVisible();
    await expect(first.page.getByText(first.email)).toBeVisible();
  });

  test('a reload without a connection says so, and goes on by itself when it is back', async ({
    mortalServer: server,
    newPerson,
  }) => {
    const person = await newPerson();
    await person.page.reload();
    await expect(locked(person.page)).toBeVisible();
    await server.end('SIGKILL');
    await unlock(person.page, person);
    await expect(alert(person.page, 'Holdfast does not answer at the moment.')).toBeVisible();
    await server.startAgain();
    await unlock(person.page, person);
    await expect(atStart(person.page)).toBeVisible();
  });
});

/** Another tab of the same browser, signed in by itself. */
async function secondTab(context: BrowserContext, account: Account): Promise<Page> {
  const page = await context.newPage();
  await signIn(page, account);
  await expect(atStart(page)).toBeVisible();
  return page;
}
