import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import MenuHarness from './MenuHarness.svelte';

const trigger = page.getByRole('button', { name: 'More for this need' });
const menu = page.getByRole('menu');

test('an open menu lies within the main content, and not beside every landmark', async () => {
  await render(MenuHarness);
  await trigger.click();
  await expect
    .element(page.getByRole('main').getByRole('menuitem', { name: 'Remove' }))
    .toBeVisible();
});

test('a menu closes with Escape and gives the focus back to its button', async () => {
  await render(MenuHarness);
  await trigger.click();
  await expect.element(menu).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(menu).not.toBeInTheDocument();
  await expect.element(trigger).toHaveFocus();
});
