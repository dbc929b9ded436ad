import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import ToastHarness from './ToastHarness.svelte';
import { Toasts } from './toasts.svelte.ts';

const send = page.getByRole('button', { name: 'Remove the need' });
const note = page.getByRole('group', { name: 'Need removed.' });
const undo = page.getByRole('button', { name: 'Undo' });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('a note is put into a polite live region and does not take the focus', async () => {
  await render(ToastHarness, { options: { message: 'Need removed.', undo: () => undefined } });
  await send.click();
  await expect.element(note).toBeVisible();
  expect(note.element().closest('[aria-live]')).toHaveAttribute('aria-live', 'polite');
  await expect.element(send).toHaveFocus();
});

test('undo takes it back once, and the note leaves', async () => {
  const takeBack = vi.fn();
  await render(ToastHarness, { options: { message: 'Need removed.', undo: takeBack } });
  await send.click();
  await undo.click();
  await expect.element(note).not.toBeInTheDocument();
  expect(takeBack).toHaveBeenCalledOnce();
});

test('a note leaves by itself after its time', async () => {
  await render(ToastHarness, { options: { message: 'Need removed.', stays: 5000 } });
  await send.click();
  await expect.element(note).toBeVisible();
  vi.advanceTimersByTime(4000);
  await expect.element(note).toBeVisible();
  vi.advanceTimersByTime(1000);
  await expect.element(note).not.toBeInTheDocument();
});

test('a note stays while it is hovered or holds the focus, and then has its whole time again', async () => {
  await render(ToastHarness, {
    options: { message: 'Need removed.', undo: () => undefined, stays: 5000 },
  });
  await send.click();
  await note.hover();
  vi.advanceTimersByTime(60_000);
  await expect.element(note).toBeVisible();

  (undo.element() as HTMLElement).focus();
  await send.hover();
  vi.advanceTimersByTime(60_000);
  await expect.element(note).toBeVisible();

  (send.element() as HTMLElement).focus();
  await expect.element(send).toHaveFocus();
  vi.advanceTimersByTime(4000);
  await expect.element(note).toBeVisible();
  vi.advanceTimersByTime(1000);
  await expect.element(note).not.toBeInTheDocument();
});

test('at most three notes stand at once, and each one says when it has left', async () => {
  const onleave = vi.fn();
  await render(ToastHarness, { options: { message: 'Need removed.', onleave } });
  for (let press = 0; press < 5; press += 1) await send.click();
  await expect.poll(() => note.elements().length).toBe(3);
  expect(onleave).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(6000);
  expect(onleave).toHaveBeenCalledTimes(5);
});

test('an effect that takes all notes away does so once, and not whenever another is shown', () => {
  const toasts = new Toasts();
  let runs = 0;
  const end = $effect.root(() => {
    $effect(() => {
      runs += 1;
      toasts.clear();
    });
  });
  flushSync();
  toasts.show({ message: 'Need removed.' });
  flushSync();
  expect([runs, toasts.shown.length]).toEqual([1, 1]);
  end();
});
