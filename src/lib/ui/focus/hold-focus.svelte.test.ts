import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import HoldHarness from './HoldHarness.svelte';

test('a button that goes with its work leaves the focus in what it stood in, and the keyboard goes on there', async () => {
  await render(HoldHarness);
  await page.getByRole('button', { name: 'Take these words' }).click();
  const article = page.getByRole('article', { name: 'Your need' });
  await expect.element(article).toHaveFocus();
  await userEvent.tab();
  await expect.element(page.getByRole('button', { name: 'Next' })).toHaveFocus();
  await expect.element(article).not.toHaveAttribute('tabindex');
});

test('a row that goes with its button leaves the focus in the content', async () => {
  await render(HoldHarness);
  await page.getByRole('button', { name: 'Archive March' }).click();
  await expect.element(page.getByRole('main')).toHaveFocus();
});

test('whoever writes elsewhere keeps the focus when something goes', async () => {
  await render(HoldHarness);
  await page.getByRole('textbox', { name: 'Words' }).click();
  await userEvent.keyboard('a');
  await expect.element(page.getByText('Other words')).not.toBeInTheDocument();
  await new Promise(requestAnimationFrame);
  await expect.element(page.getByRole('textbox', { name: 'Words' })).toHaveFocus();
});
