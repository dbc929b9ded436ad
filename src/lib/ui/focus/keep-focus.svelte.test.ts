import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import FocusHarness from './FocusHarness.svelte';

const content = page.getByRole('main', { name: 'Content' });

test('a step that takes its own button away leaves the focus in the content', async () => {
  await render(FocusHarness);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect.element(content).toHaveFocus();
});

test('a dialog whose button has gone meanwhile leaves the focus in the content', async () => {
  await render(FocusHarness);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('button', { name: 'Yes' }).click();
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  await expect.element(content).toHaveFocus();
});

test('whoever is writing elsewhere keeps the focus when the step changes', async () => {
  await render(FocusHarness);
  await page.getByRole('textbox', { name: 'Words' }).click();
  await userEvent.keyboard('a');
  await expect.element(page.getByRole('button', { name: 'Go on' })).not.toBeInTheDocument();
  await new Promise(requestAnimationFrame);
  await expect.element(page.getByRole('textbox', { name: 'Words' })).toHaveFocus();
});

test('a dialog that goes together with its button leaves the focus in the content', async () => {
  await render(FocusHarness);
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Yes' }).click();
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  await expect.element(content).toHaveFocus();
});
