import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { accessible } from '../support/accessible.ts';
import { atStart, heading } from '../support/account-page.ts';
import { expect, test, unlock } from '../support/fixtures.ts';
import { makeSpace } from '../support/pairing-page.ts';

const tag = { tag: '@main-job' };
const keys = { tag: '@keys' };

test.describe('a space', tag, () => {
  test('is made once by pressing twice, and the back button does not ask for another', async ({
    newPerson,
  }) => {
    const { page } = await newPerson({ name: 'Ada' });
    let made = 0;
    page.on('request', (request) => {
      if (request.url().includes('/rpc/create_space')) made += 1;
    });
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('Name of the space').fill('Us');
    await page.getByRole('button', { name: 'Make our space' }).dblclick();
    await expect(heading(page, 'Invite your partner')).toBeVisible();
    expect(made).toBe(1);
    await page.goBack();
    await page.goto('/start');
    await expect(atStart(page)).toBeHidden();
  });

  test('whose making got no answer is the same one after trying again', async ({ newPerson }) => {
    const { page } = await newPerson({ name: 'Ada' });
    let lost = false;
    await page.route('**/rest/v1/rpc/create_space', async (route) => {
      if (lost) return route.continue();
      lost = true;
      await route.fetch();
      await route.abort('connectionreset');
    });
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('Name of the space').fill('Us');
    await page.getByRole('button', { name: 'Make our space' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await page.getByRole('button', { name: 'Make our space' }).click();
    await expect(heading(page, 'Invite your partner')).toBeVisible();
    await page.getByRole('link', { name: 'Home' }).filter({ visible: true }).first().click();
    await expect(heading(page, 'Us')).toBeVisible();
  });

  test('takes names of any script, and refuses what is empty or too long without losing it', async ({
    newPerson,
  }) => {
    const { page } = await newPerson({ name: 'Ada' });
    const name = page.getByLabel('Your name');
    await name.fill('\u200e \u200b');
    await page.getByLabel('Name of the space').fill('Us');
    await page.getByRole('button', { name: 'Make our space' }).click();
    await expect(page.getByText('There is nothing written here yet.')).toBeVisible();
    const long = 'á'.repeat(100_000);
    await name.fill(long);
    await page.getByRole('button', { name: 'Make our space' }).click();
    await expect(
      page.getByText('This is longer than fits here. Nothing was cut off.'),
    ).toBeVisible();
    await expect(name).toHaveValue(long);
    await accessible(page);
  });

  test('shows a new name to both at once, and puts none in the place of what is being typed', async ({
    newCouple,
  }) => {
    const [ada, noor] = await newCouple();
    await expect(heading(noor.page, 'Us')).toBeVisible();
    const settings = (page: Page) =>
      page.getByRole('link', { name: 'Settings' }).filter({ visible: true }).first().click();
    const name = (page: Page) => page.getByLabel('Name of the space');
    const save = (page: Page) => page.getByRole('button', { name: 'Save' }).first().click();
    await settings(ada.page);
    await name(ada.page).fill('The wading pool');
    await save(ada.page);
    await expect(ada.page.getByText('Saved for both')).toBeVisible();
    await expect(heading(noor.page, 'The wading pool')).toBeVisible();

    await settings(noor.page);
    await name(noor.page).fill('Our pond');
    await name(ada.page).fill('The lake');
    await save(ada.page);
    await expect(noor.page.getByText('Meanwhile it was changed to “The lake”.')).toBeVisible();
    await expect(name(noor.page)).toHaveValue('Our pond');
    await save(noor.page);
    await expect(name(ada.page)).toHaveValue('Our pond');
    await expect(noor.page.getByText('Meanwhile')).toBeHidden();
  });

  test('stays usable when its name on the server was tampered with', async ({ newPartner }) => {
    const ada = await newPartner();
    await ada.page.route('**/rest/v1/spaces*', async (route) => {
      const response = await route.fetch();
      const rows = (await response.json()) as { name_sealed: string }[];
      const tampered = rows.map((row) => ({
        ...row,
        name_sealed: row.name_sealed.replace(/.{8}$/, 'AAAAAAAA'),
      }));
      await route.fulfill({ response, json: tampered });
    });
    await ada.page.reload();
    await unlock(ada.page, ada);
    await expect(heading(ada.page, 'Your space')).toBeVisible();
    await expect(ada.page.getByText('Noor')).toBeVisible();
    await expect(heading(ada.page, 'Where to begin')).toBeVisible();
  });

  test('warns when the server shows another key for the partner', keys, async ({ newPartner }) => {
    const ada = await newPartner();
    await ada.page.route('**/rest/v1/profiles*', async (route) => {
      const response = await route.fetch();
      const mine = route.request().url().includes(ada.id);
      if (mine) return route.fulfill({ response });
      await route.fulfill({ response, json: [{ public_key: 'A'.repeat(43) }] });
    });
    await ada.page.reload();
    await unlock(ada.page, ada);
    await expect(ada.page.getByText('Your partner’s key has changed')).toBeVisible();
  });
});

test.describe('home', tag, () => {
  test('offers the first steps, and says what waits as it happens', async ({ newCouple }) => {
    const [ada, noor] = await newCouple();
    for (const { page } of [ada, noor]) {
      await expect(heading(page, 'Where to begin')).toBeVisible();
      await accessible(page);
    }
    await noor.page
      .getByRole('link', { name: 'Check-in', exact: true })
      .filter({ visible: true })
      .first()
      .click();
    await noor.page.getByRole('button', { name: 'Start a check-in' }).click();
    await expect(ada.page.getByText('A check-in is open')).toBeVisible();
    await ada.page.getByRole('link', { name: /A check-in is open/ }).click();
    await expect(ada.page).toHaveURL(/\/check-ins\/[0-9a-f-]{36}/);
  });

  test('alone shows where the invitation stands, and why none can be made in a paused space', async ({
    newPerson,
  }) => {
    const { page } = await newPerson({ name: 'Ada' });
    await makeSpace(page, 'Us', 'Ada');
    const home = page.getByRole('link', { name: 'Home' }).filter({ visible: true }).first();
    await home.click();
    await expect(heading(page, 'Your invitation is on its way')).toBeVisible();
    await expect(
      page.getByText(/^Your partner can open the link until .+\. You can/),
    ).toBeVisible();
    await accessible(page);
    await page.getByRole('link', { name: 'Show the link' }).click();
    await page.getByRole('button', { name: 'Take it back' }).click();

    // What the database answers while a space is paused.
    await page.route('**/rest/v1/rpc/offer_invite', (route) =>
      route.fulfill({ status: 409, json: { code: 'PT409', message: 'space_closed' } }),
    );
    await page.getByRole('button', { name: 'Make an invite link' }).click();
    await expect(page.getByText('This space is paused or closed')).toBeVisible();
    await expect(page.getByLabel('Your invite link')).toBeHidden();
    await home.click();
    await expect(heading(page, 'Invite your partner')).toBeVisible();
  });

  test('keeps what is typed when the server stops, and says so', async ({
    mortalServer: server,
    newPartner,
  }) => {
    const ada = await newPartner();
    await expect(heading(ada.page, 'Where to begin')).toBeVisible();
    await ada.page
      .getByRole('link', { name: 'Settings' })
      .filter({ visible: true })
      .first()
      .click();
    await expect(ada.page.getByLabel('Your name')).toBeVisible();
    await server.end('SIGKILL');
    await ada.page.getByLabel('Your name').fill(`Ada ${randomUUID().slice(0, 4)}`);
    await ada.page.getByRole('button', { name: 'Save' }).last().click();
    await expect(
      ada.page.getByText('Holdfast does not answer at the moment.').first(),
    ).toBeVisible();
    await server.startAgain();
    await ada.page.getByRole('button', { name: 'Save' }).last().click();
    await expect(ada.page.getByText('Saved for both')).toBeVisible();
  });
});
