import type { Page } from '@playwright/test';
import { field, glad, need, rows, saved, seal, toOpenCheckIn } from '../support/check-in.ts';
import { expect, test } from '../support/fixtures.ts';
import { goTo } from '../support/journey.ts';

const away = (page: Page) => page.getByRole('heading', { name: 'This check-in was put away' });

test(
  'a check-in that was never revealed can be put away by either: nothing opens, each keeps their own words',
  { tag: '@main-job' },
  async ({ newCouple }) => {
    const [{ page: a }, { page: b }] = await newCouple();
    await toOpenCheckIn(a);
    await field(a, glad).fill('sealed-canary');
    await seal(a);
    await expect(a.getByRole('heading', { name: 'Your answers are sealed' })).toBeVisible();
    await toOpenCheckIn(b);
    await field(b, need).fill('still writing');
    await expect(saved(b, 'Saved, for your eyes only')).toBeVisible();

    await b.getByRole('button', { name: 'Put it away' }).click();
    const dialog = b.getByRole('dialog', { name: 'Put this check-in away?' });
    await expect(dialog).toContainText('Nothing that either of you wrote in it is opened');
    await dialog.getByRole('button', { name: 'Put it away' }).click();
    await expect(away(b)).toBeVisible();
    await expect(b.getByText('still writing')).toBeVisible();
    await expect(away(a)).toBeVisible();
    await expect(a.getByText('sealed-canary')).toBeVisible();
    expect(await b.content()).not.toContain('sealed-canary');
    expect(await rows(b, 'check_in_answers')).toEqual([]);
    expect(await rows(a, 'check_in_drafts')).toHaveLength(1);

    // It stays readable for each alone, and another one starts.
    await goTo(b, 'Check-in');
    await expect(b.getByText('Put away')).toBeVisible();
    await b.getByRole('link', { name: /^Check-in,/ }).click();
    await expect(away(b)).toBeVisible();
    await expect(b.getByText('still writing')).toBeVisible();
    await toOpenCheckIn(b);
    await expect(field(b, need)).toHaveValue('');
  },
);
