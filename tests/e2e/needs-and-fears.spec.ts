import { expect, test } from '../support/fixtures.ts';
import { pick, press } from '../support/keyboard.ts';
import {
  add,
  items,
  itemSaying,
  listen,
  opening,
  openTogether,
  saved,
  written,
} from '../support/needs-and-fears.ts';

const tag = { tag: ['@main-job', '@needs-and-fears'] };

test.describe('needs and fears', tag, () => {
  test('two partners write one text and one word at once, see each other’s cursor, and hear of it once', async ({
    couple,
  }) => {
    const [{ page: a }, { page: b }] = couple;
    await openTogether(couple, 'What we need this winter');
    const told = await listen(b);

    await opening(a).click();
    await a.keyboard.type('We talk slowly.');
    await expect.poll(() => written(opening(b))).toBe('We talk slowly.');
    await opening(b).click();
    await b.keyboard.press('End');
    // The editor hears of a moved cursor a moment after the browser; only then do both type.
    await a.keyboard.press('Home');
    await a.evaluate(() => new Promise(requestAnimationFrame));
    await Promise.all([
      b.keyboard.type(' We stop when one of us is tired.'),
      a.keyboard.type('Both of us: '),
    ]);
    const both = 'Both of us: We talk slowly. We stop when one of us is tired.';
    await expect.poll(() => written(opening(a))).toBe(both);
    await expect.poll(() => written(opening(b))).toBe(both);

    // Both between the same two letters: neither loses one, and nobody's word is torn apart.
    for (const page of [a, b]) {
      await page.keyboard.press('End');
      for (let n = 0; n < 3; n += 1) await page.keyboard.press('ArrowLeft');
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    await Promise.all([a.keyboard.type('slowly'), b.keyboard.type('QUICK')]);
    const either = [`${both.slice(0, -3)}slowlyQUICKed.`, `${both.slice(0, -3)}QUICKslowlyed.`];
    await expect.poll(async () => either.includes(await written(opening(a)))).toBe(true);
    const agreed = await written(opening(a));
    await expect.poll(() => written(opening(b))).toBe(agreed);
    await expect(a.locator('.caret', { hasText: couple[1].name })).toBeVisible();
    await expect(b.locator('.caret', { hasText: couple[0].name })).toBeVisible();

    await a.keyboard.press('Shift+End');
    await expect(b.locator('.caret-selection').first()).toBeVisible();
    await expect(saved(a, 'Saved for both')).toBeVisible();
    await expect(saved(b, 'Saved for both')).toBeVisible();
    // Not a word while the other one was typing: a sentence for each time that they came to rest.
    const sentence = 'The words of this document were changed.';
    await expect.poll(told).toContain(sentence);
    expect(new Set(await told())).toEqual(new Set([sentence]));
    expect((await told()).length).toBeLessThan(10);
  });

  test('items appear live with their owner, who alone can change their words', async ({
    couple,
  }) => {
    const [{ page: a, name: nameOfA }, { page: b, name: nameOfB }] = couple;
    await openTogether(couple, 'Whose is what');

    await add(a, 'need', 'To be heard before we look for an answer');
    await add(b, 'fear', 'That you leave when I am weak');
    await expect(itemSaying(b, 'To be heard')).toContainText(nameOfA);
    await expect(itemSaying(a, 'That you leave')).toContainText(nameOfB);
    await expect(itemSaying(a, 'To be heard')).toContainText('You');
    const theirs = itemSaying(a, 'That you leave');
    await expect(theirs.getByRole('textbox')).toHaveCount(0);
    await theirs.getByText('That you leave').click();
    await a.keyboard.type('nothing of this arrives');
    await expect(itemSaying(b, 'That you leave')).not.toContainText('nothing of this');

    // How to manage it and how to support are offered to the owner and shown to the other once written.
    await itemSaying(a, 'To be heard').getByRole('button', { name: 'can support me' }).click();
    await a.keyboard.type('Ask me before you advise me');
    await expect(itemSaying(b, 'To be heard')).toContainText(`How you can support ${nameOfA}`);
    await expect(itemSaying(b, 'To be heard')).toContainText('Ask me before you advise me');
  });

  test('"me too" is shown warmly to both, and can be taken back', async ({ couple }) => {
    const [{ page: a }, { page: b, name: nameOfB }] = couple;
    await openTogether(couple, 'Both of us');
    await add(a, 'fear', 'That it all stays as it is');
    await itemSaying(b, 'stays as it is').getByRole('button', { name: 'Me too' }).click();
    await expect(itemSaying(b, 'stays as it is')).toContainText('You fear this too');
    await expect(itemSaying(a, 'stays as it is')).toContainText(`${nameOfB} fears this too`);
    await itemSaying(b, 'stays as it is')
      .getByRole('button', { name: 'You fear this too' })
      .click();
    await expect(itemSaying(a, 'stays as it is')).not.toContainText('fears this too');
  });

  test('undo takes back one’s own last step only, in the text and in the list', async ({
    couple,
  }) => {
    const [{ page: a }, { page: b }] = couple;
    await openTogether(couple, 'One step back');
    await add(a, 'need', 'Mine to keep');
    await expect(items(b, 'Needs')).toHaveCount(1);
    await add(b, 'need', 'Yours to keep');
    await expect(items(a, 'Needs')).toHaveCount(2);

    await a.keyboard.press('Control+z');
    await expect(itemSaying(a, 'Mine to keep')).toHaveCount(0);
    await expect(itemSaying(b, 'Yours to keep')).toBeVisible();
    await a.getByRole('button', { name: 'Undo' }).click();
    await expect(items(b, 'Needs')).toHaveCount(1);
    await expect(a.getByRole('button', { name: 'Undo' })).toBeDisabled();
    await expect(items(a, 'Needs')).toContainText(['Yours to keep']);
    await a.getByRole('button', { name: 'Redo' }).click();
    await a.getByRole('button', { name: 'Redo' }).click();
    await expect(itemSaying(b, 'Mine to keep')).toBeVisible();
  });

  test('items are put in another order by dragging and by the menu, for both', async ({
    couple,
  }) => {
    const [{ page: a }, { page: b }] = couple;
    await openTogether(couple, 'In this order');
    for (const words of ['first', 'second', 'third']) await add(a, 'need', words);
    await expect(items(b, 'Needs')).toContainText(['first', 'second', 'third']);

    const handle = itemSaying(b, 'third').getByTitle('Drag to another place');
    await handle.hover();
    await expect(handle).toHaveAttribute('draggable', 'true');
    await b.mouse.down();
    await itemSaying(b, 'second').hover({ position: { x: 120, y: 12 } });
    await itemSaying(b, 'first').hover({ position: { x: 120, y: 12 } });
    await b.mouse.up();
    await expect(items(b, 'Needs')).toContainText(['third', 'first', 'second']);
    await expect(items(a, 'Needs')).toContainText(['third', 'first', 'second']);

    const menu = itemSaying(a, 'second').getByRole('button', { name: /^More for/ });
    await menu.focus();
    await a.keyboard.press('Enter');
    await a.getByRole('menuitem', { name: 'Move up' }).press('Enter');
    await expect(items(a, 'Needs')).toContainText(['third', 'second', 'first']);
    await expect(a.locator('[aria-live]').filter({ hasText: 'Now 2 of 3 needs' })).toHaveCount(1);
    await expect(menu).toBeFocused();
    await expect(items(b, 'Needs')).toContainText(['third', 'second', 'first']);
  });

  test('by keyboard: an item is removed, and comes back with its words by undo in the note', async ({
    couple,
  }) => {
    const [{ page: a }, { page: b }] = couple;
    await openTogether(couple, 'Gone and back');
    await add(a, 'need', 'An evening without plans');
    await expect(itemSaying(b, 'An evening')).toBeVisible();
    await expect(
      itemSaying(b, 'An evening').getByRole('button', { name: /^More for/ }),
    ).toBeVisible();
    await itemSaying(b, 'An evening')
      .getByRole('button', { name: /^More for/ })
      .click();
    await expect(b.getByRole('menuitem', { name: 'Remove' })).toHaveCount(0);
    await b.keyboard.press('Escape');

    await pick(itemSaying(a, 'An evening').getByRole('button', { name: /^More for/ }), 'Remove');
    await expect(itemSaying(b, 'An evening')).toHaveCount(0);
    await add(a, 'fear', 'Written before the undo');
    await press(a.getByRole('region', { name: 'Notes' }).getByRole('button', { name: 'Undo' }));
    await expect(itemSaying(b, 'An evening')).toBeVisible();
    await expect(itemSaying(b, 'Written before the undo')).toBeVisible();
  });
});
