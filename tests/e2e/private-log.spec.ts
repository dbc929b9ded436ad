import type { BrowserContext, Page } from '@playwright/test';
import { accessible } from '../support/accessible.ts';
import { expect, signIn, test, unlock } from '../support/fixtures.ts';
import { goTo } from '../support/journey.ts';
import type { Account } from '../support/people.ts';
import { openSolo } from '../support/solo-space.ts';
import { spoilDrafts } from '../support/spoil-drafts.ts';

const tag = { tag: '@main-job' };

const field = (page: Page, name: string) => page.getByRole('textbox', { name });
const status = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text });
const kept = 'Kept on this device until you save';

async function begin(page: Page): Promise<void> {
  await goTo(page, 'Log');
  await page.getByRole('link', { name: /^Write/ }).click();
  await expect(field(page, 'What was said')).toBeVisible();
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Change' })).toBeVisible();
}

/** Opens the log's own lock. */
async function open(page: Page, password: string): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
}

/** A further page of the same browser, so a second tab of the same person. */
async function openTab(context: BrowserContext, account: Account): Promise<Page> {
  const page = await context.newPage();
  await signIn(page, account);
  return page;
}

test.describe('private log', tag, () => {
  test('an entry is written, listed by month, read, changed, deleted and brought back', async ({
    server,
    newBrowser,
  }) => {
    const { page } = await newBrowser();
    await signIn(page, await openSolo(server.url));
    await goTo(page, 'Log');
    await expect(page).toHaveTitle('Holdfast');
    await accessible(page);
    await page.getByRole('link', { name: 'Write the first entry' }).click();
    await page.getByLabel('When').fill('2026-10-04');
    await page.getByText('On the phone').click();
    await field(page, 'What was said').fill('The move is too far, was said.');
    await page.getByRole('button', { name: 'Add hurt' }).click();
    await page.getByRole('slider', { name: 'hurt' }).fill('7');
    await field(page, 'In your own word').fill('far away');
    await page.keyboard.press('Enter');
    await field(page, 'What I held back').fill('That I would go along.');
    await page.getByText('Half a step forward').click();
    await accessible(page);
    await save(page);

    await expect(page.getByRole('heading', { name: /4 October/ })).toBeVisible();
    await expect(page.getByText('hurt, strongly (7 of 10)')).toBeVisible();
    await expect(page.getByText('far away')).toBeVisible();
    await expect(page.getByText('Half a step forward')).toBeVisible();
    await expect(page).toHaveTitle('Holdfast');
    await accessible(page);

    await page.getByRole('link', { name: 'Change' }).click();
    await expect(page.getByLabel('When')).toHaveValue('2026-10-04');
    await field(page, 'What I held back').fill('That I would go along, tomorrow.');
    await save(page);
    await goTo(page, 'Log');
    await expect(page.getByRole('heading', { name: /^October/ })).toBeVisible();
    await accessible(page);

    const row = page.getByRole('link', { name: /The move is too far/ });
    await row.click();
    await expect(page.getByText('That I would go along, tomorrow.')).toBeVisible();
    await page.getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByText('Your entry was deleted.')).toBeVisible();
    await expect(row).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await row.click();
    await expect(page.getByText('That I would go along, tomorrow.')).toBeVisible();
  });

  test('it locks after ten idle minutes and when asked, opens with the password alone, and loses nothing', async ({
    server,
    newBrowser,
  }) => {
    const ana = await openSolo(server.url);
    const { page } = await newBrowser();
    await page.clock.install();
    await signIn(page, ana);
    await begin(page);
    await field(page, 'What was said').fill('words under the lock');
    await page.clock.fastForward('11:00');
    await expect(page.getByRole('heading', { name: 'This page has its own lock' })).toBeVisible();
    expect(await page.content()).not.toContain('words under the lock');
    await accessible(page);

    await open(page, 'not the password at all');
    await expect(page.getByText('This password does not open it.')).toBeVisible();
    await open(page, ana.password);
    await expect(field(page, 'What was said')).toHaveValue('words under the lock');
    await expect(page.getByText('words that you had not saved yet')).toBeVisible();
    await page.reload();
    await unlock(page, ana);
    await expect(field(page, 'What was said')).toHaveValue('words under the lock');
    await save(page);
    await goTo(page, 'Log');
    await page.getByRole('button', { name: 'Lock it' }).click();
    await expect(page.getByRole('heading', { name: 'This page has its own lock' })).toBeVisible();
    expect(await page.content()).not.toContain('words under the lock');
    // The rest of the app stays open.
    await page
      .getByRole('link', { name: 'Check-in', exact: true })
      .filter({ visible: true })
      .first()
      .click();
    await expect(page.getByRole('heading', { level: 1, name: 'Check-in' })).toBeVisible();
  });

  test('nobody else gets a row of it, and nothing on the device or in the address says what it holds', async ({
    newCouple,
  }) => {
    const [{ page: a }, { page: b }] = await newCouple();
    await begin(a);
    await field(a, 'What was said').fill('log-canary, saved');
    await save(a);
    await a.getByRole('link', { name: 'Change' }).click();
    await field(a, 'What I held back').fill('log-canary, unsaved');
    await expect(status(a, kept)).toBeVisible();

    const rowsOf = (page: Page) =>
      page.evaluate(async () => {
        const auth =
          sessionStorage.getItem('holdfast.auth') ?? localStorage.getItem('holdfast.auth');
        const { access_token: token } = JSON.parse(auth ?? '{}') as { access_token: string };
        const answer = await fetch('/rest/v1/private_entries?select=*', {
          headers: { authorization: `Bearer ${token}` },
        });
        return answer.text();
      });
    expect(JSON.parse(await rowsOf(a))).toHaveLength(1);
    expect(await rowsOf(a)).not.toContain('canary');
    expect(JSON.parse(await rowsOf(b))).toEqual([]);

    const device = await a.evaluate(async () => {
      const open = (name: string) =>
        new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open(name);
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(new Error('not opened'));
        });
      const found: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
      for (const { name } of await indexedDB.databases()) {
        const database = await open(name ?? '');
        for (const store of database.objectStoreNames) {
          const request = database.transaction(store).objectStore(store).getAll();
          await new Promise((resolve) => (request.onsuccess = resolve));
          found.push(JSON.stringify(request.result));
        }
        database.close();
      }
      return found.join();
    });
    expect(device).toContain('private_entry/');
    expect(device).not.toContain('canary');
    expect(a.url()).not.toContain('canary');
  });

  test('unsaved words are offered again after a closed tab, and a lost connection or a killed server loses none', async ({
    newBrowser,
    mortalServer: server,
  }) => {
    const ana = await openSolo(server.url);
    const { context, page: before } = await newBrowser();
    await signIn(before, ana);
    await begin(before);
    await field(before, 'What was said').fill('written before the tab was closed');
    await expect(status(before, kept)).toBeVisible();
    const page = await openTab(context, ana);
    await before.close();
    await goTo(page, 'Log');
    await expect(page.getByText('You were writing about today')).toBeVisible();
    await page.getByRole('link', { name: 'Go on writing' }).click();
    await expect(field(page, 'What was said')).toHaveValue('written before the tab was closed');

    await context.setOffline(true);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(field(page, 'What was said')).toHaveValue('written before the tab was closed');
    await context.setOffline(false);
    await server.end('SIGKILL');
    await field(page, 'What was said').fill('written while the server was down');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await server.startAgain();
    await page.getByRole('button', { name: 'Save', exact: true }).dblclick();
    await expect(page.getByRole('link', { name: 'Change' })).toBeVisible();
    await goTo(page, 'Log');
    const entry = page.getByRole('link', { name: /written while the server/ });
    await expect(entry).toHaveCount(1);
    await expect(page.getByText('You were writing')).toHaveCount(0);

    // Unsaved words that do not open any more are told of, and leave the saved ones as they are.
    const change = async () => {
      await entry.click();
      await page.getByRole('link', { name: 'Change' }).click();
    };
    await change();
    await field(page, 'What was said').fill('never saved');
    await expect(status(page, kept)).toBeVisible();
    expect(await spoilDrafts(page)).toBeGreaterThan(0);
    await goTo(page, 'Log');
    const spoilt = page.getByText('Some words that you had not saved cannot be opened any more');
    await expect(spoilt).toBeVisible();
    await page.getByRole('button', { name: 'Let them go' }).click();
    await expect(spoilt).toBeHidden();
    await change();
    await expect(field(page, 'What was said')).toHaveValue('written while the server was down');
    await field(page, 'What was said').fill('written anew');
    await save(page);
    await expect(page.getByText('written anew')).toBeVisible();
  });

  test('changed in two tabs, both versions are shown and can be kept', async ({
    server,
    newBrowser,
  }) => {
    const ana = await openSolo(server.url);
    const { context, page: one } = await newBrowser();
    await signIn(one, ana);
    await begin(one);
    await field(one, 'What was said').fill('As saved.');
    await save(one);
    const two = await openTab(context, ana);
    await goTo(two, 'Log');
    await two.getByRole('link', { name: /As saved/ }).click();
    for (const page of [one, two]) await page.getByRole('link', { name: 'Change' }).click();
    await field(two, 'What was said').fill('From the second tab.');
    await save(two);
    await field(one, 'What was said').fill('From the first tab.');
    await one.getByRole('button', { name: 'Save', exact: true }).click();
    await one.getByRole('button', { name: 'Compare' }).click();
    await expect(one.getByRole('dialog')).toContainText('From the second tab.');
    await accessible(one);
    await one.getByRole('button', { name: 'Keep both' }).click();
    await expect(field(one, 'What was said')).toHaveValue(
      'From the first tab.\n\nFrom the second tab.',
    );
    await save(one);
    await expect(one.getByText('From the second tab.')).toBeVisible();
  });

  test('very long, strange and tampered entries: a clear limit, text stays text, the rest stays readable', async ({
    server,
    newBrowser,
  }) => {
    const { page } = await newBrowser();
    await signIn(page, await openSolo(server.url));
    const strange = `<script>document.title='ran'</script> {{7*7}} 🫂 שלום e\u0301`;
    await begin(page);
    await field(page, 'What was said').fill(strange);
    await field(page, 'What I held back').fill('y'.repeat(100_001));
    await expect(page.getByText('1 character too long. Nothing is cut off.')).toBeVisible();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(field(page, 'What I held back')).toHaveAttribute('aria-invalid', 'true');
    await field(page, 'What I held back').fill('y'.repeat(100_000));
    await save(page);
    await expect(page.getByText(strange)).toBeVisible();
    await expect(page).toHaveTitle('Holdfast');
    await begin(page);
    await field(page, 'What was said').fill('The other entry.');
    await save(page);

    // Somebody changes one envelope on its way to this page.
    await page.route('**/rest/v1/private_entries*', async (route) => {
      const response = await route.fetch();
      const stored: unknown = await response.json();
      if (!Array.isArray(stored)) return route.fulfill({ response });
      const changed = (stored as { body_sealed: string }[]).map((row) =>
        row.body_sealed.length > 10_000
          ? { ...row, body_sealed: row.body_sealed.replace(/.{8}$/, 'AAAAAAAA') }
          : row,
      );
      return route.fulfill({ response, json: changed });
    });
    await goTo(page, 'Log');
    await expect(page.getByText('This entry could not be opened.')).toHaveCount(1);
    await page.getByRole('link', { name: 'The other entry.' }).click();
    await expect(page.getByText('The other entry.')).toBeVisible();
  });
});
