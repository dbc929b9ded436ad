import type { Page } from '@playwright/test';
import { accessible } from '../support/accessible.ts';
import { expect, signIn, test, type Person } from '../support/fixtures.ts';
import { goTo } from '../support/journey.ts';
import { press, type } from '../support/keyboard.ts';
import { begin, open, opening } from '../support/needs-and-fears.ts';
import type { Post } from '../support/post.ts';

const tag = { tag: '@keys' };
const next = 'copper lantern walks backwards';
const document = 'What we keep';
const begunAfter = 'What we found again';
const before = 'Written before the keys were lost.';
const after = 'Written with the new ones.';
const inLog = 'That I was afraid to ask.';

const heading = (page: Page, name: string) => page.getByRole('heading', { name });
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const content = (page: Page) => page.locator('#content');
const link = (page: Page, name: string) => page.getByRole('link', { name });
const pressButton = (page: Page, name: string) => press(page.getByRole('button', { name }));
const words = (page: Page) => page.getByRole('list', { name: 'The four words' });

/** Follows the mail's link without a code, as far as the page that says what stays closed. */
async function forget(page: Page, post: Post, person: Person): Promise<void> {
  await page.goto('/recover');
  if ((await field(page, 'E-mail address').inputValue()) === '') {
    await type(field(page, 'E-mail address'), person.email);
  }
  await pressButton(page, 'Ask for the link');
  await expect(page.getByRole('status')).toContainText('a mail is on its way');
  await page.goto(await post.nextLink(person.email));
  await press(page.getByText('I do not have the code'));
  await pressButton(page, 'What happens without it');
}

/** A new password, a new code, kept and typed back. */
async function goOnWithNewKeys(page: Page): Promise<string> {
  await expect(heading(page, 'Going on without the code')).toBeVisible();
  await expect(content(page)).toBeFocused();
  await accessible(page);
  await type(field(page, 'New password'), next);
  await page.keyboard.press('Enter');
  await expect(page.getByText('nothing happens before you have read')).toBeVisible();
  await expect(page.getByLabel('I know that my earlier private entries')).toBeFocused();
  await page.keyboard.press('Space');
  await pressButton(page, 'Go on without the code');
  await expect(heading(page, 'Your recovery code')).toBeVisible();
  await expect(content(page)).toBeFocused();
  const code = (await page.getByTestId('recovery-group').allTextContents()).join('-');
  await pressButton(page, 'I have kept it');
  await type(field(page, 'Recovery code'), code);
  await pressButton(page, 'Check the code');
  return code;
}

