import type { Page } from '@playwright/test';
import { prompts } from '../../../src/lib/domain/check-in/prompts.ts';
import { signIn, unlock } from '../fixtures.ts';
import { goTo } from '../journey.ts';
import type { Account } from '../people.ts';
import type { Camera } from './camera.ts';
import { documents } from './documents.ts';
import { answers } from './words.ts';

interface Two {
  readonly a: Page;
  readonly b: Page;
  readonly first: Account;
  readonly second: Account;
  readonly camera: Camera;
}

interface InDepth extends Pick<Two, 'a' | 'b' | 'camera'> {
  readonly article: (page: Page, words: string) => ReturnType<Page['locator']>;
  readonly toTop: () => Promise<void>;
}

/** Answers, another wording, what becomes ours, and the ways to look at all of it. */
async function answerInDepth({ a, b, camera, article, toTop }: InDepth): Promise<void> {
  const choose = async (page: Page, words: string, menu: RegExp, entry: string) => {
    await article(page, words).getByRole('button', { name: menu }).click();
    await page.getByRole('menuitem', { name: entry }).click();
  };
  await article(b, 'too much').getByRole('button', { name: 'I hear you' }).click();
  await choose(b, 'too much', /^Other ways/, 'Offer support');
  await b
    .getByLabel('What could you do?')
    .fill('I can say it when I need an hour, before I am tired.');
  await camera.take(b, 'needs-and-fears-offer');
  await b.getByRole('button', { name: 'Offer it' }).click();
  await choose(b, 'too much', /^Other ways/, 'Suggest other words');
  await b.getByLabel('How would you put it?').fill('That I ask for too much, and you grow tired.');
  await b.getByRole('button', { name: 'Suggest it' }).click();
  await article(a, 'how weak').getByRole('button', { name: 'Make it ours' }).click();
  await article(b, 'how weak').getByRole('button', { name: 'Yes, it is ours' }).click();
  await article(a, 'how weak')
    .getByRole('textbox', { name: /Our fear/ })
    .waitFor();
  await choose(a, 'how weak', /^More for/, 'How deep it goes');
  await a.getByText('Deep', { exact: true }).click();
  await camera.take(a, 'needs-and-fears-depth-dialog');
  await a.getByRole('button', { name: 'Done' }).click();
  await article(a, 'how weak').getByRole('button', { name: 'How we manage it together' }).click();
  await a.keyboard.insertText('We say “I am here” before anything else.');
  await choose(a, 'To be heard', /^More for/, 'Tell it again');
  const need = a.getByRole('textbox', { name: 'Your need' }).first();
  await need.and(a.locator(':focus')).waitFor();
  await a.keyboard.press('Control+a');
  await a.keyboard.insertText('To be heard to the end, before we look for an answer.');
  await camera.take(a, 'needs-and-fears-writing');
  await article(a, 'too much').getByText('would put it like this').waitFor();
  await toTop();
  await camera.take(a, 'needs-and-fears-answered', { whole: true });
  await article(a, 'to the end').getByText('Told before').click();
  await camera.take(a, 'needs-and-fears-history');
  await a.getByText('Side by side').click();
  await toTop();
  await camera.take(a, 'needs-and-fears-side-by-side', { whole: true });
  await a.getByText('Shared', { exact: true }).click();
  await camera.take(a, 'needs-and-fears-shared');
  await a.getByText('By kind').click();
  await a.getByRole('button', { name: 'Search in this document' }).click();
  await a.getByRole('searchbox').fill('heard');
  await camera.take(a, 'needs-and-fears-search');
  await a.keyboard.press('Escape');
  await toTop();
}

