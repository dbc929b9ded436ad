import type { BrowserContext, Page } from '@playwright/test';
import { newKdf, passwordKeys } from '../../src/lib/crypto/keys/index.ts';
import { stretchPassword } from '../../src/lib/crypto/keys/stretch.ts';
import { createAccounts } from '../../src/lib/data/accounts.ts';
import { createSupabase } from '../../src/lib/data/client.ts';
import { createInvites } from '../../src/lib/data/invites.ts';
import { createSpaces } from '../../src/lib/data/spaces.ts';
import { accessible } from '../support/accessible.ts';
import { expect, signIn, test, unlock } from '../support/fixtures.ts';
import { newAccount, openAccount, type Account } from '../support/people.ts';
import { openSolo } from '../support/solo-space.ts';

const tag = { tag: '@main-job' };
const atStart = (page: Page) =>
  page.getByRole('heading', { name: 'Make a space for the two of you' });
const locked = (page: Page) => page.getByRole('heading', { name: 'Locked' });
const heading = (page: Page, name: string) => page.getByRole('heading', { name });
const alert = (page: Page, words: string | RegExp) =>
  page.getByRole('alert').filter({ hasText: words });

async function fillSignUp(page: Page, { email, password }: Account): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
}

/** Presses the button of sign-up and waits for the recovery code. */
async function makeAccount(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Make my account' }).click();
  // Argon2id takes its time on a busy machine.
  await expect(page.getByRole('heading', { name: 'Your recovery code' })).toBeVisible({
    timeout: 45_000,
  });
  return (await page.getByTestId('recovery-group').allTextContents()).join('-');
}

async function typeCode(page: Page, typed: string): Promise<void> {
  await page.getByLabel('Recovery code').fill(typed);
  await page.getByRole('button', { name: 'Check the code' }).click();
}

/** Everything that this browser keeps for the app, as text; how far a page was scrolled is SvelteKit's own note. */
async function keptOnDevice(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const session = Object.entries(sessionStorage).filter(([key]) => !key.startsWith('sveltekit:'));
    const kept: unknown[] = [{ ...localStorage }, Object.fromEntries(session)];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(name));
      });
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown>((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(new Error(store));
        });
        if (Array.isArray(rows) && rows.length > 0) kept.push(name, store, rows);
      }
      database.close();
    }
    return JSON.stringify(kept, (_, value: unknown) =>
      value instanceof CryptoKey ? `CryptoKey extractable=${String(value.extractable)}` : value,
    );
  });
}

/** An account whose sign-up ended between the address and the keys, as a closed tab leaves it. */
async function halfAnAccount(url: string): Promise<Account> {
  const account = newAccount('Half');
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const accounts = createAccounts(createSupabase({ origin: url, storage }));
  const kdf = newKdf();
  const { authSecret } = await passwordKeys(await stretchPassword(account.password, kdf));
  await accounts.signUp({ email: account.email, authSecret, kdf });
  await accounts.stop();
  return account;
}

async function lockByKeyboard(page: Page): Promise<void> {
  await page.keyboard.press('Alt+Shift+KeyL');
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
    await page.goto('/settings');
    await unlock(page, account);
    await expect(page.getByText('Your recovery code is not checked yet')).toBeVisible();

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

test.describe('signing in', tag, () => {
  test('by keyboard alone opens the page that was asked for', async ({ newBrowser, server }) => {
    const account = await openAccount(server.url, 'Ada');
    const { page } = await newBrowser();
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

  test('too often says when to try again', async ({ ownServer, newBrowser }) => {
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
  });

  test('survives a lost connection and a stopped server, with a sentence for each', async ({
    ownServer,
    newBrowser,
  }) => {
    const server = await ownServer();
    const account = await openAccount(server.url, 'Ada');
    const { page, context } = await newBrowser({ server });
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
    ownServer,
    newPerson,
  }) => {
    const server = await ownServer();
    const person = await newPerson({ server });
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
