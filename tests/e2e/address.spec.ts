import { accessible } from '../support/accessible.ts';
import { expect, signIn, test, unlock } from '../support/fixtures.ts';
import { goTo } from '../support/journey.ts';
import { openSolo } from '../support/solo-space.ts';

const inLog = 'That the address is not who I am.';

test(
  'the account moves to another address, opens at every step, and the link alone moves nothing',
  { tag: '@keys' },
  async ({ server, post, newBrowser }) => {
    const account = await openSolo(server.url);
    const next = account.email.replace('@example.org', '@elsewhere.example');
    const { page } = await newBrowser();
    await signIn(page, account);
    await goTo(page, 'Log');
    await page.getByRole('link', { name: 'Write the first entry' }).click();
    await page.getByLabel('What I held back').fill(inLog);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('link', { name: 'Change' })).toBeVisible();

    await page.getByRole('link', { name: 'Settings' }).filter({ visible: true }).first().click();
    await page.getByRole('link', { name: 'Change the address' }).click();
    const address = page.getByLabel('New address');
    await address.fill(account.email);
    await page.getByLabel('Your password', { exact: true }).fill(account.password);
    await page.getByRole('button', { name: 'Send a mail to it' }).click();
    await expect(address).toHaveAccessibleDescription(/address that your account has already/);
    await address.fill(next);
    await page.getByLabel('Your password', { exact: true }).fill('not the password');
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Your password', { exact: true })).toHaveAccessibleDescription(
      /does not open it/,
    );
    await page.getByLabel('Your password', { exact: true }).fill(account.password);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status')).toContainText('a mail is on its way there');
    await accessible(page);

    const link = await post.nextLink(next);
    // Another device, where nobody is signed in yet: the present address still opens everything.
    const { page: there } = await newBrowser();
    await there.goto(link);
    await expect(there.getByText('A link alone moves no account')).toBeVisible();
    expect(there.url()).toBe(`${server.url}/address`);
    await there.getByRole('link', { name: 'Sign in' }).click();
    await there.getByLabel('E-mail address').fill(account.email);
    await there.getByLabel('Password', { exact: true }).fill(account.password);
    await there.getByRole('button', { name: 'Sign in' }).click();
    await expect(there.getByText(account.email)).toBeVisible();
    await accessible(there);
    await there.getByRole('button', { name: 'Use the new address' }).click();
    await expect(there.getByText(next)).toBeVisible();
    expect(await post.next(account.email)).toContain('Subject: Your address was changed');

    // The first device hears of it when it is looked at, and goes on with the same keys.
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect(page.getByRole('heading', { name: 'Your address is changed' })).toBeVisible();
    await page.reload();
    await unlock(page, account);
    await goTo(page, 'Log');
    await expect(page.getByText(inLog).first()).toBeVisible();

    await there.goto(link);
    await there.getByRole('button', { name: 'Use the new address' }).click();
    await expect(there.getByText('This link no longer works')).toBeVisible();
    const { page: fresh } = await newBrowser();
    await signIn(fresh, { ...account, email: next });
    await goTo(fresh, 'Log');
    await expect(fresh.getByText(inLog).first()).toBeVisible();
  },
);
