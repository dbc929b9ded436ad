import type { Page } from '@playwright/test';
import { newRecoveryCode } from '../../src/lib/crypto/recovery/index.ts';
import { accessible } from '../support/accessible.ts';
import { expect, signIn, test, unlock } from '../support/fixtures.ts';
import { goTo } from '../support/journey.ts';
import { press, type } from '../support/keyboard.ts';
import { begin, open, opening } from '../support/needs-and-fears.ts';
import { openSolo } from '../support/solo-space.ts';

const tag = { tag: '@keys' };
const next = 'copper lantern walks backwards';
const document = 'What we need this winter';
const inDocument = 'To be asked before the others know.';
const inLog = 'That I already know that I want to go.';

const heading = (page: Page, name: string) => page.getByRole('heading', { name });
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const click = (page: Page, name: string) => page.getByRole('button', { name }).click();

async function write(page: Page): Promise<void> {
  await begin(page, document);
  await opening(page).click();
  await page.keyboard.insertText(inDocument);
  await expect(page.locator('[data-saved=both]')).toBeVisible();
  await keepInLog(page);
}

async function keepInLog(page: Page): Promise<void> {
  await goTo(page, 'Log');
  await page.getByRole('link', { name: 'Write the first entry' }).click();
  await page.getByLabel('What I held back').fill(inLog);
  await click(page, 'Save');
  await expect(page.getByRole('link', { name: 'Change' })).toBeVisible();
}

/** Everything that the keys open is there: the shared document, and the log that asks for nothing after the password. */
async function readEverything(page: Page): Promise<void> {
  await goTo(page, 'Log');
  await expect(page.getByText(inLog).first()).toBeVisible();
  await open(page, document);
  await expect(opening(page)).toContainText(inDocument);
}

/** What the page sends, to look for what it must not send. */
function listen(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
  return sent;
}

async function askForLink(page: Page): Promise<void> {
  await click(page, 'Ask for the link');
  await expect(page.getByRole('status')).toContainText('a mail is on its way');
}

/** Follows the link while the page without it still loads, and SvelteKit has its address already. */
async function followWhileLoading(page: Page, link: string): Promise<void> {
  const parts = '**/_app/immutable/nodes/*';
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  await page.route(parts, (route) => held.then(() => route.continue()));
  // By another address, so that the history knows nothing of the page yet.
  await page.goto('about:blank');
  await page.goto('/recover', { waitUntil: 'commit' });
  await page.waitForFunction(() => history.state !== null);
  await page.evaluate((to) => location.assign(to), link);
  goOn();
}

