import type { Page } from '@playwright/test';
import { accessible } from '../support/accessible.ts';
import { atStart, heading } from '../support/account-page.ts';
import { expect, signIn, test, unlock } from '../support/fixtures.ts';
import { goTo } from '../support/journey.ts';
import { askToComeIn, letIn, makeSpace, openLink, words } from '../support/pairing-page.ts';
import { openAccount } from '../support/people.ts';

const tag = { tag: '@main-job' };
const api = /\/(?:rest|auth)\/v1\//;
const asOf = /What you see is as of/;

/** As when the browser finds a network again: pages ask for everything. */
async function comesBackOnline(page: Page): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
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
      await goTo(noor.page, 'Settings');
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
    await expect(heading(ada.page, 'This is your own invitation')).toBeVisible();
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

  test('is refused to somebody who is in a space already', async ({ newPerson, newPartner }) => {
    const ada = await newPerson({ name: 'Ada' });
    const link = await makeSpace(ada.page, 'Us', 'Ada');
    const partner = await newPartner();
    await openLink(partner, link);
    await expect(heading(partner.page, 'You are in a space already')).toBeVisible();
    await partner.page.getByRole('link', { name: 'Go to your space' }).click();
    await expect(partner.page.getByText('Noor')).toBeVisible();
  });

  test('survives a stopped server and a lost connection at each step', async ({
    mortalServer: server,
    newPerson,
  }) => {
    const ada = await newPerson({ name: 'Ada' });
    const noor = await newPerson({ name: 'Noor' });
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
