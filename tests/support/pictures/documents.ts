import type { Page } from '@playwright/test';
import { goTo } from '../journey.ts';
import type { Camera } from './camera.ts';

/** What is done with documents as a whole: beginning with questions, versions, deleting. `a` and `b` are signed in. */
export async function documents(a: Page, b: Page, camera: Camera): Promise<void> {
  await goTo(a, 'Needs and fears');
  await a.getByRole('button', { name: /Begin a document|New document/ }).click();
  await a.getByRole('radio', { name: /Before a big change/ }).check();
  await camera.take(a, 'document-new-dialog');
  await a.getByRole('button', { name: 'Begin', exact: true }).click();
  const opening = (page: Page) => page.getByRole('textbox', { name: /Opening words/ });
  await opening(a).getByText('What is about to change').waitFor();
  await camera.take(a, 'document-with-questions');
  await a.getByRole('button', { name: 'Add a need' }).click();
  await a.getByRole('textbox', { name: 'Your need' }).and(a.locator(':focus')).waitFor();
  await a.keyboard.insertText('A room of my own in the new place, even a small one.');
  await a.locator('[data-saved=both]').waitFor();

  const toVersions = async () => {
    await a.getByRole('button', { name: 'More for this document' }).click();
    await a.getByRole('menuitem', { name: 'Versions' }).click();
  };
  await toVersions();
  const first = a.getByRole('button', { name: 'Keep the first version' });
  await first.waitFor();
  await camera.take(a, 'versions-empty');
  await first.click();
  await a.getByLabel('Name').fill('As we saw it in March');
  await camera.take(a, 'version-keep-dialog');
  await a.getByRole('button', { name: 'Keep', exact: true }).click();
  await a.getByText('As we saw it in March').waitFor();

  await goTo(b, 'Needs and fears');
  await b.getByRole('link', { name: 'Before it changes' }).click();
  await opening(b).getByText('What is about to change').click();
  await b.keyboard.press('End');
  await b.keyboard.insertText(' We move in August, and nothing else is settled.');
  await b.getByRole('button', { name: 'Add a fear' }).click();
  await b.getByRole('textbox', { name: 'Your fear' }).and(b.locator(':focus')).waitFor();
  await b.keyboard.insertText('That I will know nobody there but you.');
  await b.locator('[data-saved=both]').waitFor();
  await a.getByRole('button', { name: /^Compare “As we saw it/ }).click();
  await a.getByRole('article').filter({ hasText: 'know nobody' }).waitFor();
  await camera.take(a, 'versions-compared', { whole: true });
  await a.evaluate(() => {
    scrollTo(0, 0);
  });
  await camera.take(a, 'versions');
  await a.getByRole('button', { name: /^Go back to “As we saw it/ }).click();
  await a.getByRole('dialog').waitFor();
  await camera.take(a, 'version-go-back-dialog');
  await a.keyboard.press('Escape');

  await goTo(a, 'Needs and fears');
  await a.getByRole('button', { name: 'More for “Before it changes”' }).click();
  await a.getByRole('menuitem', { name: 'Delete' }).click();
  await a.getByRole('dialog').waitFor();
  await camera.take(a, 'document-delete-dialog');
  await a.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await a.getByText('Deleted (1)').click();
  await a.getByText('Can be brought back until').waitFor();
  await camera.take(a, 'documents-deleted');
  await b.getByText('This document was deleted').waitFor();
  await b.evaluate(() => {
    scrollTo(0, 0);
  });
  await camera.take(b, 'document-deleted');
  await a.getByRole('button', { name: 'Bring back “Before it changes”' }).click();
  await b.getByText('This document was deleted').waitFor({ state: 'detached' });

  await a.getByRole('button', { name: 'More for “Before it changes”' }).click();
  await a.getByRole('menuitem', { name: 'Archive' }).waitFor();
  await camera.take(a, 'documents-menu');
  await a.getByRole('menuitem', { name: 'Archive' }).click();
  await a.getByText('Archived (1)').click();
  await camera.take(a, 'documents-archived');

  await goTo(a, 'Home');
  await a.context().setOffline(true);
  await goTo(a, 'Needs and fears');
  await a.getByText('What you see is as of').waitFor();
  await camera.take(a, 'documents-offline');
  await a.context().setOffline(false);
  await a.getByText('What you see is as of').waitFor({ state: 'detached' });
}
