import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { accessible } from '../support/accessible.ts';
import { expect, signIn, test, unlock, type Person } from '../support/fixtures.ts';
import { goTo } from '../support/journey.ts';
import { openAccount } from '../support/people.ts';

const tag = { tag: '@main-job' };
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name });
const atStart = (page: Page) => heading(page, 'Make a space for the two of you');
const words = (page: Page) => page.getByRole('list', { name: 'The four words' });

const api = /\/(?:rest|auth)\/v1\//;
const asOf = /What you see is as of/;

/** As when the browser finds a network again: pages ask for everything. */
async function comesBackOnline(page: Page): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
}

async function toSettings(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).filter({ visible: true }).first().click();
}

/** Makes a space through its page and puts an invite out. @returns the link */
async function makeSpace(page: Page, name: string, myName: string): Promise<string> {
  await expect(atStart(page)).toBeVisible();
  await page.getByLabel('Your name').fill(myName);
  await page.getByLabel('Name of the space').fill(name);
  await page.getByRole('button', { name: 'Make our space' }).click();
  await page.getByRole('button', { name: 'Make an invite link' }).click();
  return page.getByLabel('Your invite link').inputValue();
}

async function openLink(
  person: Pick<Person, 'page' | 'email' | 'password' | 'name'>,
  link: string,
) {
  await person.page.goto(link);
  await unlock(person.page, person);
}

async function askToComeIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Ask to come in' }).click();
  await expect(words(page)).toBeVisible();
}

async function letIn(page: Page): Promise<void> {
  await expect(heading(page, 'Somebody asks to come in')).toBeVisible();
  await page.getByRole('button', { name: 'Let them in' }).click();
}

/** The server's answer about a link, as it is once the seven days are over. */
async function afterSevenDays(page: Page): Promise<void> {
  await page.route('**/rest/v1/rpc/look_at_invite', (route) =>
    route.fulfill({ json: { obstacle: 'invite_expired' } }),
  );
}

