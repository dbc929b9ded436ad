import type { Page } from '@playwright/test';
import { goTo } from '../journey.ts';
import { paste } from '../needs-and-fears.ts';
import type { Account } from '../people.ts';
import type { Camera } from './camera.ts';

export interface Two {
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
  await b
    .getByRole('textbox', { name: 'How would you put it?' })
    .fill('That I ask for too much, and you grow tired.');
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
  await article(a, 'too much').getByRole('button', { name: 'Answer', exact: true }).click();
  await a
    .getByLabel('What do you say to Noor?')
    .fill('I did not know that it tires you. Thank you.');
  await a.getByRole('button', { name: 'Answer', exact: true }).first().click();
  await article(b, 'too much').getByText('Thank you').waitFor();
  await article(b, 'too much').evaluate((node) => node.scrollIntoView({ block: 'center' }));
  await camera.take(b, 'needs-and-fears-thread');
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

/** The title of a new document, and one that is refused. */
async function begun(a: Page, camera: Camera): Promise<void> {
  await a.getByLabel('Title').fill('');
  await a.getByRole('button', { name: 'Begin', exact: true }).click();
  await a.locator('[aria-invalid=true]').waitFor();
  await camera.take(a, 'document-title-refused');
  await a.getByLabel('Title').fill('What we need this winter');
  await camera.take(a, 'document-title-dialog');
}

/** A document of needs and fears, written by both. */
export async function needsAndFears({ a, b, camera }: Two): Promise<void> {
  await goTo(a, 'Needs and fears');
  const begin = a.getByRole('button', { name: 'Begin a document' });
  await begin.waitFor();
  await camera.take(a, 'documents-empty');
  await begin.click();
  await begun(a, camera);
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
  await paste(a.getByRole('textbox', { name: /Opening words/ }), {
    'text/plain': 'word '.repeat(20_001),
  });
  await a.getByText('That does not fit here').waitFor();
  await toTop();
  await camera.take(a, 'needs-and-fears-too-long');
  await goTo(a, 'Needs and fears');
  await a.getByRole('link', { name: 'What we need this winter' }).waitFor();
  await camera.take(a, 'documents');
}
