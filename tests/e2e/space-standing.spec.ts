import type { Page } from '@playwright/test';
import {
  card,
  field,
  glad,
  need,
  saved as kept,
  seal,
  toOpenCheckIn,
} from '../support/check-in.ts';
import { expect, signIn, test, type Person } from '../support/fixtures.ts';
import { goTo } from '../support/journey.ts';
import { add, begin, items, saved } from '../support/needs-and-fears.ts';
import { setSpaceStanding } from '../support/space-standing.ts';

const tag = { tag: '@main-job' };
const refused = (page: Page) =>
  page.getByText('This space is paused or closed, so nothing new can be written in it.');
/** Changes what the space is, and lets the open pages look at once, as they do when somebody comes back to them. */
async function change(
  person: Person,
  status: 'open' | 'paused' | 'closed',
  pages: readonly Page[],
): Promise<void> {
  await setSpaceStanding(new URL(person.page.url()).origin, person, status);
  for (const page of pages) {
    await page.evaluate(() => {
      dispatchEvent(new Event('online'));
      document.dispatchEvent(new Event('visibilitychange'));
    });
  }
}

test.describe('a space that takes no writing', tag, () => {
  test('a paused space says so, keeps what was typed, can be read on any device, and goes on afterwards', async ({
    newCouple,
    newBrowser,
  }) => {
    const [ada, noor] = await newCouple();
    const [a, b] = [ada.page, noor.page];
    await begin(a, 'Before the pause');
    await add(a, 'need', 'To rest');
    await expect(saved(a, 'Saved for both')).toBeVisible();
    await toOpenCheckIn(b);
    await field(b, glad).fill('You asked.');
    await expect(kept(b, 'Saved, for your eyes only')).toBeVisible();
    await b.getByRole('link', { name: 'Review and seal' }).click();

    await change(ada, 'paused', [a, b]);
    for (const page of [a, b]) {
      await expect(page.getByText('This space is paused until')).toBeVisible({ timeout: 30_000 });
    }
    await expect(a.getByText('You can read this, not change it')).toBeVisible();
    await expect(items(a, 'Needs')).toContainText('To rest');
    await expect(a.getByRole('button', { name: 'Add a need' })).toHaveCount(0);
    await expect(b.getByText('Sealing waits until your space is open')).toBeVisible();
    await expect(b.getByRole('button', { name: 'Seal my answers' })).toBeDisabled();

    // What is offered elsewhere is refused with a sentence, and what was typed stays.
    await a.getByRole('button', { name: 'More for this document' }).click();
    await a.getByRole('menuitem', { name: 'Rename' }).click();
    await a.getByLabel('Title').fill('Another title');
    await a.getByRole('button', { name: 'Rename', exact: true }).click();
    await expect(refused(a)).toBeVisible();
    await expect(a.getByLabel('Title')).toHaveValue('Another title');
    await a.keyboard.press('Escape');
    await goTo(a, 'Needs and fears');
    await expect(a.getByRole('button', { name: 'New document' })).toHaveCount(0);
    await a.getByRole('link', { name: 'Settings' }).filter({ visible: true }).first().click();
    await a.getByLabel('Name of the space').fill('The blue house');
    await a.getByRole('button', { name: 'Save' }).first().click();
    await expect(refused(a)).toBeVisible();
    await expect(a.getByLabel('Name of the space')).toHaveValue('The blue house');

    // The private log belongs to no space.
    await goTo(a, 'Log');
    await a.getByRole('link', { name: /^Write/ }).click();
    await field(a, 'What was said').fill('We need a pause.');
    await a.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(a.getByRole('link', { name: 'Change' })).toBeVisible();

    // A device that has nothing of it reads it, too.
    const { page: fresh } = await newBrowser();
    await signIn(fresh, noor);
    await goTo(fresh, 'Needs and fears');
    await fresh.getByRole('link', { name: 'Before the pause' }).click();
    await expect(items(fresh, 'Needs')).toContainText('To rest');

    await change(ada, 'open', [b, fresh]);
    for (const page of [b, fresh]) {
      await expect(page.getByText('This space is paused until')).toBeHidden({ timeout: 45_000 });
    }
    await expect(fresh.getByRole('button', { name: 'Add a need' })).toBeVisible();
    await b.getByRole('button', { name: 'Seal my answers' }).click();
    await b.getByRole('dialog').getByRole('button', { name: 'Seal', exact: true }).click();
    await expect(b.getByRole('heading', { name: 'Your answers are sealed' })).toBeVisible();
  });

  test('what two heard survives a lost connection and a killed server, and stays readable when the space is closed', async ({
    mortalServer: server,
    newCouple,
    newBrowser,
  }) => {
    const [ada, noor] = await newCouple();
    const [a, b] = [ada.page, noor.page];
    await toOpenCheckIn(a);
    await field(a, glad).fill('You made soup.');
    await field(a, need).fill('An hour alone.');
    await seal(a);
    await toOpenCheckIn(b);
    await field(b, need).fill('Less noise.');
    await seal(b);
    await expect(card(a, 'Less noise.')).toBeVisible();

    const soup = card(b, 'You made soup.');
    await expect(soup.getByLabel('What did you hear?')).toBeVisible();
    await noor.context.setOffline(true);
    await soup.getByLabel('What did you hear?').fill('That the soup was good.');
    await soup.getByRole('button', { name: 'Show Ada' }).click();
    await expect(kept(b, 'Saved on this device')).toBeVisible();
    await noor.context.setOffline(false);
    await expect(card(a, 'That the soup was good.')).toBeVisible();
    await expect(kept(b, 'Saved for both of you')).toBeVisible();

    const noise = card(a, 'Less noise.').getByLabel('What did you hear?');
    await noise.fill('That the evenings');
    await server.end('SIGKILL');
    await noise.fill('That the evenings are loud.');
    await card(a, 'You made soup.').getByRole('button', { name: 'Yes, that’s it' }).click();
    await expect(kept(a, 'Saved on this device')).toBeVisible();
    await server.startAgain();
    await expect(soup.getByText('said: yes, that’s it')).toBeVisible({ timeout: 30_000 });
    await expect(noise).toHaveValue('That the evenings are loud.');

    await change(ada, 'closed', [a, b]);
    for (const page of [a, b]) {
      await expect(page.getByText('left this space, so it is closed.')).toBeVisible({
        timeout: 30_000,
      });
      await expect(page.getByText('so what you heard cannot be written here now')).toBeVisible();
      await expect(page.getByLabel('What did you hear?')).toHaveCount(0);
      await expect(page.getByRole('button', { name: 'Close this check-in' })).toHaveCount(0);
    }
    await expect(a.getByText('That the evenings are loud.')).toBeVisible();
    await expect(a.getByText('You were writing this, and it is not shown yet.')).toBeVisible();

    const { page: fresh } = await newBrowser();
    await signIn(fresh, ada);
    await goTo(fresh, 'Check-in');
    await fresh.getByRole('link', { name: 'Read and hear' }).click();
    await expect(card(fresh, 'You made soup.')).toContainText('That the soup was good.');
    await expect(card(fresh, 'You made soup.')).toContainText('Yes, that’s it');
  });
});
