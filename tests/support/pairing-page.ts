import type { Page } from '@playwright/test';
import { atStart, heading } from './account-page.ts';
import { expect, unlock, type Person } from './fixtures.ts';

/** The words that both compare when one comes in. */
export const words = (page: Page) => page.getByRole('list', { name: 'The four words' });

/** Makes a space through its page and puts an invite out. @returns the link */
export async function makeSpace(page: Page, name: string, myName: string): Promise<string> {
  await expect(atStart(page)).toBeVisible();
  await page.getByLabel('Your name').fill(myName);
  await page.getByLabel('Name of the space').fill(name);
  await page.getByRole('button', { name: 'Make our space' }).click();
  await page.getByRole('button', { name: 'Make an invite link' }).click();
  return page.getByLabel('Your invite link').inputValue();
}

export async function openLink(
  person: Pick<Person, 'page' | 'email' | 'password' | 'name'>,
  link: string,
) {
  await person.page.goto(link);
  await unlock(person.page, person);
}

export async function askToComeIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Ask to come in' }).click();
  await expect(words(page)).toBeVisible();
}

export async function letIn(page: Page): Promise<void> {
  await expect(heading(page, 'Somebody asks to come in')).toBeVisible();
  await page.getByRole('button', { name: 'Let them in' }).click();
}
