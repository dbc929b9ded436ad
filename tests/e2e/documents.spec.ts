import { accessible } from '../support/accessible.ts';
import { expect, test } from '../support/fixtures.ts';
import { pick, press, walkTo } from '../support/keyboard.ts';
import { add, items, open, opening, saved, toList, written } from '../support/needs-and-fears.ts';

test(
  'a document begins with questions, is deleted by keyboard while the other writes, and comes back with all that was written',
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
    await accessible(page);
    await pick(page.getByRole('button', { name: `More for “${title}”` }), 'Delete');
    await press(page.getByRole('dialog').getByRole('button', { name: 'Delete' }));
    await expect(page.getByRole('heading', { name: title })).toBeHidden();
    // The row has gone with its menu: the keyboard goes on in the page.
    await expect(page.locator('#content')).toBeFocused();
    await context.setOffline(false);
    await expect(other.getByText('This document was deleted')).toBeVisible();
    await expect(other.getByText('I was still writing.')).toBeVisible();
    await expect(saved(other, 'Saved here')).toBeVisible();

    await press(page.getByText('Deleted (1)'));
    await expect(page.getByText(/Can be brought back until/)).toBeVisible();
    await press(page.getByRole('button', { name: `Bring back “${title}”` }));
    await expect(other.getByText('This document was deleted')).toBeHidden();
    await expect(page.getByText('It can be brought back below')).toHaveCount(0);
    await open(page, title);
    await expect(opening(page)).toContainText('I was still writing.');
    await expect(saved(other, 'Saved for both')).toBeVisible();
  },
);

test(
  'by keyboard: a version keeps its words, shows what has changed since, and is gone back to without losing anything',
  { tag: '@needs-and-fears' },
  async ({ couple: [{ page }, { page: other }] }) => {
    const title = 'Through the year';
    await toList(page);
    await press(page.getByRole('button', { name: /Begin a document|New document/ }));
    await expect(page.getByLabel('Title')).toBeFocused();
    await page.keyboard.type(title);
    await page.keyboard.press('Enter');
    await walkTo(opening(page));
    await page.keyboard.insertText('In March we spoke slowly.');
    await add(page, 'need', 'An evening that is only ours');
    await expect(saved(page, 'Saved for both')).toBeVisible();

    const toVersions = () =>
      pick(page.getByRole('button', { name: 'More for this document' }), 'Versions');
    await toVersions();
    await press(page.getByRole('button', { name: 'Keep the first version' }));
    await expect(page.getByLabel('Name')).toBeFocused();
    await page.keyboard.type('as we saw it in March');
    await page.keyboard.press('Enter');
    await expect(page.getByText('as we saw it in March')).toBeVisible();

    await open(other, title);
    await walkTo(opening(other));
    await other.keyboard.press('Control+A');
    await other.keyboard.insertText('In June we spoke quickly.');
    await add(other, 'fear', 'That summer takes us apart');
    await expect(saved(other, 'Saved for both')).toBeVisible();

    await press(page.getByRole('button', { name: /^Compare “as we saw it/ }));
    const changes = page.getByRole('region', { name: /What changed since/ });
    await expect(changes.locator('del').first()).toHaveText('March');
    await expect(changes.locator('ins').first()).toHaveText('June');
    await expect(changes.getByRole('article').filter({ hasText: 'summer' })).toContainText('New');
    await expect(changes.getByRole('heading').first()).toBeFocused();
    await accessible(page);

    await press(page.getByRole('button', { name: /^Go back to “as we saw it/ }));
    await press(page.getByRole('dialog').getByRole('button', { name: 'Go back' }));
    await expect.poll(() => written(opening(page))).toBe('In March we spoke slowly.');
    await expect.poll(() => written(opening(other))).toBe('In March we spoke slowly.');
    // What is the other one's alone is theirs, and what stood there is kept.
    await expect(items(page, 'Fears')).toContainText('That summer takes us apart');
    const undo = page.getByRole('region', { name: 'Notes' }).getByRole('button', { name: 'Undo' });
    await press(undo);
    await expect.poll(() => written(opening(page))).toBe('In June we spoke quickly.');
    await expect.poll(() => written(opening(other))).toBe('In June we spoke quickly.');
    await toVersions();
    await expect(page.getByText('Before going back to “as we saw it in March”')).toBeVisible();
  },
);