test.describe('pairing', tag, () => {
  test('brings two people into one space, who see the same four words', async ({
    newPerson,
    newBrowser,
    server,
  }) => {
    const ada = await newPerson({ name: 'Ada' });
    const noor = { ...(await openAccount(server.url, 'Noor')), ...(await newBrowser()) };
    await accessible(ada.page);
    const spaceName = '<b>Us</b> 🌊 بيتنا';
    const link = await makeSpace(ada.page, spaceName, 'Ada <script>alert(1)</script>');
    expect(new URL(link).hash).toMatch(/^#1\.[0-9a-f-]{36}\.[\w-]{40,60}$/);
    await expect(ada.page.getByText('The link works until')).toBeVisible();
    await accessible(ada.page);

    const requests: string[] = [];
    noor.context.on('request', (request) => requests.push(request.url()));
    await noor.page.goto(link);
    await expect(heading(noor.page, 'Your partner invites you')).toBeVisible();
    expect(noor.page.url()).toBe(`${server.url}/join`);
    await accessible(noor.page);

    // The invitation waits while its reader signs in, also over a reload.
    await noor.page.reload();
    await noor.page.getByRole('link', { name: 'I have one already' }).click();
    await noor.page.getByLabel('E-mail address').fill(noor.email);
    await noor.page.getByLabel('Password', { exact: true }).fill(noor.password);
    await noor.page.getByLabel('Stay signed in on this device').check();
    await noor.page.getByRole('button', { name: 'Sign in' }).click();
    await expect(heading(noor.page, 'Ask to come in')).toBeVisible();
    await accessible(noor.page);
    const otherTab = await noor.context.newPage();
    await otherTab.goto('/start');
    await expect(atStart(otherTab)).toBeVisible();
    await askToComeIn(noor.page, 'نور 👩‍🚀');
    await accessible(noor.page);

    await expect(heading(ada.page, 'Somebody asks to come in')).toBeVisible();
    await expect(ada.page.getByText('نور 👩‍🚀')).toBeVisible();
    const seen = await words(noor.page).getByRole('listitem').allInnerTexts();
    expect(seen).toHaveLength(4);
    expect(await words(ada.page).getByRole('listitem').allInnerTexts()).toEqual(seen);
    await accessible(ada.page);

    await letIn(ada.page);
    for (const { page } of [ada, noor]) {
      await expect(heading(page, spaceName)).toBeVisible();
      expect(new URL(page.url()).pathname).toBe('/home');
      await accessible(page);
    }
    await expect(ada.page.getByText('نور 👩‍🚀', { exact: true })).toBeVisible();
    await expect(
      noor.page.getByText('Ada <script>alert(1)</script>', { exact: true }),
    ).toBeVisible();

    const secret = new URL(link).hash.split('.')[2] ?? '';
    expect(requests.filter((url) => url.includes(secret))).toEqual([]);
    const history = await noor.page.evaluate(() => JSON.stringify([location.href, sessionStorage]));
    expect(history).not.toContain(secret);

    const keyChanged = (page: Page) => page.getByText('Your partner’s key has changed');
    await test.step('a page that was open meanwhile knows the partner’s key as well', async () => {
      await comesBackOnline(otherTab);
      await expect(heading(otherTab, spaceName)).toBeVisible();
      await expect(keyChanged(otherTab)).toHaveCount(0);
      await otherTab.close();
    });

    await test.step('so does the device, when the server does not answer', async () => {
      await noor.context.route(api, (route) => route.abort('internetdisconnected'));
      await noor.page.reload();
      await expect(heading(noor.page, spaceName)).toBeVisible();
      await expect(noor.page.getByText(asOf)).toBeVisible();
      await expect(keyChanged(noor.page)).toHaveCount(0);
    });

    await test.step('whoever stops staying signed in meanwhile is not locked out of the page', async () => {
      await toSettings(noor.page);
      await noor.page.getByLabel('Stay signed in on this device').uncheck();
      const renewed = noor.page.waitForResponse((response) => response.url().includes('/keyrings'));
      await noor.context.unroute(api);
      await comesBackOnline(noor.page);
      await renewed;
      await expect(noor.page.getByText(asOf)).toBeHidden();
      await goTo(noor.page, 'Home');
      await expect(heading(noor.page, spaceName)).toBeVisible();
    });
  });

  test('goes on where it was when the joiner closes the page, or the inviter reloads', async ({
    newPerson,
  }) => {
    const [ada, noor] = [await newPerson({ name: 'Ada' }), await newPerson({ name: 'Noor' })];
    const link = await makeSpace(ada.page, 'Us', 'Ada');
    await openLink(noor, link);
    await askToComeIn(noor.page, 'Noor');
    const before = await words(noor.page).innerText();

    const tab = await noor.context.newPage();
    await noor.page.close();
    await signIn(tab, noor);
    await tab.getByRole('link', { name: 'Go on waiting there' }).click();
    await expect(words(tab)).toHaveText(before.split('\n').join(''));

    await ada.page.reload();
    await unlock(ada.page, ada);
    await letIn(ada.page);
    await expect(heading(tab, 'Us')).toBeVisible();
  });

  test('ends for somebody who is not the partner, a new link works, and two windows of the inviter agree', async ({
    newPerson,
  }) => {
    const [ada, thief, noor] = [
      await newPerson({ name: 'Ada' }),
      await newPerson({ name: 'Thief' }),
      await newPerson({ name: 'Noor' }),
    ];
    const link = await makeSpace(ada.page, 'Us', 'Ada');
    await openLink(thief, link);
    await askToComeIn(thief.page, 'Noor, really');

    // While somebody waits, the link is theirs: a third person finds it used.
    await openLink(noor, link);
    await expect(heading(noor.page, 'This link has been used')).toBeVisible();
    await accessible(noor.page);

    const window = await ada.context.newPage();
    await signIn(window, ada);
    await window.getByRole('link', { name: 'See who it is' }).click();
    for (const page of [ada.page, window]) {
      await expect(heading(page, 'Somebody asks to come in')).toBeVisible();
      await expect(page.getByText('Noor, really')).toBeVisible();
    }
    const shown = await words(ada.page).getByRole('listitem').allInnerTexts();
    expect(await words(window).getByRole('listitem').allInnerTexts()).toEqual(shown);
    // This window does not hear in time that the link is taken back in the other one.
    await window.route('**/rest/v1/invites?*', (route) => route.abort());
    await ada.page.getByRole('button', { name: 'This is not my partner' }).click();
    await expect(ada.page.getByText('The link no longer opens anything.')).toBeVisible();
    await expect(heading(thief.page, 'This link was taken back')).toBeVisible();
    await window.getByRole('button', { name: 'Let them in' }).click();
    await expect(window.getByText('taken back in another window. Nobody came in.')).toBeVisible();
    await window.unroute('**/rest/v1/invites?*');

    await ada.page.getByRole('button', { name: 'Make an invite link' }).click();
    const second = await ada.page.getByLabel('Your invite link').inputValue();
    expect(second).not.toBe(link);
    await expect(window.getByLabel('Your invite link')).toHaveValue(second);
    // The same page takes the new link as it stands.
    await noor.page.goto(second);
    await askToComeIn(noor.page, 'Noor');
    await letIn(window);
    await expect(heading(noor.page, 'Us')).toBeVisible();
    await expect(heading(ada.page, 'You are both here')).toBeVisible();

    // And nobody comes in after that.
    for (const used of [link, second]) {
      await thief.page.goto('/start');
      await openLink(thief, used);
      await expect(
        heading(thief.page, /This link was taken back|This link has been used/),
      ).toBeVisible();
    }
  });

  test('has a clear page for each link that does not work', async ({ newPerson, newBrowser }) => {
    const ada = await newPerson({ name: 'Ada' });
    const link = await makeSpace(ada.page, 'Us', 'Ada');

    // One's own.
    await openLink(ada, link);
    await expect(heading(ada.page, 'This is your own invite')).toBeVisible();
    await ada.page.getByRole('link', { name: 'Go to your space' }).click();
    await expect(heading(ada.page, 'Us')).toBeVisible();

    // Mangled on its way, seen before anybody makes an account for it.
    const { page: stranger } = await newBrowser();
    for (const mangled of [
      link.slice(0, -3),
      `${link}x`,
      link.replace('#1.', '#9.'),
      `${link.split('#')[0] ?? ''}#hello`,
    ]) {
      await stranger.goto('about:blank');
      await stranger.goto(mangled);
      await expect(heading(stranger, 'This link is not complete')).toBeVisible();
    }
    await accessible(stranger);
    await stranger.goto('/help');
    await stranger.goto('/join');
    await expect(heading(stranger, 'Open the link from your partner')).toBeVisible();

    // Expired.
    const noor = await newPerson({ name: 'Noor' });
    await afterSevenDays(noor.page);
    await openLink(noor, link);
    await expect(heading(noor.page, 'This link has expired')).toBeVisible();
    await noor.page.unroute('**/rest/v1/rpc/look_at_invite');

    // Taken back.
    await ada.page.goto('/invite');
    await unlock(ada.page, ada);
    await ada.page.getByRole('button', { name: 'Take it back' }).click();
    await expect(ada.page.getByRole('button', { name: 'Make an invite link' })).toBeVisible();
    await noor.page.goto('/help');
    await openLink(noor, link);
    await expect(heading(noor.page, 'This link was taken back')).toBeVisible();
  });

  test('is refused to somebody who is in a space already', async ({ newPerson, newCouple }) => {
    const ada = await newPerson({ name: 'Ada' });
    const link = await makeSpace(ada.page, 'Us', 'Ada');
    const [partner] = await newCouple({ names: ['Kim', 'Robin'] });
    await openLink(partner, link);
    await expect(heading(partner.page, 'You are in a space already')).toBeVisible();
    await partner.page.getByRole('link', { name: 'Go to your space' }).click();
    await expect(partner.page.getByText('Robin')).toBeVisible();
  });

  test('survives a stopped server and a lost connection at each step', async ({
    ownServer,
    newPerson,
  }) => {
    const server = await ownServer();
    const ada = await newPerson({ server, name: 'Ada' });
    const noor = await newPerson({ server, name: 'Noor' });
    await expect(atStart(ada.page)).toBeVisible();
    await ada.page.getByLabel('Your name').fill('Ada');
    await ada.page.getByLabel('Name of the space').fill('Us');
    await server.end('SIGKILL');
    await ada.page.getByRole('button', { name: 'Make our space' }).click();
    await expect(ada.page.getByText('Holdfast does not answer at the moment.')).toBeVisible();
    await expect(ada.page.getByLabel('Name of the space')).toHaveValue('Us');
    await server.startAgain();
    await ada.page.getByRole('button', { name: 'Make our space' }).click();
    await ada.page.getByRole('button', { name: 'Make an invite link' }).click();
    const link = await ada.page.getByLabel('Your invite link').inputValue();

    await openLink(noor, link);
    await noor.page.getByLabel('Your name').fill('Noor');
    await noor.context.setOffline(true);
    await noor.page.getByRole('button', { name: 'Ask to come in' }).click();
    await expect(noor.page.getByText('There is no connection right now.')).toBeVisible();
    await noor.context.setOffline(false);
    await noor.page.getByRole('button', { name: 'Ask to come in' }).click();
    await expect(words(noor.page)).toBeVisible();

    await expect(heading(ada.page, 'Somebody asks to come in')).toBeVisible();
    await server.end('SIGKILL');
    await ada.page.getByRole('button', { name: 'Let them in' }).click();
    await expect(ada.page.getByText('Holdfast does not answer at the moment.')).toBeVisible();
    await server.startAgain();
    await ada.page.getByRole('button', { name: 'Let them in' }).click();
    await expect(heading(ada.page, 'Us')).toBeVisible();
    await expect(heading(noor.page, 'Us')).toBeVisible({ timeout: 30_000 });
  });
});

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

  test('stays usable when its name on the server was tampered with', async ({ newCouple }) => {
    const [ada] = await newCouple();
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

  test('warns when the server shows another key for the partner', async ({ newCouple }) => {
    const [ada] = await newCouple();
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
    await expect(heading(page, 'Your invite is on its way')).toBeVisible();
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
    ownServer,
    newCouple,
  }) => {
    const server = await ownServer();
    const [ada] = await newCouple({ server });
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
