import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createRawSnippet } from 'svelte';
import { render } from 'vitest-browser-svelte';
import Button from './Button.svelte';
import PasswordField from './PasswordField.svelte';
import SegmentedControl from './SegmentedControl.svelte';
import Slider from './Slider.svelte';
import TextArea from './TextArea.svelte';
import TextField from './TextField.svelte';

describe('a text field', () => {
  test('ties its hint and its error to the control, and keeps what was typed when the error comes', async () => {
    const screen = await render(TextField, {
      label: 'E-mail address',
      hint: 'Only for signing in.',
    });
    const field = page.getByRole('textbox', { name: 'E-mail address' });
    await expect.element(field).toHaveAccessibleDescription('Only for signing in.');
    await expect.element(field).not.toHaveAttribute('aria-invalid');
    await field.fill('ana@');
    await screen.rerender({ error: 'It needs a place after the @.' });
    await expect.element(field).toHaveValue('ana@');
    await expect.element(field).toHaveAttribute('aria-invalid', 'true');
    await expect
      .element(field)
      .toHaveAccessibleDescription('It needs a place after the @. Only for signing in.');
    await screen.rerender({ error: undefined });
    await expect.element(field).not.toHaveAttribute('aria-invalid');
    await expect.element(field).toHaveValue('ana@');
  });
});

describe('a password field', () => {
  test('shows and hides what was typed without losing it', async () => {
    await render(PasswordField, { label: 'Password' });
    const field = page.getByLabelText('Password', { exact: true });
    const show = page.getByRole('button', { name: 'Show password' });
    await field.fill('river kind stone early');
    await expect.element(field).toHaveAttribute('type', 'password');
    await show.click();
    await expect.element(field).toHaveAttribute('type', 'text');
    await expect.element(show).toHaveAttribute('aria-pressed', 'true');
    await show.click();
    await expect.element(field).toHaveAttribute('type', 'password');
    await expect.element(field).toHaveValue('river kind stone early');
  });
});

describe('a text area', () => {
  test('says nothing about its limit until the limit is near, and cuts nothing off past it', async () => {
    await render(TextArea, { label: 'What was said', limit: 100 });
    const area = page.getByRole('textbox', { name: 'What was said' });
    await area.fill('x'.repeat(89));
    await expect.element(area).not.toHaveAccessibleDescription();
    await area.fill('x'.repeat(99));
    await expect.element(area).toHaveAccessibleDescription('1 character left');
    await area.fill('x'.repeat(130));
    await expect
      .element(area)
      .toHaveAccessibleDescription('30 characters too long. Nothing is cut off.');
    await expect.element(area).toHaveAttribute('aria-invalid', 'true');
    await expect.element(area).toHaveValue('x'.repeat(130));
  });

  test('grows with what is written', async () => {
    await render(TextArea, { label: 'What was said', rows: 3 });
    const area = page.getByRole('textbox', { name: 'What was said' });
    const before = area.element().clientHeight;
    await area.fill('A line\n'.repeat(30));
    await expect.poll(() => area.element().clientHeight).toBeGreaterThan(before * 2);
    expect(area.element().scrollHeight).toBeLessThanOrEqual(area.element().clientHeight + 1);
  });
});

describe('a slider', () => {
  test('assumes nothing until the person chooses, and answers to the arrow keys', async () => {
    const onchange = vi.fn();
    await render(Slider, {
      label: 'How heard did you feel?',
      value: null,
      lowLabel: 'not at all',
      highLabel: 'fully',
      onchange,
    });
    const slider = page.getByRole('slider', { name: 'How heard did you feel?' });
    await expect.element(slider).toHaveAttribute('aria-valuetext', 'not chosen yet');
    (slider.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}');
    await expect
      .element(slider)
      .toHaveAttribute('aria-valuetext', '6 of 10, from not at all to fully');
    expect(onchange).toHaveBeenLastCalledWith(6);
  });

  test('a press on the middle, where the thumb rests, chooses the middle', async () => {
    const onchange = vi.fn();
    await render(Slider, {
      label: 'How heard did you feel?',
      value: null,
      lowLabel: 'not at all',
      highLabel: 'fully',
      onchange,
    });
    await page.getByRole('slider').click();
    expect(onchange).toHaveBeenLastCalledWith(5);
  });
});

test('a choice is a group of radio buttons that the arrow keys move through', async () => {
  const onchange = vi.fn();
  await render(SegmentedControl, {
    label: 'How you talked',
    value: null,
    options: [
      { value: 'together', label: 'Together' },
      { value: 'phone', label: 'Phone' },
    ],
    onchange,
  });
  await expect.element(page.getByRole('group', { name: 'How you talked' })).toBeVisible();
  await userEvent.tab();
  await userEvent.keyboard(' ');
  await expect.element(page.getByRole('radio', { name: 'Together' })).toBeChecked();
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(page.getByRole('radio', { name: 'Phone' })).toBeChecked();
  expect(onchange.mock.calls).toEqual([['together'], ['phone']]);
});

test('a button that is at work keeps the focus and does not act twice', async () => {
  const onclick = vi.fn();
  const children = createRawSnippet(() => ({ render: () => '<span>Sign in</span>' }));
  const screen = await render(Button, { children, onclick });
  const button = page.getByRole('button');
  await button.click();
  await screen.rerender({ loading: true, loadingLabel: 'Signing in' });
  await expect.element(button).toHaveAccessibleName('Signing in');
  await expect.element(button).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  (button.element() as HTMLElement).click();
  expect(onclick).toHaveBeenCalledOnce();
});
