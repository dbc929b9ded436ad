import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** The page as it stands now passes every rule of axe. */
export async function accessible(page: Page): Promise<void> {
  // No page holds a frame of another origin, so axe needs no further page to put its results together. What passes is not looked at.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}
