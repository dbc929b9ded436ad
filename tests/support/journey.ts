import { expect, type Page } from '@playwright/test';
import { prompts, type PromptKey } from '../../src/lib/domain/check-in/prompts.ts';
import { newAccount, type Account } from './people.ts';

/** What is typed into a field: the journey names the field, the test decides on the words. */
export type Words = (field: string) => string;

export interface Traveller {
  readonly page: Page;
  readonly account: Account;
}

/** A place of the app, through the navigation that is on the screen. */
export async function goTo(
  page: Page,
  place: 'Home' | 'Needs and fears' | 'Check-in' | 'Log' | 'Settings',
): Promise<void> {
  const links = page.getByRole('navigation').getByRole('link', { name: place, exact: true });
  const link = links.filter({ visible: true }).first();
  const path = await link.getAttribute('href');
  await link.click();
  await page.waitForURL((url) => url.pathname === path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Makes an account in the browser: address, password, recovery code shown, asked for again, proved. */
export async function signUp(page: Page, account: Account): Promise<string> {
  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Make my account' }).click();
  // Making the keys takes as long as the device needs for it.
  await page.getByRole('heading', { name: 'Your recovery code' }).waitFor();
  // Each step takes the button of the one before away: whoever uses the keyboard goes on in it.
  await expect(page.locator('#content')).toBeFocused();
  const groups = await page.getByTestId('recovery-group').allTextContents();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.locator('#content')).toBeFocused();
  // As it comes from paper: small letters, and spaces between the groups.
  const copied = groups.map((group) => group.trim().toLowerCase()).join(' ');
  await page.getByLabel('Recovery code').fill(copied);
  await page.getByRole('button', { name: 'Check the code' }).click();
  return groups.map((group) => group.trim()).join('-');
}

/** From the first page to a space of one's own, and the link for the partner. */
export async function beginSpace(
  page: Page,
  words: Words,
): Promise<{ account: Account; link: string }> {
  const account = newAccount('first');
  await page.goto('/');
  await page.getByRole('link', { name: 'Create a space' }).first().click();
  await signUp(page, account);
  await expect(
    page.getByRole('heading', { name: 'Make a space for the two of you' }),
  ).toBeVisible();
  await page.getByLabel('Your name').fill(words('first name'));
  await page.getByLabel('Name of the space').fill(words('space name'));
  await page.getByRole('button', { name: 'Make our space' }).click();
  await page.waitForURL(/\/(invite|home)$/);
  if (page.url().endsWith('/home')) {
    await page.getByRole('link', { name: 'Invite your partner' }).click();
  }
  await page.getByRole('button', { name: 'Make an invite link' }).click();
  const link = await page.getByLabel('Your invite link').inputValue();
  return { account, link };
}

/** The partner opens the link, makes an account, asks to come in; the first compares the words and lets them in. */
export async function pair(
  first: Page,
  second: Page,
  link: string,
  words: Words,
): Promise<Account> {
  const account = newAccount('second');
  await second.goto(link);
  await expect(second.getByRole('heading', { name: 'Your partner invites you' })).toBeVisible();
  expect(second.url()).not.toContain('#');
  await second.getByRole('link', { name: 'Make your account' }).click();
  await signUp(second, account);
  await second.getByLabel('Your name').fill(words('second name'));
  await second.getByRole('button', { name: 'Ask to come in' }).click();
  const shown = second.getByRole('list', { name: 'The four words' });
  await expect(shown).toBeVisible();
  await expect(second.locator('#content')).toBeFocused();

  await expect(first.getByText(words('second name'))).toBeVisible();
  const four = await shown.getByRole('listitem').allTextContents();
  expect(four).toHaveLength(4);
  await expect(
    first.getByRole('list', { name: 'The four words' }).getByRole('listitem'),
  ).toHaveText(four);
  await first.getByRole('button', { name: 'Let them in' }).click();
  await second.waitForURL('**/home');
  await expect(second.getByRole('heading', { level: 1, name: words('space name') })).toBeVisible();
  return account;
}

/** Both write a document at once, see each other, agree, change the order, remove and bring back. */
export async function writeTogether(first: Page, second: Page, words: Words): Promise<void> {
  const title = words('document title');
  const opening = (page: Page) => page.getByRole('textbox', { name: /Opening words/ });
  const saying = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text });

  await goTo(first, 'Needs and fears');
  await first.getByRole('button', { name: /Begin a document|New document/ }).click();
  await first.getByLabel('Title').fill(title);
  await first.getByRole('button', { name: 'Begin', exact: true }).click();
  await expect(opening(first)).toBeVisible();
  await goTo(second, 'Needs and fears');
  await second.getByRole('link', { name: title }).click();
  await expect(opening(second)).toBeVisible();
  await expect(first.getByText(`${words('second name')} is here`)).toBeVisible();

  // One text, two writers.
  await opening(first).click();
  await first.keyboard.insertText(words('opening by the first'));
  await expect(opening(second)).toContainText(words('opening by the first'));
  await opening(second).click();
  await second.keyboard.press('Control+End');
  await second.keyboard.insertText(` ${words('opening by the second')}`);
  await expect(opening(first)).toContainText(words('opening by the second'));
  await expect(first.locator('.caret', { hasText: words('second name') })).toBeVisible();

  // A need and a fear, each by its owner.
  await first.getByRole('button', { name: 'Add a need' }).click();
  await expect(first.getByRole('textbox', { name: 'Your need' })).toBeFocused();
  await first.keyboard.insertText(words('need of the first'));
  await expect(saying(second, words('need of the first'))).toContainText(words('first name'));
  await second.getByRole('button', { name: 'Add a fear' }).click();
  await expect(second.getByRole('textbox', { name: 'Your fear' })).toBeFocused();
  await second.keyboard.insertText(words('fear of the second'));
  await expect(saying(first, words('fear of the second'))).toContainText(words('second name'));
  await saying(first, words('need of the first'))
    .getByRole('button', { name: 'can support me' })
    .click();
  await expect(first.getByRole('textbox', { name: /can support me/ })).toBeFocused();
  await first.keyboard.insertText(words('how to support'));
  await expect(saying(second, words('need of the first'))).toContainText(words('how to support'));
  await saying(second, words('need of the first')).getByRole('button', { name: 'Me too' }).click();
  await expect(saying(first, words('need of the first'))).toContainText(
    `${words('second name')} needs this too`,
  );
  for (const page of [first, second]) {
    await expect(page.locator('[data-saved]', { hasText: 'Saved for both' })).toBeVisible();
  }
}

