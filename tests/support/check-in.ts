import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';
import { goTo } from './journey.ts';

export const glad = 'What did your partner do lately that you were glad of?';
export const need = 'What do you need more of, or less of?';
export const unsaid = 'What is hard to say, and true?';

export const field = (page: Page, question: string) =>
  page.getByRole('textbox', { name: question });
export const saved = (page: Page, text: string) =>
  page.getByRole('status').filter({ hasText: text });
export const card = (page: Page, words: string): Locator =>
  page.getByRole('article').filter({ hasText: words });

/** Starts a check-in, or goes on with the open one. */
export async function toOpenCheckIn(page: Page): Promise<void> {
  await goTo(page, 'Check-in');
  await page
    .getByRole('button', { name: 'Start a check-in' })
    .or(page.getByRole('link', { name: 'Go on writing' }))
    .click();
  await expect(field(page, glad)).toBeVisible();
}

export async function review(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Review and seal' }).click();
  await expect(page.getByRole('heading', { name: 'Before you seal' })).toBeVisible();
}

export async function seal(page: Page): Promise<void> {
  await review(page);
  await page.getByRole('button', { name: 'Seal my answers' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Seal', exact: true }).click();
}

/** What the API answers to this person's own token: every row of a table that they can reach. */
export async function rows(page: Page, table: string): Promise<readonly Record<string, unknown>[]> {
  return page.evaluate(async (name) => {
    const kept = sessionStorage.getItem('holdfast.auth') ?? localStorage.getItem('holdfast.auth');
    const { access_token: token } = JSON.parse(kept ?? '{}') as { access_token: string };
    const answer = await fetch(`/rest/v1/${name}?select=*`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return (await answer.json()) as Record<string, unknown>[];
  }, table);
}