async function write(page: Page, text: string): Promise<void> {
  await opening(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText(text);
  await expect(page.locator('[data-saved=both]')).toBeVisible();
}

test.describe('lost keys', tag, () => {
  test('come back to what is shared through the partner and four words, and to the log with the old password', async ({
    post,
    newCouple,
  }) => {
    const [ada, noor] = await newCouple();
    await begin(ada.page, document);
    await write(ada.page, before);
    await goTo(ada.page, 'Log');
    await ada.page.getByRole('link', { name: 'Write the first entry' }).click();
    await ada.page.getByLabel('What I held back').fill(inLog);
    await ada.page.getByRole('button', { name: 'Save' }).click();
    await expect(ada.page.getByRole('link', { name: 'Change' })).toBeVisible();

    await forget(ada.page, post, ada);
    await goOnWithNewKeys(ada.page);
    await expect(heading(ada.page, 'Your partner can let you back in')).toBeVisible();
    await accessible(ada.page);
    await pressButton(ada.page, 'Ask my partner');
    await expect(heading(ada.page, 'Now call your partner')).toBeVisible();
    await expect(content(ada.page)).toBeFocused();

    // A page of the partner that stays open over all of this, and that nobody tells anything.
    const left = await noor.context.newPage();
    await left.routeWebSocket(/\/collab\//, () => undefined);
    await signIn(left, noor);
    await goTo(left, 'Needs and fears');
    await expect(left.getByRole('link', { name: document })).toBeVisible();

    await noor.page.goto('/home');
    await type(field(noor.page, 'Password'), noor.password);
    await noor.page.keyboard.press('Enter');
    await expect(heading(noor.page, 'Ada asks to come back')).toBeVisible();
    await press(link(noor.page, 'Compare the words'));
    await expect(noor.page.getByText('First make sure that it is them')).toBeVisible();
    await accessible(noor.page);
    await pressButton(noor.page, 'We are talking now');

    await expect(heading(ada.page, 'Read these words to your partner')).toBeVisible();
    const four = await words(ada.page).getByRole('listitem').allTextContents();
    await expect(heading(noor.page, 'Which words does Ada see?')).toBeVisible();
    const shown = await words(noor.page).getByRole('listitem').allTextContents();
    const asked = four.flatMap((word, place) =>
      (shown[place] ?? '').includes('?') ? [{ word: word.trim(), place }] : [],
    );
    expect(asked).toHaveLength(2);
    const fields = asked.map(({ place }) =>
      noor.page.getByLabel(`The ${['first', 'second', 'third', 'fourth'][place] ?? ''} word`),
    );
    await expect(content(noor.page)).toBeFocused();
    for (const one of fields) await type(one, 'acorn');
    await noor.page.keyboard.press('Enter');
    await expect(noor.page.getByText('These are not the words that belong here')).toBeVisible();
    await expect(noor.page.getByText('Two more tries today')).toBeVisible();
    await accessible(noor.page);
    for (const [index, one] of fields.entries()) {
      if (index === 0) await expect(one).toBeFocused();
      await type(one, asked[index]?.word ?? '');
    }
    await noor.page.keyboard.press('Enter');
    await expect(heading(noor.page, 'Ada is back')).toBeVisible();
    await expect(content(noor.page)).toBeFocused();

    await expect(heading(ada.page, 'Did it work for your partner?')).toBeVisible();
    await pressButton(ada.page, 'Yes, my partner says so');
    await ada.page.waitForURL('**/home');
    await open(ada.page, document);
    await expect(opening(ada.page)).toContainText(before);
    await write(ada.page, after);
    await open(noor.page, document);
    await expect(opening(noor.page)).toContainText(before);
    await expect(opening(noor.page)).toContainText(after);

    await begin(ada.page, begunAfter);
    await left.evaluate(() => window.dispatchEvent(new Event('online')));
    for (const title of [document, begunAfter]) {
      await expect(left.getByRole('link', { name: title })).toBeVisible();
    }
    await left.close();

    for (const { page } of [ada, noor]) {
      await page.getByRole('link', { name: 'Settings' }).filter({ visible: true }).first().click();
      await page.getByRole('link', { name: 'Show the words' }).click();
    }
    const ofPair = await words(ada.page).getByRole('listitem').allTextContents();
    await expect(words(noor.page).getByRole('listitem')).toHaveText(ofPair);
    await accessible(ada.page);

    await goTo(ada.page, 'Log');
    await expect(ada.page.getByText('kept here, closed (1).')).toBeVisible();
    await expect(heading(ada.page, 'A place of your own')).toBeVisible();
    await expect(ada.page.getByText(inLog)).toHaveCount(0);
    await press(link(ada.page, 'Open earlier entries'));
    await type(field(ada.page, 'Old password or old recovery code'), 'not the old one');
    await type(field(ada.page, 'Present password'), next);
    await pressButton(ada.page, 'Open them');
    await expect(field(ada.page, 'Old password or old recovery code')).toHaveAccessibleDescription(
      /does not open it/,
    );
    await accessible(ada.page);
    await type(field(ada.page, 'Old password or old recovery code'), ada.password);
    await pressButton(ada.page, 'Open them');
    await expect(ada.page.getByText(inLog).first()).toBeVisible();
    await expect(ada.page.getByText('kept here, closed')).toHaveCount(0);
  });

  test('leave somebody without a partner the way to a new space', async ({ post, newPerson }) => {
    const ada = await newPerson();
    await ada.page.getByLabel('Your name').fill('Ada');
    await ada.page.getByLabel('Name of the space').fill('Alone');
    await ada.page.getByRole('button', { name: 'Make our space' }).click();
    await expect(heading(ada.page, 'Invite your partner')).toBeVisible();
    await forget(ada.page, post, ada);
    await goOnWithNewKeys(ada.page);
    await expect(heading(ada.page, 'Nobody else can open this space')).toBeVisible();
    await accessible(ada.page);
    await pressButton(ada.page, 'Make a new space');
    await pressButton(ada.page, 'Leave it');
    await expect(heading(ada.page, 'Make a space for the two of you')).toBeVisible();
  });
});
