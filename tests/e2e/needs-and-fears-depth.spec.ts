import type { Locator } from '@playwright/test';
import { accessible } from '../support/accessible.ts';
import { expect, test, unlock } from '../support/fixtures.ts';
import { pick, press, select, walkTo } from '../support/keyboard.ts';
import { add, itemSaying, openTogether, ownNeed, saved } from '../support/needs-and-fears.ts';

const tag = { tag: '@needs-and-fears' };

/** An entry of one of an item's menus, by keyboard. */
function choose(item: Locator, menu: RegExp, entry: string): Promise<void> {
  return pick(item.getByRole('button', { name: menu }), entry);
}

test.describe('needs and fears, in depth', tag, () => {
  test('by keyboard: what one says and the other answers becomes ours when both say so, and then both write it', async ({
    couple,
  }) => {
    const [{ page: a, name: nameOfA }, { page: b, name: nameOfB }] = couple;
    await openTogether(couple, 'What becomes ours');
    await add(a, 'fear', 'That it stays like this');
    const onA = a.getByRole('article');
    const onB = b.getByRole('article');
    await expect(onB).toContainText('That it stays like this');

    await press(onB.getByRole('button', { name: 'I hear you' }));
    await expect(onA).toContainText(`${nameOfB} hears you`);
    await press(onB.getByRole('button', { name: 'Me too' }));
    await press(onB.getByRole('button', { name: 'Make it ours' }));
    await expect(onB.getByRole('textbox')).toHaveCount(0);
    await press(onA.getByRole('button', { name: 'Yes, it is ours' }));
    await expect(onB).toContainText('Ours');
    await walkTo(onB.getByRole('textbox', { name: /Our fear/ }));
    await b.keyboard.press('Control+End');
    await b.keyboard.type(', and we stop trying');
    await expect(onA).toContainText('That it stays like this, and we stop trying');
    await press(onA.getByRole('button', { name: 'How we manage it together' }));
    await a.keyboard.type('We say it when it begins');
    await expect(onB).toContainText('We say it when it begins');

    await choose(onB, /^Other ways/, 'Offer support');
    await expect(b.getByLabel('What could you do?')).toBeFocused();
    await b.keyboard.type('I ask on Sundays how it is');
    await press(b.getByRole('button', { name: 'Offer it' }));
    await expect(onA).toContainText(`${nameOfB} offers`);
    await press(onA.getByRole('button', { name: 'Answer', exact: true }));
    await expect(a.getByLabel(`What do you say to ${nameOfB}?`)).toBeFocused();
    await a.keyboard.type('Sundays are good');
    await press(a.getByRole('button', { name: 'Answer', exact: true }));
    await expect(onB).toContainText('Sundays are good');
    await press(onB.getByRole('button', { name: 'Remove what you said' }));
    await expect(onA).not.toContainText('on Sundays');
    await press(b.getByRole('region', { name: 'Notes' }).getByRole('button', { name: 'Undo' }));
    await expect(onA).toContainText('I ask on Sundays');

    await choose(onB, /^More for our fear/, 'It is no longer ours');
    await expect(onA).toContainText('You said this is ours');
    await expect(onB).toContainText(nameOfA);
    await expect(onB.getByRole('textbox')).toHaveCount(0);
  });

  test('by keyboard: words are told again, another wording is suggested and taken, and earlier ones stay until they are removed', async ({
    couple,
  }) => {
    const [{ page: a }, { page: b }] = couple;
    await openTogether(couple, 'Told again');
    await add(a, 'need', 'Listen');
    const onA = a.getByRole('article');
    const onB = b.getByRole('article');
    await expect(onB).toContainText('Listen');
    await press(onB.getByRole('button', { name: 'I hear you' }));
    await expect(onA).toContainText('hears you');

    await choose(onA, /^More for your need/, 'Tell it again');
    await expect(ownNeed(a)).toBeFocused();
    await a.keyboard.press('Control+a');
    await a.keyboard.type('To be heard before we look for an answer');
    await expect(onB).toContainText('Told before in other words (1)');
    await press(onB.getByText('Told before in other words (1)'));
    await expect(onB).toContainText('Listen');
    await expect(onB.getByRole('button', { name: 'Say it this way again' })).toHaveCount(0);

    await choose(onB, /^Other ways/, 'Suggest other words');
    const suggested = b.getByRole('textbox', { name: 'How would you put it?' });
    await expect(suggested).toBeFocused();
    await expect(suggested).toContainText('To be heard before');
    await b.keyboard.press('Control+a');
    await b.keyboard.type('To be heard ');
    await b.keyboard.press('Control+b');
    await b.keyboard.type('first');
    // Unsent words outlive the page, in the form that they were given.
    await b.reload();
    await unlock(b, couple[1]);
    await expect(onB).toContainText('To be heard before');
    await choose(onB, /^Other ways/, 'Suggest other words');
    await expect(suggested).toHaveText('To be heard first');
    await expect(suggested.locator('strong')).toHaveText('first');
    await press(b.getByRole('button', { name: 'Suggest it' }));
    await expect(onA).toContainText('would put it like this');
    await expect(onA.locator('.font-bold')).toHaveText('first');
    await expect(ownNeed(a)).toHaveText('To be heard before we look for an answer');
    await press(onA.getByRole('button', { name: 'Take these words' }));
    await expect(onA).toBeFocused();
    await expect(onB).toContainText('took your words');
    await expect(ownNeed(a)).toHaveText('To be heard first');
    await expect(ownNeed(a).locator('strong')).toHaveText('first');

    await press(onA.getByText('Told before in other words (2)'));
    await press(onA.getByRole('button', { name: 'Say it this way again' }).last());
    await expect(ownNeed(a)).toHaveText('Listen');
    await expect(onB).toContainText('Told before in other words (2)');
    await expect(onA).toContainText('A version that was kept earlier still holds it.');
    await press(onA.getByRole('button', { name: 'Remove for good' }).first());
    await expect(onB).toContainText('Told before in other words (1)');
    await expect(saved(a, 'Saved for both')).toBeVisible();
  });

  test('by keyboard: a document that has grown is looked at side by side, by what is shared, and searched', async ({
    couple,
  }) => {
    const [{ page: a, name: nameOfA }, { page: b, name: nameOfB }] = couple;
    await openTogether(couple, 'Side by side');
    await add(a, 'need', 'Time alone');
    await add(a, 'fear', 'The quiet');
    await expect(itemSaying(b, 'The quiet')).toBeVisible();
    await add(b, 'need', 'Evenings together');
    await press(itemSaying(b, 'The quiet').getByRole('button', { name: 'Me too' }), 'Space');
    await expect(itemSaying(a, 'Evenings together')).toBeVisible();
    await choose(itemSaying(a, 'The quiet'), /^More for/, 'How deep it goes');
    await select(a.getByRole('dialog').getByRole('group', { name: 'Depth' }), 'Deep');
    await press(a.getByRole('button', { name: 'Done' }));
    await expect(itemSaying(b, 'The quiet')).toContainText('Deep');

    const views = a.getByRole('group', { name: 'How to look at it' });
    await select(views, 'Side by side');
    const mine = a.getByRole('region', { name: 'You', exact: true });
    await expect(mine.getByRole('article')).toContainText(['Time alone', 'The quiet']);
    await expect(a.getByRole('region', { name: nameOfB }).getByRole('article')).toContainText([
      'Evenings together',
    ]);
    await select(views, 'Shared');
    await expect(a.getByRole('article')).toContainText(['The quiet']);

    await select(views, 'By kind');
    await press(a.getByRole('button', { name: 'Search in this document' }));
    await a.keyboard.type('evenings');
    await expect(a.getByRole('article')).toHaveCount(1);
    await expect(a.getByText('One found.')).toBeVisible();
    await accessible(a);
    await a.keyboard.press('Escape');
    await expect(a.getByRole('article')).toHaveCount(3);

    await walkTo(itemSaying(b, 'Evenings together').getByRole('textbox').first());
    const caret = itemSaying(a, 'Evenings together').locator('.caret');
    await expect(caret).toBeVisible();
    await ownNeed(a).first().focus();
    await a.emulateMedia({ media: 'print' });
    await expect(itemSaying(a, 'The quiet')).toBeVisible();
    await expect(caret).toBeHidden();
    // Whoever gets it on paper is neither of the two.
    await expect(a.getByText(`${nameOfA} and ${nameOfB} · as it stood on`)).toBeVisible();
    await expect(a.getByText('You', { exact: true }).filter({ visible: true })).toHaveCount(0);
    // Paper does not say where somebody was about to write.
    await expect(ownNeed(a).first().locator('..')).toHaveCSS(
      'background-color',
      'rgba(0, 0, 0, 0)',
    );
    await expect(a.getByRole('button').filter({ visible: true })).toHaveCount(0);
    await a.emulateMedia({ media: 'screen' });
  });
});
