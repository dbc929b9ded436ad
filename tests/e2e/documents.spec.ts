import { accessible } from '../support/accessible.ts';
import { expect, test } from '../support/fixtures.ts';
import { add, items, open, opening, saved, toList, written } from '../support/needs-and-fears.ts';

test(
  'a document begins with questions, is deleted by one while the other writes, and comes back with all that was written',
  { tag: '@needs-and-fears' },
  async ({ couple: [{ page }, { page: other, context }] }) => {
    const title = 'After the storm';
    await toList(page);
    await page.getByRole('button', { name: /Begin a document|New document/ }).click();
    await page.getByRole('radio', { name: /After a hurt/ }).check();
    await expect(page.getByLabel('Title')).toHaveValue('After it hurt');
    await page.getByLabel('Title').fill(title);
    await page.getByRole('button', { name: 'Begin', exact: true }).click();
    await expect(opening(page)).toContainText('What do I see of your side?');

    await open(other, title);
    await expect(opening(other)).toContainText('What do I see of your side?');
    // One writes without a connection, and the other one deletes it meanwhile.
    await context.setOffline(true);
    await opening(other).click();
    await other.keyboard.press('Control+End');
    await other.keyboard.insertText('I was still writing.');
    await expect(saved(other, 'Saved here')).toBeVisible();
    await toList(page);
    await page.getByRole('button', { name: `More for “${title}”` }).click();
    await accessible(page);
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByRole('heading', { name: title })).toBeHidden();
    // The row has gone with its menu: the keyboard goes on in the page.
    await expect(page.locator('#content')).toBeFocused();
    await context.setOffline(false);
    await expect(other.getByText('This document was deleted')).toBeVisible();
    await expect(other.getByText('I was still writing.')).toBeVisible();
    await expect(saved(other, 'Saved here')).toBeVisible();

    await page.getByText('Deleted (1)').click();
    await expect(page.getByText(/Can be brought back until/)).toBeVisible();
    await page.getByRole('button', { name: `Bring back “${title}”` }).click();
    await expect(other.getByText('This document was deleted')).toBeHidden();
    await expect(page.getByText('It can be brought back below')).toHaveCount(0);
    await open(page, title);
    await expect(opening(page)).toContainText('I was still writing.');
    await expect(saved(other, 'Saved for both')).toBeVisible();
  },
);

test(
  'a version keeps its words, shows what has changed since, and is gone back to without losing anything',
  { tag: '@needs-and-fears' },
  async ({ couple: [{ page }, { page: other }] }) => {
    const title = 'Through the year';
    await toList(page);
    await page.getByRole('button', { name: /Begin a document|New document/ }).click();
    await page.getByLabel('Title').fill(title);
    await page.getByRole('button', { name: 'Begin', exact: true }).click();
    await opening(page).click();
    await page.keyboard.insertText('In March we spoke slowly.');
    await add(page, 'need', 'An evening that is only ours');
    await expect(saved(page, 'Saved for both')).toBeVisible();

    const toVersions = async () => {
      await page.getByRole('button', { name: 'More for this document' }).click();
      await page.getByRole('menuitem', { name: 'Versions' }).click();
    };
    await toVersions();
    await page.getByRole('button', { name: 'Keep the first version' }).click();
    await page.getByLabel('Name').fill('as we saw it in March');
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await expect(page.getByText('as we saw it in March')).toBeVisible();

    await open(other, title);
    await opening(other).click();
    await other.keyboard.press('Control+A');
    await other.keyboard.insertText('In June we spoke quickly.');
    await add(other, 'fear', 'That summer takes us apart');
    await expect(saved(other, 'Saved for both')).toBeVisible();

    await page.getByRole('button', { name: /^Compare “as we saw it/ }).click();
    const changes = page.getByRole('region', { name: /What changed since/ });
    await expect(changes.locator('del').first()).toHaveText('March');
    await expect(changes.locator('ins').first()).toHaveText('June');
    await expect(changes.getByRole('article').filter({ hasText: 'summer' })).toContainText('New');
    await expect(changes.getByRole('heading').first()).toBeFocused();
    await accessible(page);

    await page.getByRole('button', { name: /^Go back to “as we saw it/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Go back' }).click();
    await expect.poll(() => written(opening(page))).toBe('In March we spoke slowly.');
    await expect.poll(() => written(opening(other))).toBe('In March we spoke slowly.');
    // What is the other one's alone is theirs, and what stood there is kept.
    await expect(items(page, 'Fears')).toContainText('That summer takes us apart');
    const undo = page.getByRole('region', { name: 'Notes' }).getByRole('button', { name: 'Undo' });
    await undo.click();
    await expect.poll(() => written(opening(page))).toBe('In June we spoke quickly.');
    await expect.poll(() => written(opening(other))).toBe('In June we spoke quickly.');
    await toVersions();
    await expect(page.getByText('Before going back to “as we saw it in March”')).toBeVisible();
  },
);
