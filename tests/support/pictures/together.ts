import type { Page } from '@playwright/test';
import { prompts } from '../../../src/lib/domain/check-in/prompts.ts';
import { signIn, unlock } from '../fixtures.ts';
import { goTo } from '../journey.ts';
import { documents } from './documents.ts';
import { needsAndFears, type Two } from './needs-and-fears.ts';
import { answers } from './words.ts';

/** A check-in, from the empty page to the closed one. */
async function checkIn({ a, b, camera }: Two): Promise<void> {
  const toReview = async (page: Page, own: readonly string[]) => {
    for (const [index, { question }] of prompts.entries()) {
      await page.getByRole('textbox', { name: question }).fill(own[index] ?? '');
    }
    await page
      .getByText(/^Saved/)
      .last()
      .waitFor();
    await page.getByRole('link', { name: 'Review and seal' }).click();
    await page.getByRole('heading', { name: 'Before you seal' }).waitFor();
  };
  const seal = async (page: Page) => {
    await page.getByRole('button', { name: 'Seal', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };

  await goTo(a, 'Check-in');
  const start = a.getByRole('button', { name: 'Start a check-in' });
  await start.waitFor();
  await camera.take(a, 'check-ins-empty');
  await start.click();
  await a.getByRole('textbox', { name: prompts[0]?.question ?? '' }).waitFor();
  await camera.take(a, 'check-in-write');
  await camera.take(a, 'check-in-write-whole', { whole: true });
  await goTo(a, 'Check-in');
  await a.getByRole('main').getByRole('link').last().waitFor();
  await camera.take(a, 'check-ins');
  await a.getByRole('main').getByRole('link').last().click();
  await toReview(a, answers.first);
  await camera.take(a, 'check-in-review');
  await a.getByRole('button', { name: 'Seal my answers' }).click();
  await a.getByRole('dialog').waitFor();
  await camera.take(a, 'check-in-seal-dialog');
  await seal(a);
  await a.getByRole('heading', { name: 'Your answers are sealed' }).waitFor();
  await camera.take(a, 'check-in-sealed');
  await goTo(b, 'Home');
  await b.getByText('has sealed their answers').waitFor();
  await camera.take(b, 'home');
  await goTo(b, 'Check-in');
  await b.getByRole('main').getByRole('link').last().click();
  await toReview(b, answers.second);
  await b.getByRole('button', { name: 'Seal my answers' }).click();
  await seal(b);
  await a.getByRole('heading', { name: 'Both sets are open' }).waitFor();
  await a.getByLabel('What did you hear?').first().waitFor();
  await camera.take(a, 'check-in');
  const of = (page: Page) => page.getByRole('region', { name: prompts[0]?.question ?? '' });
  await of(b)
    .getByLabel('What did you hear?')
    .fill('That the coffee was not about coffee: that I sat down, and stayed.');
  await of(b).getByRole('button', { name: 'Show Ada' }).click();
  await of(a).getByRole('button', { name: 'Yes, that’s it' }).waitFor();
  await camera.take(a, 'check-in-heard', { whole: true });
  await of(a).getByRole('button', { name: 'Yes, that’s it' }).click();
  await of(b).getByText('said: yes, that’s it').waitFor();
  await a.getByRole('button', { name: 'Close this check-in' }).click();
  await camera.take(a, 'check-in-close-dialog');
  await a.getByRole('button', { name: 'Close it' }).click();
  await a.getByRole('button', { name: 'Close this check-in' }).waitFor({ state: 'detached' });
  await camera.take(a, 'check-in-closed', { whole: true });
  await goTo(a, 'Check-in');
  await a.getByRole('heading', { name: 'Earlier ones' }).waitFor();
  await camera.take(a, 'check-ins-past');
  await a.getByRole('button', { name: 'Start a check-in' }).click();
  await a.getByRole('textbox', { name: prompts[0]?.question ?? '' }).fill(answers.first[0]);
  await a
    .getByText(/^Saved/)
    .last()
    .waitFor();
  await a.getByRole('button', { name: 'Put it away' }).click();
  await a.getByRole('dialog').waitFor();
  await camera.take(a, 'check-in-put-away-dialog');
  await a.getByRole('dialog').getByRole('button', { name: 'Put it away' }).click();
  await a.getByRole('heading', { name: 'was put away' }).waitFor();
  await camera.take(a, 'check-in-put-away');
}

/** The private log and its lock. */
async function privateLog({ a, first, camera }: Two): Promise<void> {
  await goTo(a, 'Log');
  const write = a.getByRole('link', { name: 'Write the first entry' });
  await write.waitFor();
  await camera.take(a, 'private-log-empty');
  await write.click();
  await a.getByLabel('What was said').waitFor();
  await camera.take(a, 'private-log-new');
  await a
    .getByLabel('What was said')
    .fill(
      'We talked about the move again. I said that I need until August. It was quiet for a while, and then it was all right.',
    );
  await a
    .getByRole('button', { name: /^Add .*afraid/ })
    .first()
    .click();
  await a.getByRole('slider').first().fill('6');
  await a.getByLabel('What I held back').fill('That I already know that I want to go.');
  await camera.take(a, 'private-log-write', { whole: true });
  await a.getByRole('button', { name: /^Save/ }).click();
  await a.getByText('That I already know').waitFor();
  await camera.take(a, 'private-log');
  await goTo(a, 'Log');
  await a.getByText('We talked about the move').waitFor();
  await camera.take(a, 'private-log-list');
  await a.getByRole('button', { name: 'Lock it' }).click();
  await a.getByRole('heading', { name: 'has its own lock' }).waitFor();
  await camera.take(a, 'private-log-locked');
  await a.getByLabel('Password', { exact: true }).fill('not this one');
  await a.getByRole('button', { name: 'Open', exact: true }).click();
  await a.locator('[aria-invalid=true]').waitFor();
  await camera.take(a, 'private-log-refused');
  await a.getByLabel('Password', { exact: true }).fill(first.password);
  await a.getByRole('button', { name: 'Open', exact: true }).click();
  await a.getByText('We talked about the move').waitFor();
}

/** Settings, the lock, and pages that are not there. */
async function aroundIt({ a, first, camera }: Two): Promise<void> {
  await a.goto('/settings');
  await a.getByLabel('Password', { exact: true }).waitFor();
  await camera.take(a, 'unlock');
  await unlock(a, first);
  await a.getByRole('heading', { name: 'Recovery code' }).waitFor();
  await camera.take(a, 'settings', { whole: true });
  await a.getByRole('link', { name: 'Change your password' }).click();
  await a.getByLabel('Present password', { exact: true }).waitFor();
  await camera.take(a, 'password');
  await a.getByRole('link', { name: 'Settings' }).filter({ visible: true }).last().click();
  await a.getByRole('heading', { name: 'Recovery code' }).waitFor();
  await a.getByRole('button', { name: 'Sign out' }).last().click();
  await a.getByRole('dialog').waitFor();
  await camera.take(a, 'sign-out-dialog');
  await a.keyboard.press('Escape');
  await a.setViewportSize({ width: 390, height: 844 });
  await a.getByRole('button', { name: 'More', exact: true }).click();
  await a.getByRole('dialog').waitFor();
  await camera.take(a, 'more');
  await a.keyboard.press('Escape');
  for (const [path, name] of [
    ['/check-ins/00000000-0000-4000-8000-000000000000', 'check-in-missing'],
    ['/documents/00000000-0000-4000-8000-000000000000', 'document-missing'],
  ] as const) {
    await a.goto(path);
    await unlock(a, first);
    await a.getByRole('heading', { name: /^There is no such/ }).waitFor();
    await camera.take(a, name);
  }
  await goTo(a, 'Home');
  await a.getByRole('heading', { name: /^(In this space|Where to begin)$/ }).waitFor();
  await camera.take(a, 'home-quiet');
  await a.context().setOffline(true);
  await goTo(a, 'Check-in');
  await a.getByText('What you see is as of').waitFor();
  await camera.take(a, 'check-ins-offline');
  await a.context().setOffline(false);
}

const parts = {
  documents: async (two: Two) => {
    await needsAndFears(two);
    await documents(two.a, two.b, two.camera);
  },
  'check-in': checkIn,
  log: privateLog,
  around: aroundIt,
} as const;
type PartName = keyof typeof parts;

export const togetherParts = Object.keys(parts) as readonly PartName[];

/** Two partners and what they keep together and alone. */
export async function together(two: Two, names: readonly PartName[]): Promise<void> {
  await signIn(two.a, two.first);
  await signIn(two.b, two.second);
  for (const name of names) await parts[name](two);
}
