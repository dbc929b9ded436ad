import type { Page } from '@playwright/test';
import { newKdf, passwordKeys } from '../../src/lib/crypto/keys/index.ts';
import { stretchPassword } from '../../src/lib/crypto/keys/stretch.ts';
import { createAccounts } from '../../src/lib/data/accounts.ts';
import { createSupabase } from '../../src/lib/data/client.ts';
import { accessible } from '../support/accessible.ts';
import { atStart, fillSignUp, keptOnDevice, makeAccount } from '../support/account-page.ts';
import { expect, test, unlock } from '../support/fixtures.ts';
import { memory, newAccount, openAccount, type Account } from '../support/people.ts';

const tag = { tag: ['@main-job', '@keys'] };

async function typeCode(page: Page, typed: string): Promise<void> {
  await page.getByLabel('Recovery code').fill(typed);
  await page.getByRole('button', { name: 'Check the code' }).click();
}
/** An account whose sign-up ended between the address and the keys, as a closed tab leaves it. */
async function halfAnAccount(url: string): Promise<Account> {
  const account = newAccount('Half');
  const accounts = createAccounts(createSupabase({ origin: url, storage: memory() }));
  const kdf = newKdf();
  const { authSecret } = await passwordKeys(await stretchPassword(account.password, kdf));
  await accounts.signUp({ email: account.email, authSecret, kdf });
  await accounts.stop();
  return account;
}

test.describe('making an account', tag, () => {
  test('goes from an address to a recovery code that really opens it', async ({ newBrowser }) => {
    const { page, context } = await newBrowser();
    const account = newAccount('Ada');
    const bodies: string[] = [];
    context.on('request', (request) => bodies.push(`${request.url()} ${request.postData() ?? ''}`));

    await fillSignUp(page, account);
    await expect(page.getByText('Very hard to guess')).toBeVisible();
    await accessible(page);
    const code = await makeAccount(page);
    expect(code).toMatch(/^([0-9A-Z]{5}-){6}[0-9A-Z]{5}$/);
    await accessible(page);

    await page.getByRole('button', { name: 'I have kept it' }).click();
    const last = code.at(-1) === '0' ? '1' : '0';
    await typeCode(page, code.slice(0, -1) + last);
    await expect(page.getByText('Look at group 7 once more')).toBeVisible();
    await expect(page.getByLabel('Recovery code')).toBeFocused();
    await accessible(page);
    await page.getByRole('button', { name: 'Show me the code again' }).click();
    expect((await page.getByTestId('recovery-group').allTextContents()).join('-')).toBe(code);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await typeCode(page, ` ${code.toLowerCase().replaceAll('-', '  ')} `);
    await expect(atStart(page)).toBeVisible();
    await accessible(page);

    const sent = bodies.join('\n');
    expect(sent).toContain('/auth/v1/signup');
    for (const secret of [account.password, code, code.replaceAll('-', '')]) {
      expect(sent).not.toContain(secret);
      expect(await keptOnDevice(page)).not.toContain(secret);
    }
  });

  test('refuses a weak password before anything is sent, and says what helps', async ({
    newBrowser,
  }) => {
    const { page, context } = await newBrowser();
    const sent: string[] = [];
    context.on('request', (request) => sent.push(request.url()));
    await fillSignUp(page, { ...newAccount('Ada'), password: 'password1234' });
    await expect(page.getByText(/^(Very easy|Easy) to guess$/)).toBeVisible();
    await page.getByRole('button', { name: 'Make my account' }).click();
    await expect(page.getByText('This password is too easy to guess.')).toBeVisible();
    expect(sent.filter((url) => url.includes('/auth/') || url.includes('/rest/'))).toEqual([]);

    await page.getByLabel('Password', { exact: true }).fill('x'.repeat(100_000));
    await page.getByRole('button', { name: 'Make my account' }).click();
    await expect(page.getByText('This password is longer than Holdfast can take.')).toBeVisible();
    await page.getByLabel('Password', { exact: true }).fill('copper lantern walks backwards');
    await expect(page.getByText('Very hard to guess')).toBeVisible();
    await page.getByLabel('E-mail address').fill(`${'a'.repeat(100_000)}@example.org`);
    await page.getByRole('button', { name: 'Make my account' }).click();
    await expect(page.getByText('This does not look like an e-mail address.')).toBeVisible();
    expect(sent.filter((url) => url.includes('/auth/'))).toEqual([]);
  });

  test('keeps a code that is put off until later in mind, and makes a new one', async ({
    newBrowser,
  }) => {
    const { page } = await newBrowser();
    const account = newAccount('Ada');
    await fillSignUp(page, account);
    const first = await makeAccount(page);

    // A reload while the code is on the screen: it is gone, and the account is not.
    await page.reload();
    await unlock(page, account);
    await expect(atStart(page)).toBeVisible();
    await page.getByRole('link', { name: 'Make sure of it' }).click();
    await expect(page.getByText('If you do not have it at hand, make a new one')).toBeVisible();

    await page.getByRole('textbox', { name: 'Your password' }).fill('not my password');
    await page.getByRole('button', { name: 'Make a new code' }).click();
    await expect(page.getByText('This password does not open it.')).toBeVisible();
    await page.getByRole('textbox', { name: 'Your password' }).fill(account.password);
    await page.getByRole('button', { name: 'Make a new code' }).click();
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await typeCode(page, first);
    await expect(page.getByText('does not belong to this account')).toBeVisible();
    await page.getByRole('button', { name: 'Show me the code again' }).click();
    const second = (await page.getByTestId('recovery-group').allTextContents()).join('-');
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await typeCode(page, second);
    await expect(page.getByText('You have a recovery code, and typed it back once')).toBeVisible();
  });

  test('that was interrupted before the keys were made is finished at the next sign-in', async ({
    newBrowser,
    server,
  }) => {
    const account = await halfAnAccount(server.url);
    const { page } = await newBrowser();
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(account.email);
    await page.getByLabel('Password', { exact: true }).fill(account.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { name: 'Your recovery code' })).toBeVisible();
    await page.getByRole('button', { name: 'Do this later' }).click();
    await expect(atStart(page)).toBeVisible();
  });

  test('twice with one address says so, unless it is the same person with the same password', async ({
    newBrowser,
    server,
  }) => {
    const account = await openAccount(server.url, 'Ada');
    const { page } = await newBrowser();
    await fillSignUp(page, { ...account, password: 'another lantern orchard 7' });
    await page.getByRole('button', { name: 'Make my account' }).click();
    await expect(page.getByText('There is already an account with this address.')).toBeVisible();
    await expect(page.getByLabel('E-mail address')).toHaveValue(account.email);

    await page.getByLabel('Password', { exact: true }).fill(account.password);
    await page.getByRole('button', { name: 'Make my account' }).click();
    await expect(atStart(page)).toBeVisible();
  });

  test('by pressing twice makes one account, and the back button leads nowhere odd', async ({
    newBrowser,
  }) => {
    const { page, context } = await newBrowser();
    let signUps = 0;
    context.on('request', (request) => {
      if (request.url().includes('/auth/v1/signup')) signUps += 1;
    });
    const account = newAccount('Ada');
    await fillSignUp(page, account);
    await page.getByRole('button', { name: 'Make my account' }).dblclick();
    await page.getByRole('button', { name: 'Do this later' }).click();
    await expect(atStart(page)).toBeVisible();
    expect(signUps).toBe(1);

    await page.goBack();
    await page.goForward();
    await unlock(page, account);
    await expect(atStart(page)).toBeVisible();
  });
});
