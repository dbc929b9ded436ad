import type { Page } from '@playwright/test';
import { createInvites } from '../../src/lib/data/invites.ts';
import { createKeyrings } from '../../src/lib/data/keyrings.ts';
import { createSpaces } from '../../src/lib/data/spaces.ts';
import { kdfCost } from '../../src/lib/domain/account/kdf.ts';
import { accessible } from '../support/accessible.ts';
import { alert, atStart, heading } from '../support/account-page.ts';
import { expect, test, unlock } from '../support/fixtures.ts';
import { newAccount, openAccount } from '../support/people.ts';
import { openSolo } from '../support/solo-space.ts';

const tag = { tag: ['@main-job', '@keys'] };

/** Lets the device pass for a quick one, whatever else this machine does while a trial measures it. */
async function onQuickDevice(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.Worker = class extends Worker {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given);
        this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
          if (data instanceof Object && 'trialMs' in data) data.trialMs = 1;
        });
      }
    };
  });
}

test.describe('signing in', tag, () => {
  test('by keyboard alone opens the page that was asked for; behind it the password of an older account is stretched as new ones are', async ({
    newBrowser,
    server,
  }) => {
    const account = await openAccount(server.url, 'Ada', { memoryKib: 32 * 1024, iterations: 2 });
    const costNow = async () => (await createKeyrings(account.client).load(account.id))?.kdf;
    const { page } = await newBrowser();
    await onQuickDevice(page);
    let opened = (): void => undefined;
    const isOpen = new Promise<void>((resolve) => (opened = resolve));
    await page.route('**/rpc/prepare_raise', (route) => isOpen.then(() => route.continue()));
    await page.goto('/settings');
    await expect(heading(page, 'Welcome back')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Forgot your password?' })).toHaveAttribute(
      'href',
      '/recover',
    );
    await accessible(page);
    await page.getByLabel('E-mail address').focus();
    await page.keyboard.type(`  ${account.email.toUpperCase()} `);
    await page.keyboard.press('Tab');
    await page.keyboard.type(account.password);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
    await accessible(page);

    expect(await costNow()).toMatchObject({ memoryKib: 32 * 1024, iterations: 2 });
    opened();
    await expect.poll(costNow).toMatchObject(kdfCost);
    await page.reload();
    await unlock(page, account);
    await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  });

  test('says the same for a wrong password and an unknown address, and keeps what was typed', async ({
    newBrowser,
    server,
  }) => {
    const account = await openAccount(server.url, 'Ada');
    const { page } = await newBrowser();
    await page.goto('/sign-in');
    for (const email of [account.email, newAccount('Nobody').email]) {
      await page.getByLabel('E-mail address').fill(email);
      await page.getByLabel('Password', { exact: true }).fill('copper lantern walks away');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(alert(page, 'This address and password do not belong together.')).toBeVisible();
      await expect(page.getByLabel('E-mail address')).toHaveValue(email);
      await expect(page.getByLabel('Password', { exact: true })).toHaveValue(
        'copper lantern walks away',
      );
    }
    await accessible(page);
  });

  test('too often says when to try again, and a server without mail has the other way in on its console', async ({
    ownServer,
    newBrowser,
  }) => {
    const server = await ownServer({ ATTEMPTS_PER_ACCOUNT: '2' });
    const account = await openAccount(server.url, 'Ada');
    const { page } = await newBrowser({ server });
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(account.email);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await page.getByLabel('Password', { exact: true }).fill(`wrong lantern ${String(attempt)}`);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    }
    await expect(alert(page, /Try again in \d+ minutes/)).toBeVisible();

    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    // The page before has a field of the same name.
    await expect(heading(page, 'Forgot your password?')).toBeVisible();
    await page.getByLabel('E-mail address').fill(account.email);
    await page.getByRole('button', { name: 'Ask for the link' }).click();
    await expect(page.getByRole('status')).toContainText('finds a link in its console');
    const link = () =>
      RegExp(`A mail to ${account.email}[^]*?(http\\S+/recover#\\S+)`).exec(server.log)?.[1];
    await expect.poll(link).toBeDefined();
    await page.goto(link() ?? '');
    await expect(heading(page, 'Choose a new password')).toBeVisible();
  });

  test('survives a lost connection and a stopped server, with a sentence for each', async ({
    mortalServer: server,
    newBrowser,
  }) => {
    const account = await openAccount(server.url, 'Ada');
    const { page, context } = await newBrowser();
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(account.email);
    await page.getByLabel('Password', { exact: true }).fill(account.password);

    await context.setOffline(true);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(alert(page, 'There is no connection right now.')).toBeVisible();
    await context.setOffline(false);

    await server.end('SIGKILL');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(alert(page, 'Holdfast does not answer at the moment.')).toBeVisible();
    await server.startAgain();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(atStart(page)).toBeVisible();
  });

  test('works for this visit where the browser keeps nothing, invitation included, and says so', async ({
    newBrowser,
    server,
  }) => {
    const inviter = await openSolo(server.url, 'Noor');
    const { shared, identity } = inviter.unlocked;
    const spaces = createSpaces(inviter.client, { userId: inviter.id, shared, pins: () => ({}) });
    const space = await spaces.current();
    if (space === null) throw new Error('no space');
    const invites = createInvites(inviter.client, { me: inviter.id, shared, identity });
    const { fragment } = await invites.offer(space);
    const account = await openAccount(server.url, 'Ada');
    const { page } = await newBrowser();
    await page.addInitScript(() => {
      const refuse = () => {
        throw new DOMException('refused', 'SecurityError');
      };
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
        Object.defineProperty(window, name, { get: refuse });
      }
    });
    await page.goto(`/join#${fragment}`);
    await expect(page.getByText('after a reload, open the link again.')).toBeVisible();
    await page.getByRole('link', { name: 'I have one already' }).click();
    await expect(page.getByText('This browser keeps nothing for Holdfast')).toBeVisible();
    await page.getByLabel('E-mail address').fill(account.email);
    await page.getByLabel('Password', { exact: true }).fill(account.password);
    await page.getByLabel('Stay signed in on this device').check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Ask to come in' }).click();
    await expect(page.getByRole('list', { name: 'The four words' })).toBeVisible();
  });

  test('says what to do where the connection is not safe enough for keys', async ({
    newBrowser,
    server,
  }) => {
    const { page, context } = await newBrowser();
    // A page over plain http from another device: the same server under a name that browsers do not trust.
    await context.route('http://holdfast.test/**', async (route) => {
      const url = new URL(route.request().url());
      const response = await route.fetch({ url: server.url + url.pathname + url.search });
      await route.fulfill({ response });
    });
    for (const path of [
      '/sign-in',
      '/sign-up',
      `/join#1.${'s'.repeat(43)}`,
      '/documents/1',
      '/log',
    ]) {
      await page.goto(`http://holdfast.test${path}`);
      await expect(
        page.getByRole('heading', { name: 'This connection is not safe enough' }),
      ).toBeVisible();
      await expect(page.getByLabel('Password', { exact: true })).toHaveCount(0);
      await expect(page.getByRole('link', { name: 'Try this page over https' })).toBeVisible();
      expect(page.url(), 'the secret of an invitation').not.toContain('sss');
    }
    await page.goto(`http://holdfast.test/join#1.${'s'.repeat(43)}`);
    await expect(page.getByRole('link', { name: 'Try this page over https' })).toHaveAttribute(
      'href',
      `https://holdfast.test/join#1.${'s'.repeat(43)}`,
    );
    await accessible(page);
  });

  test('says on every page, an invitation included, that a browser is too old to hold keys', async ({
    newBrowser,
    server,
  }) => {
    const account = await openAccount(server.url, 'Ada');
    for (const old of ['no X25519', 'no WebCrypto'] as const) {
      const { page } = await newBrowser();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.addInitScript((missing) => {
        if (missing === 'no WebCrypto') {
          Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });
          return;
        }
        SubtleCrypto.prototype.generateKey = new Proxy(SubtleCrypto.prototype.generateKey, {
          apply: (generate, subtle, call: unknown[]) =>
            JSON.stringify(call[0]).includes('X25519')
              ? Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'))
              : (Reflect.apply(generate, subtle, call) as unknown),
        });
      }, old);
      const link = `/join#1.${account.id}.${'s'.repeat(43)}`;
      for (const path of [link, `/documents/${account.id}`, '/log', '/sign-up']) {
        await page.goto(path);
        await expect(heading(page, 'This browser is too old')).toBeVisible();
        await expect(page.getByRole('textbox')).toHaveCount(0);
        await expect(page.getByText('Your invitation is not used up')).toHaveCount(
          path === link ? 1 : 0,
        );
        expect(page.url(), 'the secret of an invitation').not.toContain('sss');
      }
      expect(asked.filter((url) => /\/(auth|rest)\/v1\//.test(url))).toEqual([]);
      await accessible(page);
    }
  });

  test('stops when the keys on the server were exchanged, and leaves the form usable', async ({
    newBrowser,
    server,
  }) => {
    const account = await openAccount(server.url, 'Ada');
    const { page } = await newBrowser();
    await page.route('**/rest/v1/keyrings*', async (route) => {
      const response = await route.fetch();
      const rows = (await response.json()) as { private_key: string }[];
      const tampered = rows.map((row) => ({
        ...row,
        private_key: row.private_key.replace(/.{8}$/, 'AAAAAAAA'),
      }));
      await route.fulfill({ response, json: tampered });
    });
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(account.email);
    await page.getByLabel('Password', { exact: true }).fill(account.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(
      alert(page, 'The keys of this account are damaged or were exchanged.'),
    ).toBeVisible();
    await page.unroute('**/rest/v1/keyrings*');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(atStart(page)).toBeVisible();
  });
});