/** Keeps a version of the document that is open. */
export async function keepVersion(page: Page, words: Words): Promise<void> {
  await page.getByRole('button', { name: 'More for this document' }).click();
  await page.getByRole('menuitem', { name: 'Versions' }).click();
  await page.getByRole('button', { name: 'Keep the first version' }).click();
  await page.getByLabel('Name').fill(words('name of a version'));
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(page.getByText(words('name of a version'))).toBeVisible();
}

/** Writes an answer to each prompt, looks it over and seals it. */
export async function sealAnswers(
  page: Page,
  answer: (key: PromptKey, index: number) => string,
): Promise<void> {
  for (const [index, { key, question }] of prompts.entries()) {
    await page.getByRole('textbox', { name: question }).fill(answer(key, index));
  }
  await expect(page.getByText(/^Saved/).last()).toBeVisible();
  await page.getByRole('link', { name: 'Review and seal' }).click();
  await page.getByRole('button', { name: 'Seal my answers' }).click();
  await page.getByRole('button', { name: 'Seal', exact: true }).click();
}

/** A whole check-in: start, write, seal, reveal, hear, re-tell, close. */
export async function checkIn(first: Page, second: Page, words: Words): Promise<void> {
  await goTo(first, 'Check-in');
  await first.getByRole('button', { name: 'Start a check-in' }).click();
  await goTo(second, 'Check-in');
  await second
    .getByRole('link', { name: /write|go on|begin|open/i })
    .filter({ visible: true })
    .last()
    .click();

  await sealAnswers(first, (key) => words(`answer ${key} of the first`));
  await expect(first.getByRole('heading', { name: 'Your answers are sealed' })).toBeVisible();
  await expect(second.getByText(`${words('first name')} has sealed`)).toBeVisible();
  // Nothing of it has arrived on the partner's page.
  const seen = await second.content();
  for (const { key } of prompts) expect(seen).not.toContain(words(`answer ${key} of the first`));
  await sealAnswers(second, (key) => words(`answer ${key} of the second`));
  for (const page of [first, second]) {
    await expect(page.getByRole('heading', { name: 'Both sets are open' })).toBeVisible();
    for (const { key } of prompts) {
      await expect(page.getByText(words(`answer ${key} of the first`)).first()).toBeVisible();
      await expect(page.getByText(words(`answer ${key} of the second`)).first()).toBeVisible();
    }
  }

  // The second says what they heard; the first tells it again; it is heard, and that is it.
  const [prompt] = prompts;
  const of = (page: Page) => page.getByRole('region', { name: prompt?.question ?? '' });
  await of(second).getByLabel('What did you hear?').fill(words('mirror'));
  await of(second)
    .getByRole('button', { name: `Show ${words('first name')}` })
    .click();
  await expect(of(first).getByText(words('mirror'))).toBeVisible();
  await of(first).getByRole('button', { name: 'Tell it again' }).click();
  await of(first).getByLabel('Tell it again').fill(words('re-telling'));
  await of(first).getByRole('button', { name: 'Tell it in these words' }).click();
  await expect(of(second).getByText(words('re-telling'))).toBeVisible();
  await of(second).getByLabel('What did you hear?').fill(words('second mirror'));
  await of(second)
    .getByRole('button', { name: `Show ${words('first name')}` })
    .click();
  await of(first).getByRole('button', { name: 'Yes, that’s it' }).click();
  await expect(of(second).getByText(`${words('first name')} said: yes, that’s it`)).toBeVisible();

  await first.getByRole('button', { name: 'Close this check-in' }).click();
  await first.getByRole('button', { name: 'Close it' }).click();
  await expect(first.getByRole('button', { name: 'Close this check-in' })).toHaveCount(0);
  await expect(second.getByRole('button', { name: 'Close this check-in' })).toHaveCount(0);
}

