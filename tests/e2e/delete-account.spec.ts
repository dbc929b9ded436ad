import { accessible } from '../support/accessible.ts';
import { expect, signIn, test, unlock } from '../support/fixtures.ts';
import { begin, items, add, saved } from '../support/needs-and-fears.ts';

test(
  'a deleted account is gone everywhere, and the partner reads on without a name',
  { tag: '@keys' },
  async ({ server, newCouple, newBrowser }) => {
    const [ada, noor] = await newCouple();
    const [a, b] = [ada.page, noor.page];
    await begin(a, 'What stays');
    await add(a, 'need', 'To be remembered kindly');
    await expect(saved(a, 'Saved for both')).toBeVisible();
    const { page: second } = await newBrowser();
    await signIn(second, ada);

    await a.goto('/settings');
    await unlock(a, ada);
    await a.getByRole('link', { name: 'Delete your account' }).click();
    await expect(a.getByText('What the two of you shared stays for Noor')).toBeVisible();
    await expect(a.getByRole('link', { name: 'Take everything along' })).toBeVisible();
    await accessible(a);
    const remove = async (password: string) => {
      await a.getByLabel('Your password', { exact: true }).fill(password);
      await a.getByRole('button', { name: 'Delete my account' }).click();
      await a.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
    };
    await remove('not the password');
    await expect(a.getByLabel('Your password', { exact: true })).toHaveAccessibleDescription(
      /does not open it/,
    );
    await remove(ada.password);
    await expect(a.getByRole('heading', { name: 'Your account is gone' })).toBeVisible();
    await expect
      .poll(() => a.evaluate(() => Object.keys(localStorage).concat(Object.keys(sessionStorage))))
      .not.toContain('holdfast.auth');

    await second.reload();
    await unlock(second, ada);
    await second.waitForURL('**/sign-in**');
    await expect(b.getByText('Your partner left this space, so it is closed.')).toBeVisible({
      timeout: 30_000,
    });
    await b.goto('/documents');
    await unlock(b, noor);
    await b.getByRole('link', { name: 'What stays' }).click();
    await expect(items(b, 'Needs')).toContainText('To be remembered kindly');
    await expect(items(b, 'Needs')).toContainText('Your former partner');
    await expect(b.getByText('Ada', { exact: true })).toHaveCount(0);

    await a.goto('/sign-in');
    await a.getByLabel('E-mail address').fill(ada.email);
    await a.getByLabel('Password', { exact: true }).fill(ada.password);
    await a.getByRole('button', { name: 'Sign in' }).click();
    await expect(a.getByText('This address and password do not belong together.')).toBeVisible();
    expect(server.log).not.toContain(ada.email);
  },
);