/** A document of needs and fears, written by both. */
export async function needsAndFears({ a, b, camera }: Two): Promise<void> {
  await goTo(a, 'Needs and fears');
  const begin = a.getByRole('button', { name: 'Begin a document' });
  await begin.waitFor();
  await camera.take(a, 'documents-empty');
  await begin.click();
  await a.getByLabel('Title').fill('What we need this winter');
  await camera.take(a, 'document-title-dialog');
  await a.getByRole('button', { name: 'Begin', exact: true }).click();
  await a.getByRole('textbox', { name: /Opening words/ }).waitFor();
  await a.locator('[data-saved=both]').waitFor();
  await camera.take(a, 'needs-and-fears-empty');
  await a.getByRole('textbox', { name: /Opening words/ }).click();
  await a.keyboard.insertText(
    'We write this after the long evening in March. Slowly, and without being right.',
  );
  await goTo(b, 'Needs and fears');
  await b.getByRole('link', { name: 'What we need this winter' }).click();
  const add = async (page: Page, kind: 'need' | 'fear', words: string) => {
    await page.getByRole('button', { name: `Add a ${kind}` }).click();
    const field = page.getByRole('textbox', { name: `Your ${kind}` }).last();
    await field.and(page.locator(':focus')).waitFor();
    await page.keyboard.insertText(words);
  };
  await add(a, 'need', 'To be heard before we look for an answer.');
  await b.getByText('To be heard before').waitFor();
  await add(b, 'need', 'An evening a week that is only ours.');
  await a.getByText('An evening a week').waitFor();
  await add(a, 'fear', 'That I am too much, and one day you will be tired of me.');
  await b.getByText('too much').waitFor();
  await add(b, 'fear', 'That you leave when I show how weak I am.');
  await a.getByText('how weak').waitFor();
  const article = (page: Page, words: string) =>
    page.getByRole('article').filter({ hasText: words });
  await article(a, 'To be heard').getByRole('button', { name: 'can support me' }).click();
  await a
    .getByRole('textbox', { name: /can support me/ })
    .and(a.locator(':focus'))
    .waitFor();
  await a.keyboard.insertText('Ask me one question more before you advise me.');
  await article(b, 'To be heard').getByRole('button', { name: 'Me too' }).click();
  await article(a, 'how weak').getByRole('button', { name: 'Me too' }).click();
  await article(a, 'how weak').getByText('You fear this too').waitFor();
  await a.locator('[data-saved=both]').waitFor();
  const toTop = () =>
    a.evaluate(() => {
      scrollTo(0, 0);
    });
  await toTop();
  await camera.take(a, 'needs-and-fears');
  await answerInDepth({ a, b, camera, article, toTop });
  await camera.take(a, 'needs-and-fears-whole', { whole: true });

  await article(a, 'To be heard')
    .getByRole('button', { name: /^More for/ })
    .click();
  await a.getByRole('menuitem', { name: 'Remove' }).waitFor();
  await camera.take(a, 'needs-and-fears-menu');
  await a.keyboard.press('Escape');
  await a.context().setOffline(true);
  await a.getByText('You are offline').waitFor();
  await toTop();
  await camera.take(a, 'needs-and-fears-offline');
  await a.context().setOffline(false);
  await a.locator('[data-saved=both]').waitFor();
  await goTo(a, 'Needs and fears');
  await a.getByRole('link', { name: 'What we need this winter' }).waitFor();
  await camera.take(a, 'documents');
}

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
  await a.getByRole('heading', { name: 'In this space' }).waitFor();
  await camera.take(a, 'home-quiet');
  await a.context().setOffline(true);
  await goTo(a, 'Check-in');
  await a.getByRole('button', { name: 'Try again' }).first().waitFor();
  await camera.take(a, 'check-ins-offline');
  await a.context().setOffline(false);
}

/** Two partners and what they keep together and alone. */
export async function together(two: Two): Promise<void> {
  await signIn(two.a, two.first);
  await signIn(two.b, two.second);
  await needsAndFears(two);
  await documents(two.a, two.b, two.camera);
  await checkIn(two);
  await privateLog(two);
  await aroundIt(two);
}
