import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { Awareness } from 'y-protocols/awareness';
import { ada, ben, twoPartners } from '../../../collab/documents/needs/two-partners.ts';
import { tellingMs } from '../../../domain/needs/wording.ts';
import { EditorTools } from '../editor/editor-tools.svelte.ts';
import { ItemActions } from './item-actions.ts';
import WordingsHarness from './WordingsHarness.svelte';

const people = {
  me: { id: ada, name: 'Ada', slot: 1 },
  partner: { id: ben, name: 'Ben', slot: 2 },
} as const;

test('however many earlier wordings there are, the newest stand there first and the others a press away', async () => {
  const { a, clock } = twoPartners();
  const id = a.page.add('need');
  for (let n = 0; n <= 45; n += 1) {
    a.tell(id, `wording ${n}`);
    clock.at += tellingMs;
  }
  const tools = new EditorTools({
    undo: a.page.undo,
    awareness: new Awareness(a.doc),
    people: { me: ada, partner: ben, shown: { partner: people.partner, me_elsewhere: people.me } },
    onTooLong: () => undefined,
  });
  const actions = new ItemActions(a.page, (act) => {
    act();
    return true;
  });
  await render(WordingsHarness, {
    item: a.item(id),
    page: { needs: a.page, people, tools, actions, writable: true, beforeClosing: () => undefined },
  });
  const told = page.getByText(/^wording \d+$/);
  expect(told.elements()).toHaveLength(0);
  await page.getByText('Told before in other words (45)').click();
  await expect.element(told.first()).toHaveTextContent('wording 44');
  expect(told.elements()).toHaveLength(20);
  await page.getByRole('button', { name: 'Show earlier ones (25)' }).click();
  await page.getByRole('button', { name: 'Show earlier ones (5)' }).click();
  await expect.element(told.last()).toHaveTextContent('wording 0');
  expect(told.elements()).toHaveLength(45);
  await expect.element(page.getByText(/still holds it/)).toBeVisible();
});