/** Writes an entry, reads it, changes it, deletes it and takes that back; after a reload the log asks for the password. */
export async function keepLog({ page, account }: Traveller, words: Words): Promise<void> {
  await goTo(page, 'Log');
  await page.getByRole('link', { name: 'Write the first entry' }).click();
  await page.getByText('On the phone', { exact: true }).click();
  await page.getByLabel('What was said').fill(words('what was said'));
  await page.getByLabel('In your own word').fill(words('feeling').slice(0, 30));
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('slider', { name: words('feeling').slice(0, 30) }).fill('7');
  await page.getByLabel('What I held back').fill(words('held back'));
  await page.getByRole('button', { name: /^Save/ }).click();
  await expect(page.getByText(words('held back'))).toBeVisible();

  await page.getByRole('link', { name: 'Change' }).click();
  await page.getByLabel('What I held back').fill(words('held back, changed'));
  await page.getByRole('button', { name: /^Save/ }).click();
  await expect(page.getByText(words('held back, changed'))).toBeVisible();

  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await goTo(page, 'Log');
  await expect(page.getByText(words('what was said')).first()).toBeVisible();

  await page.reload();
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: /Unlock|Open/ }).click();
  await expect(page.getByText(words('what was said')).first()).toBeVisible();
}

/** Gives this device a name in the list of devices. */
export async function nameDevice(page: Page, words: Words): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).filter({ visible: true }).first().click();
  await page.getByRole('link', { name: 'Look at your devices' }).click();
  await page.getByRole('button', { name: /^Name/ }).first().click();
  await page.getByLabel('Name', { exact: true }).fill(words('name of the device'));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(words('name of the device'))).toBeVisible();
}
