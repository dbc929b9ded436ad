import type { Page } from '@playwright/test';
import { field, glad, need } from '../support/check-in.ts';
import { expect, test } from '../support/fixtures.ts';
import { pick, press, walkTo } from '../support/keyboard.ts';
import { items } from '../support/needs-and-fears.ts';

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name });
const place = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('link', { name, exact: true }).filter({ visible: true });
const content = (page: Page) => page.locator('#content');

async function writeAndSeal(page: Page, question: string, words: string): Promise<void> {
  await walkTo(field(page, question));
  await page.keyboard.insertText(words);
  await press(link(page, 'Review and seal'));
  await expect(page.getByRole('heading', { name: 'Before you seal' })).toBeVisible();
  await press(button(page, 'Seal my answers'));
  await press(page.getByRole('dialog').getByRole('button', { name: 'Seal', exact: true }));
}

test(
  'everything that two partners do together, and the log, can be done by keyboard alone',
  { tag: ['@main-job', '@needs-and-fears'] },
  async ({ newCouple }) => {
    const [{ page: a }, { page: b }] = await newCouple();

    // A document: two needs, another order by the menu, and "me too".
    await press(place(a, 'Needs and fears'));
    await press(button(a, 'Begin a document'));
    await a.keyboard.press('Escape');
    await expect(button(a, 'Begin a document')).toBeFocused();
    await a.keyboard.press('Enter');
    await expect(a.getByLabel('Title')).toBeFocused();
    await a.keyboard.insertText('Winter');
    await a.keyboard.press('Enter');
    for (const words of ['Rest', 'Quiet']) {
      await press(button(a, 'Add a need'));
      await expect(a.getByRole('textbox', { name: 'Your need' }).last()).toBeFocused();
      await a.keyboard.insertText(words);
    }
    await pick(button(a, 'More for your need').last(), 'Move up');
    await expect(items(a, 'Needs').first()).toContainText('Quiet');
    await expect(button(a, 'More for your need').first()).toBeFocused();
    await press(place(b, 'Needs and fears'));
    await press(link(b, 'Winter'));
    await press(button(b, 'Me too').first(), 'Space');
    await expect(items(a, 'Needs').first()).toContainText('Noor needs this too');

    // A check-in, from the first word to the last.
    await press(place(a, 'Check-in'));
    await press(button(a, 'Start a check-in'));
    await writeAndSeal(a, glad, 'You made soup.');
    await expect(a.getByRole('heading', { name: 'Your answers are sealed' })).toBeVisible();
    await expect(content(a)).toBeFocused();
    await press(place(b, 'Check-in'));
    await press(link(b, 'Go on writing'));
    await writeAndSeal(b, need, 'Less noise.');
    for (const page of [a, b]) {
      await expect(page.getByRole('heading', { name: 'Both sets are open' })).toBeVisible();
      await expect(content(page)).toBeFocused();
    }
    await walkTo(b.getByLabel('What did you hear?'));
    await b.keyboard.insertText('That the soup was good.');
    await press(button(b, 'Show Ada'));
    await press(button(a, 'Yes, that’s it'));
    await expect(b.getByText('Ada said: yes, that’s it')).toBeVisible();
    await press(button(a, 'Close this check-in'));
    await press(button(a, 'Close it'));
    await expect(a.getByRole('dialog')).toBeHidden();
    await expect(content(a)).toBeFocused();

    // The log, and the lock.
    await press(place(a, 'Log'));
    await press(link(a, 'Write the first entry'));
    await walkTo(field(a, 'What was said'));
    await a.keyboard.insertText('We ate.');
    await press(button(a, 'Add hurt'));
    await expect(a.getByRole('slider', { name: 'hurt' })).toBeFocused();
    await a.keyboard.press('End');
    await press(button(a, 'Remove hurt'));
    await expect(button(a, 'Add hurt')).toBeFocused();
    await press(button(a, 'Save'));
    await expect(link(a, 'Change')).toBeVisible();
    await press(button(a, 'Lock (Alt+Shift+L)'));
    await expect(a.getByLabel('Password', { exact: true })).toBeFocused();
  },
);
