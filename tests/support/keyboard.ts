import { expect, type Locator } from '@playwright/test';

/** Presses Tab, or another key, until this has the focus, as somebody without a mouse would. */
export async function walkTo(
  target: Locator,
  key: 'Tab' | 'Shift+Tab' | 'ArrowDown' = 'Tab',
): Promise<void> {
  const page = target.page();
  await expect(target).toBeVisible();
  const isThere = () => target.evaluate((node) => node === document.activeElement);
  for (let press = 0; press < 80 && !(await isThere()); press += 1) await page.keyboard.press(key);
  await expect(target).toBeFocused();
}

/** Tabs to this and presses a key on it. */
export async function press(target: Locator, key = 'Enter'): Promise<void> {
  await walkTo(target);
  await target.page().keyboard.press(key);
}

/** Tabs to a field and puts this in the place of what is there. */
export async function type(field: Locator, text: string): Promise<void> {
  await walkTo(field);
  await field.page().keyboard.press('ControlOrMeta+A');
  await field.page().keyboard.insertText(text);
}
