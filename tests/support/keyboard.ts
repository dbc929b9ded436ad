import type { Locator } from '@playwright/test';
import { expect } from './fixtures.ts';

/** Longest way from one control of a page to another, in presses. */
const farthest = 80;

/** Presses Tab, or Shift and Tab where it stands before, until this has the focus, as somebody without a mouse would. */
export async function walkTo(target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let press = 0; press < farthest; press += 1) {
    const key = await target.evaluate((node) => {
      const here = document.activeElement ?? document.body;
      if (here === node) return null;
      const before = here.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING;
      return before === 0 ? 'Tab' : 'Shift+Tab';
    });
    if (key === null) break;
    await target.page().keyboard.press(key);
  }
  await expect(target).toBeFocused();
}

/** Walks to this and presses a key on it. */
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

/** Opens a menu and takes one of its entries. */
export async function pick(menu: Locator, entry: string): Promise<void> {
  const page = menu.page();
  await press(menu);
  const entries = page.getByRole('menuitem');
  await expect(entries.and(page.locator(':focus'))).toHaveCount(1);
  const wanted = page.getByRole('menuitem', { name: entry });
  await expect(wanted).toBeVisible();
  for (let n = await entries.count(); n > 0; n -= 1) {
    if (await wanted.evaluate((node) => node === document.activeElement)) break;
    await page.keyboard.press('ArrowDown');
  }
  await expect(wanted).toBeFocused();
  await page.keyboard.press('Enter');
}

/** Goes to a group of radio buttons, which is one stop, and with the arrow keys to one of its choices. */
export async function select(group: Locator, choice: string): Promise<void> {
  await walkTo(group.getByRole('radio', { checked: true }));
  const wanted = group.getByRole('radio', { name: choice, exact: true });
  for (let n = await group.getByRole('radio').count(); n > 0; n -= 1) {
    if (await wanted.isChecked()) break;
    await group.page().keyboard.press('ArrowRight');
  }
  await expect(wanted).toBeChecked();
}
