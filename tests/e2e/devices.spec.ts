import type { Page } from '@playwright/test';
import { accessible } from '../support/accessible.ts';
import { readDevice } from '../support/canary/wiretap.ts';
import { expect, signIn, test, unlock } from '../support/fixtures.ts';
import { goTo } from '../support/journey.ts';
import { begin, opening } from '../support/needs-and-fears.ts';
import { openSolo } from '../support/solo-space.ts';

const tag = { tag: '@keys' };

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const devices = (page: Page) => page.getByRole('main').getByRole('listitem');

test.describe('a device', tag, () => {
  test('that is signed out from another one is shut out at once, and forgets everything', async ({
    server,
    newBrowser,
  }) => {
    const account = await openSolo(server.url);
    const [{ page: here }, { page: there }] = [await newBrowser(), await newBrowser()];
    await signIn(here, account);

    // The device that is lost later: it stays signed in, has a document open and unsaved words in the log.
    await there.goto('/sign-in');
    await there.getByLabel('E-mail address').fill(account.email);
    await there.getByLabel('Password', { exact: true }).fill(account.password);
    await there.getByLabel('Stay signed in on this device').check();
    await press(there, 'Sign in');
    await there.waitForURL('**/home');
    await goTo(there, 'Log');
    await there.getByRole('link', { name: 'Write the first entry' }).click();
    await there.getByLabel('What was said').fill('Words that nobody has saved.');
    await begin(there, 'What we need this winter');
    await opening(there).click();
    await there.keyboard.insertText('To be asked first.');
    await expect(there.locator('[data-saved=both]')).toBeVisible();
    expect(await readDevice(there)).toContain(account.id);

    await here.goto('/settings/devices');
    await unlock(here, account);
    // The third is the visit in which the account was made.
    await expect(devices(here)).toHaveCount(3);
    await expect(devices(here).first()).toContainText('This device');
    await expect(devices(here).first()).toContainText('Seen today');
    await expect(devices(here).filter({ hasText: 'A device without a name' })).toHaveCount(1);
    await accessible(here);
    const lost = devices(here).filter({ hasText: 'on Linux' }).last();
    await lost.getByRole('button', { name: /^Name/ }).click();
    await here.getByLabel('Name', { exact: true }).fill('The old phone');
    await press(here, 'Save');
    const named = devices(here).filter({ hasText: 'The old phone' });
    await expect(named).toHaveCount(1);

    await named.getByRole('button', { name: 'Sign out The old phone' }).click();
    await accessible(here);
    await here.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await expect(here.getByText('That device is signed out')).toBeVisible();
    await expect(here.locator('#content')).toBeFocused();
    await expect(devices(here)).toHaveCount(2);

    await there.waitForURL('**/sign-in?**');
    await expect(there.getByText('You were signed out from another device.')).toBeVisible();
    await accessible(there);
    await expect.poll(() => readDevice(there)).not.toContain(account.id);
    await there.goto('/home');
    await there.waitForURL('**/sign-in?**');

    await press(here, 'Sign out all the others');
    await here.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await expect(here.getByText('You are signed in here and nowhere else.')).toBeVisible();
    await goTo(here, 'Home');
  });
});
