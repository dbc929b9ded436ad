import type { Page } from '@playwright/test';
import { expect, signIn, test, type Person } from '../support/fixtures.ts';
import { goTo } from '../support/journey.ts';

/** Thirty more, against bare clients and so in a tenth of the time, are in tests/server/crash.test.ts. */
const kills = 4;
const opening = (page: Page) => page.getByRole('textbox', { name: /Opening words/ });

/** What the page shows and what it says of it, read in one moment; the partner's name at their cursor is no text. */
async function claim(page: Page): Promise<{ words: string[]; saved: string | null }> {
  return page.evaluate(() => {
    const text = document.querySelector('[role=textbox]')?.cloneNode(true);
    if (text instanceof Element) text.querySelectorAll('.caret').forEach((caret) => caret.remove());
    return {
      words: (text?.textContent ?? '').split(/\s+/),
      saved: document.querySelector('[data-saved]')?.getAttribute('data-saved') ?? null,
    };
  });
}

async function openDocument(person: Person, title: string): Promise<void> {
  await goTo(person.page, 'Needs and fears');
  await person.page.getByRole('link', { name: title }).click();
  await expect(opening(person.page)).toBeVisible();
}

test(
  `nothing that a page called saved is missing after ${String(kills)} power cuts while both type`,
  {
    tag: '@main-job',
  },
  async ({ newBrowser, newCouple, ownServer }) => {
    test.setTimeout(300_000);
    const server = await ownServer();
    const [first, second] = await newCouple({ server });
    await goTo(first.page, 'Needs and fears');
    await first.page.getByRole('button', { name: /Begin a document|New document/ }).click();
    await first.page.getByLabel('Title').fill('Through the storm');
    await first.page.getByRole('button', { name: 'Begin', exact: true }).click();
    await expect(opening(first.page)).toBeVisible();
    await openDocument(second, 'Through the storm');

    const savedForBoth = new Set<string>();
    let cutWhileSaving = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      for (const { page } of [first, second]) {
        await opening(page).focus();
        await page.keyboard.press('Control+End');
      }
      const typed = Promise.all([
        first.page.keyboard.type(` a${String(kill)} b${String(kill)} c${String(kill)}`),
        second.page.keyboard.type(` x${String(kill)} y${String(kill)} z${String(kill)}`),
      ]);
      // Every third time the cut comes in the middle of a word, otherwise soon after the last one.
      if (kill % 3 !== 0) await typed;
      if (kill % 3 === 1) {
        await expect(first.page.locator('[data-saved=both]')).toBeVisible();
      }
      for (const { page } of [first, second]) {
        const { words, saved } = await claim(page);
        if (saved === 'both') words.forEach((word) => savedForBoth.add(word));
        else cutWhileSaving += 1;
      }
      await server.end('SIGKILL');
      await typed;
      await server.startAgain();
    }

    // The pages bring what was on its way, and both have everything.
    const all = Array.from({ length: kills }, (_, kill) =>
      ['a', 'b', 'c', 'x', 'y', 'z'].map((letter) => `${letter}${String(kill)}`),
    ).flat();
    for (const { page } of [first, second]) {
      await expect(page.locator('[data-saved=both]')).toBeVisible({ timeout: 30_000 });
    }
    const letters = (words: string[]) => [...words.join('')].sort().join('');
    await expect
      .poll(async () => letters((await claim(second.page)).words))
      .toBe(letters((await claim(first.page)).words));
    const atTheEnd = await claim(first.page);
    expect(letters(atTheEnd.words)).toBe(letters(all));

    // A browser that was never here sees what the server kept, and nothing else.
    await server.end('SIGKILL');
    await Promise.all([first.context.close(), second.context.close()]);
    await server.startAgain();
    const third = { ...first, ...(await newBrowser({ server })) };
    await signIn(third.page, third);
    await openDocument(third, 'Through the storm');
    await expect.poll(async () => (await claim(third.page)).words).toEqual(atTheEnd.words);
    for (const word of savedForBoth) expect(atTheEnd.words).toContain(word);
    expect(savedForBoth.size, 'pages did say "saved for both"').toBeGreaterThanOrEqual(kills);
    expect(cutWhileSaving, 'and cuts did come while something was on its way').toBeGreaterThan(0);
  },
);
