import { expect, type Page } from '@playwright/test';
import { signIn } from '../fixtures.ts';
import type { HoldfastProcess } from '../holdfast-process.ts';
import { goTo } from '../journey.ts';
import { openCouple } from '../people.ts';
import type { Camera } from './camera.ts';

interface Stage {
  readonly server: HoldfastProcess;
  readonly open: () => Promise<Page>;
  readonly camera: Camera;
}

const next = 'copper lantern walks backwards';
const ordinals = ['first', 'second', 'third', 'fourth'];
const words = (page: Page) => page.getByRole('list', { name: 'The four words' });

/** Neither password nor code: new keys, the way back through the partner, and the earlier log. */
export async function comingBack({ server, open, camera }: Stage): Promise<void> {
  const { first, second } = await openCouple(server.url);
  const [a, b] = [await open(), await open()];
  const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
  const see = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();

  await a.goto('/recover');
  await a.getByLabel('E-mail address').fill(first.email);
  await press(a, 'Ask for the link');
  await see(a, 'What happens next');
  const link = () =>
    new RegExp(`A mail to ${first.email}[\\s\\S]*?(http\\S+/recover#\\S+)`).exec(server.log)?.[1];
  await expect.poll(link).toBeDefined();
  await a.goto(link() ?? '');
  await a.getByText('I do not have the code').click();
  await camera.take(a, 'recover-no-code', { whole: true });
  await press(a, 'What happens without it');
  await a.getByLabel('New password', { exact: true }).fill(next);
  await press(a, 'Go on without the code');
  await camera.take(a, 'start-anew', { whole: true });
  await a.getByLabel('I know that my earlier private entries stay closed').check();
  await press(a, 'Go on without the code');
  await see(a, 'Your recovery code');
  await press(a, 'Do this later');
  await see(a, 'Your partner can let you back in');
  await camera.take(a, 'come-back', { whole: true });
  await press(a, 'Ask my partner');
  await camera.take(a, 'come-back-waiting');

  await signIn(b, second);
  await see(b, 'Ada asks to come back');
  await camera.take(b, 'home-asks-back');
  await b.getByRole('link', { name: 'Compare the words' }).click();
  await see(b, 'Ada asks to come back');
  await camera.take(b, 'let-back-in');
  await press(b, 'We are talking now');
  await see(a, 'Read these words to your partner');
  await camera.take(a, 'come-back-words');
  await see(b, 'Which words does Ada see?');
  await camera.take(b, 'let-back-in-words');
  const four = await words(a).getByRole('listitem').allTextContents();
  const shown = await words(b).getByRole('listitem').allTextContents();
  const asked = [0, 1, 2, 3].filter((place) => shown[place]?.includes('?'));
  const fill = async (word: (place: number) => string) => {
    for (const place of asked) {
      await b.getByLabel(`The ${ordinals[place] ?? ''} word`).fill(word(place));
    }
    await press(b, 'Let Ada back in');
  };
  await fill(() => 'acorn');
  await b.getByText('Two more tries today').waitFor();
  await camera.take(b, 'let-back-in-differ', { whole: true });
  await fill((place) => four[place]?.trim() ?? '');
  await see(b, 'Ada is back');
  await camera.take(b, 'let-back-in-done');
  await see(a, 'Did it work for your partner?');
  await camera.take(a, 'come-back-admitted');
  await press(a, 'Yes, my partner says so');
  await a.waitForURL('**/home');

  await goTo(a, 'Log');
  await camera.take(a, 'log-earlier-closed');
  await a.getByRole('link', { name: 'Open earlier entries' }).click();
  await a.getByLabel('Old password or old recovery code', { exact: true }).waitFor();
  await camera.take(a, 'log-earlier');
  await a.goto('/settings/words');
  await a.getByLabel('Password', { exact: true }).fill(next);
  await press(a, 'Unlock');
  await words(a).waitFor();
  await camera.take(a, 'pair-words');
  await Promise.all([a.context().close(), b.context().close()]);
}