/** On paper: the code, and nothing that tells whoever finds it what it opens or whose it is. */
async function printsOneSheet(page: Page, groups: readonly string[]): Promise<void> {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const sheet = page.getByRole('article');
  await expect(sheet.getByRole('listitem')).toHaveText(groups.map((group) => RegExp(group)));
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  for (const around of ['banner', 'contentinfo', 'button', 'link'] as const) {
    await expect(page.getByRole(around).filter({ visible: true })).toHaveCount(0);
  }
  expect(await page.getByRole('main').innerText()).not.toMatch(/holdfast|partner|space|@/i);
  const pdf = (await page.pdf({ preferCSSPageSize: true, format: 'A4' })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await page.emulateMedia({ media: 'screen' });
}

test.describe('another password', tag, () => {
  test('chosen in the settings ends the old one everywhere, and opens all that was written', async ({
    server,
    newBrowser,
  }) => {
    const account = await openSolo(server.url);
    const changed = { ...account, password: next };
    const [{ page: here }, { page: there }] = [await newBrowser(), await newBrowser()];
    await signIn(here, account);
    await write(here);
    await signIn(there, account);
    const sent = listen(here);

    await here.getByRole('link', { name: 'Settings' }).filter({ visible: true }).first().click();
    await here.getByRole('link', { name: 'Change your password' }).click();
    await expect(here.getByText('Your other devices are signed out')).toBeVisible();
    await field(here, 'Present password').fill('not the present one');
    await field(here, 'New password').fill('password1234');
    await here.keyboard.press('Enter');
    await expect(field(here, 'New password')).toHaveAccessibleDescription(/too easy to guess/);
    await expect(field(here, 'New password')).toBeFocused();
    await field(here, 'New password').fill(next);
    await here.keyboard.press('Enter');
    await expect(field(here, 'Present password')).toHaveAccessibleDescription(/does not open it/);
    await expect(field(here, 'Present password')).toBeFocused();
    await expect(field(here, 'New password')).toHaveValue(next);
    await accessible(here);
    await here.keyboard.press('ControlOrMeta+A');
    await here.keyboard.insertText(account.password);
    await here.keyboard.press('Enter');
    await expect(here.getByText('Your password is changed')).toBeVisible();
    await here.waitForURL('**/settings');
    await readEverything(here);
    for (const password of [account.password, next]) {
      expect(sent.filter((request) => request.includes(password))).toEqual([]);
    }

    // The other device is signed out at once: its connection to the space ends, and it notices by that.
    await there.waitForURL('**/sign-in?**');
    await expect(there.getByText('You have been signed out here.')).toBeVisible();
    await there.getByLabel('E-mail address').fill(account.email);
    await field(there, 'Password').fill(account.password);
    await click(there, 'Sign in');
    await expect(there.getByText('do not belong together')).toBeVisible();
    await field(there, 'Password').fill(changed.password);
    await click(there, 'Sign in');
    await readEverything(there);
  });

  test('for a forgotten one takes a mail and the recovery code, and brings everything back', async ({
    server,
    post,
    newBrowser,
  }) => {
    const account = await openSolo(server.url);
    const { page } = await newBrowser();
    await signIn(page, account);
    await keepInLog(page);
    const sent = listen(page);

    await page.reload();
    await page.getByRole('link', { name: 'I forgot my password' }).click();
    await expect(page.getByText('The mail alone opens nothing')).toBeVisible();
    await expect(field(page, 'E-mail address')).toHaveValue(account.email);
    await accessible(page);
    await askForLink(page);
    const link = await post.nextLink(account.email);
    await page.goto(link);
    await expect(heading(page, 'Choose a new password')).toBeVisible();
    expect(page.url()).toBe(`${server.url}/recover`);
    // The page keeps no link. Reloaded while its reader looks for the code, it says that the one in the mail still works.
    await page.reload();
    await expect(page.getByText('Open its link again')).toBeVisible();
    await followWhileLoading(page, link);
    await expect(heading(page, 'Choose a new password')).toBeVisible();
    expect(page.url()).toBe(`${server.url}/recover`);

    const groups = account.recoveryCode.toLowerCase().split('-');
    const mistyped = [...groups.slice(0, 3), 'aaaaa', ...groups.slice(4)];
    await type(field(page, 'Recovery code'), mistyped.join(' '));
    await type(field(page, 'New password'), next);
    await page.keyboard.press('Enter');
    await expect(field(page, 'Recovery code')).toHaveAccessibleDescription(/Look at group 4 once/);
    await expect(field(page, 'Recovery code')).toBeFocused();
    await accessible(page);
    expect(sent.filter((request) => request.includes('/auth/v1/verify'))).toEqual([]);

    await type(field(page, 'Recovery code'), await newRecoveryCode());
    await press(page.getByRole('button', { name: 'Set the new password' }));
    await expect(field(page, 'Recovery code')).toHaveAccessibleDescription(/does not belong to/);
    await expect(field(page, 'New password')).toHaveValue(next);
    await type(field(page, 'Recovery code'), groups.join('  '));
    await press(page.getByRole('button', { name: 'Set the new password' }));
    await expect(heading(page, 'Your recovery code')).toBeVisible();
    await expect(page.locator('#content')).toBeFocused();
    const fresh = await page.getByTestId('recovery-group').allTextContents();
    expect(fresh.join('-')).not.toBe(account.recoveryCode);
    await printsOneSheet(page, fresh);
    await press(page.getByRole('button', { name: 'I have kept it' }));
    await type(field(page, 'Recovery code'), fresh.join(' '));
    await press(page.getByRole('button', { name: 'Check the code' }));
    await page.waitForURL('**/home');
    await goTo(page, 'Log');
    await expect(page.getByText(inLog).first()).toBeVisible();
    for (const secret of [next, account.recoveryCode, fresh.join('-')]) {
      expect(sent.filter((request) => request.includes(secret))).toEqual([]);
    }

    await page.reload();
    await unlock(page, account);
    await expect(page.getByText('This password does not open it.')).toBeVisible();
    await page.goto(link);
    await field(page, 'Recovery code').fill(fresh.join(' '));
    await field(page, 'New password').fill(next);
    await click(page, 'Set the new password');
    await expect(page.getByRole('alert')).toContainText('This link no longer works');
    await askForLink(page);
    expect(await post.nextLink(account.email)).not.toBe(link);
  });
});
