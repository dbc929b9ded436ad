import type { Page } from '@playwright/test';
import { accessible } from '../support/accessible.ts';
import { addPasskeyDevice } from '../support/authenticator.ts';
import { expect, signIn, test, unlock } from '../support/fixtures.ts';
import { goTo } from '../support/journey.ts';
import { openSolo } from '../support/solo-space.ts';

const tag = { tag: '@keys' };
const words = 'That I already know that I want to go.';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function beginEntry(page: Page): Promise<void> {
  await goTo(page, 'Log');
  await page.getByRole('link', { name: 'Write the first entry' }).click();
  await page.getByLabel('What I held back').fill(words);
}

/** As when somebody turns to another app: the browser says so, and nothing else happens. */
async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    Reflect.deleteProperty(document, 'visibilityState');
  });
}

test.describe('locks', tag, () => {
  test('on a shared tablet everything locks out of sight or after a minute, and the unsaved words come back', async ({
    server,
    newBrowser,
  }) => {
    const account = await openSolo(server.url, 'Ximena');
    const { page } = await newBrowser();
    await page.clock.install();
    await signIn(page, account);
    await goTo(page, 'Settings');
    await page.getByText('1 minute', { exact: true }).click();
    await page.getByLabel('Lock everything, not only the private log').check();
    await page.getByLabel('Lock as soon as the page is out of sight').check();
    await accessible(page);
    await beginEntry(page);

    await hide(page);
    const locked = page.getByRole('heading', { name: 'Locked' });
    await expect(locked).toBeVisible();
    const content = await page.content();
    for (const secret of [words, 'Ximena', 'held back']) expect(content).not.toContain(secret);
    await expect(page).toHaveTitle('Locked · Holdfast');

    // The choices outlast the visit, and so do the words.
    await page.reload();
    await unlock(page, account);
    await expect(page.getByLabel('What I held back')).toHaveValue(words);
    await page.clock.fastForward('01:20');
    await expect(locked).toBeVisible();
  });

  test('a passkey opens the log where the browser has them, until it is removed', async ({
    server,
    newBrowser,
  }) => {
    const account = await openSolo(server.url);
    const { page } = await newBrowser();
    const { devtools, authenticatorId } = await addPasskeyDevice(page);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.postData() ?? ''));
    await signIn(page, account);
    await goTo(page, 'Settings');
    await press(page, 'Add a passkey');
    const password = page.getByRole('dialog').getByLabel('Your password', { exact: true });
    await expect(password).toBeFocused();
    await password.fill(account.password);
    await press(page, 'Go on');
    await expect(page.getByLabel('Name of the passkey')).toBeFocused();
    await page.getByLabel('Name of the passkey').fill('The laptop on the desk');
    await accessible(page);
    await press(page, 'Make the passkey');
    await expect(page.getByText('The passkey opens your log from now on')).toBeVisible();
    await expect(page.getByText('The laptop on the desk')).toBeVisible();
    const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
    expect(credentials).toHaveLength(1);
    // Neither its name nor its number leaves the browser readable.
    const number = Buffer.from(credentials[0]?.credentialId ?? '', 'base64').toString('base64url');
    for (const hidden of ['The laptop on the desk', number]) {
      expect(requests.filter((sent) => sent.includes(hidden))).toEqual([]);
    }

    await goTo(page, 'Log');
    await press(page, 'Lock it');
    const door = page.getByRole('button', { name: 'Open with a passkey' });
    await expect(door).toBeVisible();
    await accessible(page);
    await door.click();
    await expect(page.getByRole('heading', { name: 'Private log' })).toBeVisible();

    await goTo(page, 'Settings');
    await press(page, 'Remove the passkey The laptop on the desk');
    await press(page, 'Remove');
    await expect(page.getByText('The laptop on the desk')).toHaveCount(0);
    await goTo(page, 'Log');
    await press(page, 'Lock it');
    await expect(page.getByRole('heading', { name: 'has its own lock' })).toBeVisible();
    await expect(door).toHaveCount(0);
  });
});
