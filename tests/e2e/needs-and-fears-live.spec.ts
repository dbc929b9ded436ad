import { expect, test } from '../support/fixtures.ts';
import { NeedsAndFears } from '../../src/lib/collab/documents/needs/needs-and-fears.ts';
import { putWords } from '../../src/lib/collab/documents/needs/two-partners.ts';
import {
  add,
  itemSaying,
  open,
  opening,
  openTogether,
  ownNeed,
  saved,
  toList,
  written,
} from '../support/needs-and-fears.ts';
import {
  openWithoutApp,
  reachDocument,
  stored,
  visitOftenWithoutApp,
} from '../support/without-app.ts';

const tag = { tag: '@needs-and-fears' };

test.describe('needs and fears, live', tag, () => {
  test('both type in the same word while the document moves to its next generation: both see the same, with both cursors, and no key is lost', async ({
    couple,
    server,
  }) => {
    test.slow();
    const [first, second] = couple;
    const pages = [first.page, second.page] as const;
    await openTogether(couple, 'On the move');
    await opening(first.page).click();
    await first.page.keyboard.type('We talk slowly.');
    await expect.poll(() => written(opening(second.page))).toBe('We talk slowly.');
    await opening(second.page).click();
    for (const page of pages) {
      await page.keyboard.press('End');
      for (let back = 'owly.'.length; back > 0; back -= 1) await page.keyboard.press('ArrowLeft');
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }

    const document = await reachDocument(server.url, second, 'On the move');
    const typed = ['', ''];
    let moved = false;
    /** One types capitals and the other digits, so that it can be told who typed what. */
    const typing = pages.map(async (page, who) => {
      for (let after = 0; after < 2; after += moved ? 1 : 0) {
        const word = who === 0 ? 'ABCDEFGH' : '12345678';
        await page.keyboard.type(word, { delay: 60 });
        typed[who] += word;
      }
    });
    const dots = await visitOftenWithoutApp(document);
    // A document of so many visits is heavy for two pages, a relay and what else is tested at this moment.
    await expect.poll(document.generation, { timeout: 60_000 }).toBe(1);
    moved = true;
    await Promise.all(typing);

    for (const [who, page] of pages.entries()) {
      await expect(saved(page, 'Saved for both')).toBeVisible();
      await expect(page.locator('.caret', { hasText: couple[1 - who]?.name ?? '' })).toBeVisible();
      const text = () => written(opening(page));
      await expect
        .poll(async () => (await text()).replace(/\d/g, ''))
        .toBe(`We talk sl${typed[0] ?? ''}owly.`);
      await expect.poll(async () => (await text()).replace(/\D/g, '')).toBe(typed[1]);
      await expect(page.getByText(dots)).toBeVisible();
    }
    expect(await written(opening(first.page))).toBe(await written(opening(second.page)));

    // Both go on in the new one.
    await first.page.keyboard.type('and on');
    await expect(opening(second.page)).toContainText('and on');
    await second.page.keyboard.press('End');
    await second.page.keyboard.type(' So do I.');
    await expect(opening(first.page)).toContainText('So do I.');
  });

  test('words that a partner’s changed app has put in one’s mouth are shown to their owner, and one tap brings one’s own back', async ({
    couple,
    server,
  }) => {
    const [{ page: a }, second] = couple;
    const b = second.page;
    await openTogether(couple, 'In my own words');
    await add(a, 'need', 'To be heard');
    await expect(itemSaying(b, 'To be heard')).toBeVisible();
    await toList(a);

    const reached = await reachDocument(server.url, second, 'In my own words');
    const hostile = await openWithoutApp(server.url, second, reached);
    const needs = new NeedsAndFears(hostile.inner, { me: second.id, partner: couple[0].id });
    const [item] = needs.contents().items;
    if (item === undefined) throw new Error('no item');
    hostile.inner.transact(() => {
      putWords(item.texts.words, 'Nothing from you');
    });
    await stored(hostile);
    await hostile.close();

    await open(a, 'In my own words');
    await expect(ownNeed(a)).toHaveText('Nothing from you');
    const notice = a.getByRole('status').filter({ hasText: 'These are not the words you left' });
    // It waits, since another device of hers may still be writing.
    await expect(notice).toContainText('To be heard', { timeout: 30_000 });
    await notice.getByRole('button', { name: 'Bring my words back' }).click();
    await expect(ownNeed(a)).toHaveText('To be heard');
    await expect(notice).toHaveCount(0);
    await expect(itemSaying(b, 'To be heard')).toBeVisible();
    // What stood there is in the history, for both, and said to be nobody's.
    await itemSaying(b, 'To be heard').getByText('Told before in other words (1)').click();
    await expect(itemSaying(b, 'To be heard')).toContainText('Nothing from you');
  });
});
