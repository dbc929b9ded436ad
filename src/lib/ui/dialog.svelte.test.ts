import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import DialogHarness from './DialogHarness.svelte';

const opener = page.getByRole('button', { name: 'Rename the space' });
const dialog = page.getByRole('dialog', { name: 'Rename' });

test('a dialog puts the focus into its first field and gives it back to the button that opened it', async () => {
  const onclose = vi.fn();
  await render(DialogHarness, { onclose });
  await opener.click();
  await expect.element(dialog).toHaveAccessibleDescription('Both of you see the new name.');
  await expect.element(page.getByRole('textbox', { name: 'Name' })).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(opener).toHaveFocus();
  expect(onclose).toHaveBeenCalledOnce();
});

test('a dialog without a field takes the focus itself, so that reading starts at its title', async () => {
  await render(DialogHarness, { field: false });
  await opener.click();
  await expect.element(dialog).toHaveFocus();
});

test('the keyboard cannot leave an open dialog', async () => {
  await render(DialogHarness);
  await opener.click();
  await expect.element(page.getByRole('textbox', { name: 'Name' })).toHaveFocus();
  for (let press = 0; press < 8; press += 1) {
    await userEvent.tab();
    expect(dialog.element().contains(document.activeElement)).toBe(true);
  }
});

test('a dialog that must not be interrupted stays at Escape and has no close button', async () => {
  await render(DialogHarness, { dismissible: false });
  await opener.click();
  await expect.element(dialog).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Close' })).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Not now' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
});

test('a dialog that goes together with its place gives the focus back as well', async () => {
  await render(DialogHarness);
  const remover = page.getByRole('button', { name: 'Remove the space' });
  const removal = page.getByRole('dialog', { name: 'Remove' });
  for (const close of [
    () => userEvent.keyboard('{Escape}'),
    () => page.getByRole('button', { name: 'Not now' }).click(),
  ]) {
    await remover.click();
    await expect.element(removal).toBeVisible();
    await close();
    await expect.element(removal).not.toBeInTheDocument();
    await expect.element(remover).toHaveFocus();
  }
});
