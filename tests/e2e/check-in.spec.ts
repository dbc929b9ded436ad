import type { Page } from '@playwright/test';
import { accessible } from '../support/accessible.ts';
import {
  card,
  field,
  glad,
  need,
  review,
  rows,
  saved,
  seal,
  toOpenCheckIn,
  unsaid,
} from '../support/check-in.ts';
import { expect, signIn, test, unlock, type Person } from '../support/fixtures.ts';
import { goTo } from '../support/journey.ts';
import { openSolo } from '../support/solo-space.ts';
import { spoilDrafts } from '../support/spoil-drafts.ts';

const tag = { tag: '@main-job' };

const names = (couple: readonly [Person, Person]) => couple.map(({ name }) => name);

test.describe('check-in', tag, () => {
  test('two partners write, seal, read at the same moment, hear each other out, and close', async ({
    couple,
  }) => {
    // A whole evening of two people, with every page checked for accessibility.
    test.slow();
    const [{ page: a }, { page: b }] = couple;
    const [nameOfA] = names(couple);

    // Both press at the same time, and land in the same one.
    await Promise.all([goTo(a, 'Check-in'), goTo(b, 'Check-in')]);
    await Promise.all(
      [a, b].map((page) =>
        page
          .getByRole('button', { name: 'Start a check-in' })
          .or(page.getByRole('link', { name: 'Go on writing' }))
          .click(),
      ),
    );
    await Promise.all([a, b].map((page) => expect(field(page, glad)).toBeVisible()));
    expect(new URL(a.url()).pathname).toBe(new URL(b.url()).pathname);

    await field(a, glad).fill('You made coffee, and let me sleep.');
    await field(a, need).fill('Time when nobody needs me.');
    await field(b, glad).fill('You asked, and waited for the answer.');
    await accessible(a);

    await seal(a);
    await expect(a.getByRole('heading', { name: 'Your answers are sealed' })).toBeVisible();
    await accessible(a);
    await expect(b.getByText(`${nameOfA} has sealed.`)).toBeVisible();

    await seal(b);
    await Promise.all(
      [a, b].map((page) =>
        expect(page.getByRole('heading', { name: 'Both sets are open' })).toBeVisible(),
      ),
    );
    await expect(card(a, 'You asked, and waited')).toBeVisible();
    await expect(card(b, 'You made coffee')).toBeVisible();

    await card(b, 'Time when nobody')
      .getByLabel('What did you hear?')
      .fill('You want to be alone.');
    await card(b, 'Time when nobody')
      .getByRole('button', { name: `Show ${nameOfA ?? ''}` })
      .click();
    await expect(card(a, 'You want to be alone.')).toBeVisible();
    await card(a, 'Time when nobody').getByRole('button', { name: 'Tell it again' }).click();
    const again = card(a, 'Time when nobody').getByLabel('Tell it again');
    await expect(again).toHaveValue('Time when nobody needs me.');
    await again.fill('An hour to myself, and then you beside me.');
    await a.getByRole('button', { name: 'Tell it in these words' }).click();

    const told = card(b, 'An hour to myself');
    await told.getByLabel('What did you hear?').fill('First an hour, then me.');
    await told.getByRole('button', { name: `Show ${nameOfA ?? ''}` }).click();
    await card(a, 'First an hour, then me.')
      .getByRole('button', { name: 'Yes, that’s it' })
      .click();
    await expect(told.getByText('said: yes, that’s it')).toBeVisible();
    await expect(saved(a, 'Saved for both of you')).toBeVisible();
    // The earlier wording is folded, not gone.
    await told.getByText('Told before in other words').click();
    await expect(told.getByText('Time when nobody needs me.')).toBeVisible();
    await expect(told.getByText('You want to be alone.')).toBeVisible();
    await Promise.all([accessible(a), accessible(b)]);

    await b.getByRole('button', { name: 'Close this check-in' }).click();
    await b.getByRole('dialog').getByRole('button', { name: 'Close it' }).click();
    const past = 'What you told each other, and what you heard.';
    await Promise.all([a, b].map((page) => expect(page.getByText(past)).toBeVisible()));
    await goTo(a, 'Check-in');
    await a.getByRole('link', { name: /^Check-in,/ }).click();
    await expect(a.getByText('First an hour, then me.')).toBeVisible();
    await expect(a.getByRole('button', { name: 'Tell it again' })).toHaveCount(0);
  });

  test('before both have sealed the partner gets nothing, on the page or behind it', async ({
    newCouple,
  }) => {
    const couple = await newCouple();
    const [{ page: a }, { page: b }] = couple;
    const answers: string[] = [];
    b.on('response', (response) => {
      if (!response.url().includes('/rest/v1/')) return;
      void response.text().then(
        (text) => answers.push(text),
        () => undefined,
      );
    });
    await toOpenCheckIn(a);
    await field(a, unsaid).fill('early-canary');
    await toOpenCheckIn(b);
    await expect(saved(a, 'Saved, for your eyes only')).toBeVisible();

    expect(await rows(a, 'check_in_drafts')).toHaveLength(1);
    expect(await rows(b, 'check_in_drafts')).toEqual([]);
    await seal(a);
    await expect(b.getByText('has sealed.')).toBeVisible();
    expect(await rows(a, 'check_in_answers')).toHaveLength(6);
    expect(await rows(b, 'check_in_answers')).toEqual([]);
    const envelopes = (await rows(a, 'check_in_answers')).map((row) => String(row.answer_sealed));
    expect(answers.join()).not.toContain('early-canary');
    for (const envelope of envelopes) expect(answers.join()).not.toContain(envelope);
    expect(await b.content()).not.toContain('early-canary');

    // Taken back, changed, sealed again: the partner only ever sees the last.
    await a.getByRole('button', { name: 'Take them back' }).click();
    await a.getByRole('dialog').getByRole('button', { name: 'Take them back' }).click();
    await expect(b.getByText('has sealed.')).toBeHidden();
    await field(a, unsaid).fill('what I mean');
    await seal(a);
    await expect(a.getByRole('heading', { name: 'Your answers are sealed' })).toBeVisible();
    await expect(b.getByText('has sealed.')).toBeVisible();
    await field(b, glad).fill('You asked.');
    await seal(b);
    await expect(card(b, 'what I mean')).toBeVisible();
    expect(await b.content()).not.toContain('early-canary');
    await expect(a.getByRole('button', { name: 'Take them back' })).toHaveCount(0);
  });

  test('what is written survives a reload, a lost connection and a killed server, and the page says truly where it is', async ({
    mortalServer: server,
    newPartner,
  }) => {
    const ana = await newPartner();
    const { page, context } = ana;
    await toOpenCheckIn(page);
    await field(page, glad).fill('before the reload');
    await page.reload();
    await unlock(page, ana);
    await expect(field(page, glad)).toHaveValue('before the reload');
    await expect(saved(page, 'Saved, for your eyes only')).toBeVisible();

    await context.setOffline(true);
    await field(page, glad).fill('without a connection');
    await expect(saved(page, 'Saved on this device')).toBeVisible();
    await context.setOffline(false);
    await expect(saved(page, 'Saved, for your eyes only')).toBeVisible();

    await server.end('SIGKILL');
    await field(page, glad).fill('while the server was down');
    await expect(saved(page, 'Saved on this device')).toBeVisible();
    await review(page);
    await page.getByRole('button', { name: 'Seal my answers' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Seal', exact: true }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await server.startAgain();
    await page.goBack();
    await expect(field(page, glad)).toHaveValue('while the server was down');
    await expect(saved(page, 'Saved, for your eyes only')).toBeVisible();
    await page.reload();
    await unlock(page, ana);
    await expect(field(page, glad)).toHaveValue('while the server was down');
  });

  test('two tabs never overwrite each other unseen, and both can be kept', async ({
    server,
    newBrowser,
  }) => {
    const ana = await openSolo(server.url);
    const { page: one, context } = await newBrowser();
    await signIn(one, ana);
    await toOpenCheckIn(one);
    await field(one, need).fill('Rest.');
    await expect(saved(one, 'Saved, for your eyes only')).toBeVisible();
    const two = await context.newPage();
    await signIn(two, ana);
    await toOpenCheckIn(two);
    await expect(field(two, need)).toHaveValue('Rest.');

    await context.setOffline(true);
    await field(one, need).fill('Rest, said in the first tab.');
    await field(two, need).fill('Rest, said in the second tab.');
    await expect(saved(one, 'Saved on this device')).toBeVisible();
    await expect(saved(two, 'Saved on this device')).toBeVisible();
    await context.setOffline(false);

    const notice = (page: Page) => page.getByText('You also wrote in another place');
    const [later, other] = await Promise.race([
      notice(one)
        .waitFor()
        .then(() => [one, 'second'] as const),
      notice(two)
        .waitFor()
        .then(() => [two, 'first'] as const),
    ]);
    await later.getByRole('button', { name: 'Compare' }).click();
    await expect(later.getByRole('dialog')).toContainText(`said in the ${other} tab.`);
    await later.getByRole('button', { name: 'Keep both' }).click();
    await expect(field(later, need)).toHaveValue(/first tab[^]*second tab|second tab[^]*first tab/);
    await expect(saved(later, 'Saved, for your eyes only')).toBeVisible();
  });

  test('alone in the space one can write; a spoilt draft is made good or said; sealing waits for the partner', async ({
    server,
    newBrowser,
  }) => {
    const account = await openSolo(server.url);
    const { page } = await newBrowser();
    await signIn(page, account);
    await toOpenCheckIn(page);
    await field(page, glad).fill('You said yes to this.');
    await expect(saved(page, 'Saved, for your eyes only')).toBeVisible();
    await expect(page.getByText('Sealing waits until your partner is here')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Review and seal' })).toHaveCount(0);

    // What lies on the device does not open any more: the server has the words.
    expect(await spoilDrafts(page)).toBeGreaterThan(0);
    await page.reload();
    await unlock(page, account);
    await expect(field(page, glad)).toHaveValue('You said yes to this.');
    await goTo(page, 'Check-in');
    // Nor does what comes from the server.
    await page.route('**/rest/v1/check_in_drafts*', async (route) => {
      const response = await route.fetch();
      const body = await response.text();
      await route.fulfill({
        response,
        body: body.replace(/("draft_sealed":"[^"]{40})[^"]{8}/, '$1AAAAAAAA'),
      });
    });
    await page.getByRole('link', { name: 'Go on writing' }).click();
    await expect(page.getByText('Your earlier draft could not be opened')).toBeVisible();
    await expect(field(page, glad)).toHaveValue('');
    await field(page, glad).fill('Once more.');
    await expect(saved(page, 'Saved on this device')).toBeVisible();
    await page.getByRole('button', { name: 'Begin anew' }).click();
    await expect(saved(page, 'Saved, for your eyes only')).toBeVisible();
  });

  test('very long, strange and tampered words: nothing is lost, nothing runs, the rest stays', async ({
    newCouple,
  }) => {
    const couple = await newCouple();
    const [{ page: a }, { page: b }] = couple;
    await toOpenCheckIn(a);
    const strange = `<img src=x onerror="document.title='ran'"> {{7*7}} 🫂 שלום e\u0301 \u202e`;
    await field(a, glad).fill(strange);
    const tooLong = 'x'.repeat(20_001);
    await field(a, need).fill(tooLong);
    await expect(a.getByText('1 character too long. Nothing is cut off.')).toBeVisible();
    await expect(saved(a, 'Saved on this device')).toBeVisible();
    await review(a);
    await expect(a.getByRole('button', { name: 'Seal my answers' })).toBeDisabled();
    await a.goBack();
    await expect(field(a, need)).toHaveValue(tooLong);
    await field(a, need).fill(tooLong.slice(1));
    await seal(a);
    await expect(a.getByRole('heading', { name: 'Your answers are sealed' })).toBeVisible();

    await toOpenCheckIn(b);
    await field(b, glad).fill('You asked.');
    await field(b, need).fill('Less noise.');
    await seal(b);
    await expect(card(b, '<img src=x')).toContainText(strange);
    await expect(b).toHaveTitle(/Check-in/);

    // Somebody changes one envelope on its way to this page.
    await goTo(b, 'Check-in');
    await b.route('**/rest/v1/check_in_answers*', async (route) => {
      const response = await route.fetch();
      const stored = (await response.json()) as {
        slot: number;
        prompt: string;
        answer_sealed: string;
      }[];
      const changed = stored.map((row) =>
        row.slot === 1 && row.prompt === 'appreciation'
          ? { ...row, answer_sealed: row.answer_sealed.replace(/.{8}$/, 'AAAAAAAA') }
          : row,
      );
      await route.fulfill({ response, json: changed });
    });
    await b.getByRole('link', { name: 'Read and hear' }).click();
    await expect(b.getByText('This answer could not be opened.')).toHaveCount(1);
    await expect(card(b, 'Less noise.')).toBeVisible();
    await expect(card(b, 'xxxxxxxx')).toBeVisible();
  });

  test('a browser that keeps nothing still saves on the server, and says so when it cannot', async ({
    server,
    newBrowser,
  }) => {
    const { page, context } = await newBrowser();
    await context.addInitScript(() => {
      indexedDB.open = () => {
        throw new DOMException('refused', 'SecurityError');
      };
    });
    await signIn(page, await openSolo(server.url));
    await toOpenCheckIn(page);
    await field(page, glad).fill('kept on the server');
    await expect(saved(page, 'Saved, for your eyes only')).toBeVisible();
    await context.setOffline(true);
    await field(page, glad).fill('kept nowhere yet');
    await expect(saved(page, 'Not saved yet. Please keep this page open.')).toBeVisible();
    await context.setOffline(false);
    await expect(saved(page, 'Saved, for your eyes only')).toBeVisible();
  });
});
