import { expect, type Page } from '@playwright/test';
import type { Account } from './people.ts';

/** Where somebody without a space arrives. */
export const atStart = (page: Page) =>
  page.getByRole('heading', { name: 'Make a space for the two of you' });

/** The page of a device that is locked. */
export const locked = (page: Page) => page.getByRole('heading', { name: 'Locked' });

export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name });

/** What is said beside its cause, with these words. */
export const alert = (page: Page, words: string | RegExp) =>
  page.getByRole('alert').filter({ hasText: words });

export async function fillSignUp(page: Page, { email, password }: Account): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
}

/** Presses the button of sign-up and waits for the recovery code. */
export async function makeAccount(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Make my account' }).click();
  // Argon2id takes its time on a busy machine.
  await expect(page.getByRole('heading', { name: 'Your recovery code' })).toBeVisible({
    timeout: 45_000,
  });
  return (await page.getByTestId('recovery-group').allTextContents()).join('-');
}

/** Everything that this browser keeps for the app, as text; how far a page was scrolled is SvelteKit's own note. */
export async function keptOnDevice(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const session = Object.entries(sessionStorage).filter(([key]) => !key.startsWith('sveltekit:'));
    const kept: unknown[] = [{ ...localStorage }, Object.fromEntries(session)];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(name));
      });
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown>((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(new Error(store));
        });
        if (Array.isArray(rows) && rows.length > 0) kept.push(name, store, rows);
      }
      database.close();
    }
    return JSON.stringify(kept, (_, value: unknown) =>
      value instanceof CryptoKey ? `CryptoKey extractable=${String(value.extractable)}` : value,
    );
  });
}
