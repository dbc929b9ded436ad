import type { Page } from '@playwright/test';
import { signIn, unlock } from '../fixtures.ts';
import { goTo, signUp } from '../journey.ts';
import { newAccount, openAccount } from '../people.ts';
import type { Camera } from './camera.ts';

const spaceName = 'The blue house';

interface Stage {
  readonly url: string;
  readonly open: () => Promise<Page>;
  readonly camera: Camera;
}

/** From a new account to a space of two, and every link that leads nowhere. */
export async function pairing({ url, open, camera }: Stage): Promise<void> {
  const [first, second, third] = [await open(), await open(), await open()];
  const account = newAccount('Ada');

  // An account, with what is refused on the way.
  await first.goto('/sign-up');
  await first.getByLabel('E-mail address').fill('ada');
  await first.getByLabel('Password', { exact: true }).fill('password');
  await first.getByRole('button', { name: 'Make my account' }).click();
  await first.locator('[aria-invalid=true]').first().waitFor();
  await camera.take(first, 'sign-up-refused');
  await first.getByLabel('E-mail address').fill(account.email);
  await first.getByLabel('Password', { exact: true }).fill(account.password);
  await first.getByRole('button', { name: 'Make my account' }).click();
  await first.getByRole('heading', { name: 'Your recovery code' }).waitFor();
  await camera.take(first, 'recovery-code', { whole: true });
  const groups = await first.getByTestId('recovery-group').allTextContents();
  await first.getByRole('button', { name: 'I have kept it' }).click();
  await first.getByLabel('Recovery code').fill('not this one');
  await first.getByRole('button', { name: 'Check the code' }).click();
  await first.locator('[aria-invalid=true]').waitFor();
  await camera.take(first, 'recovery-code-check');
  await first.getByLabel('Recovery code').fill(groups.join(' '));
  await first.getByRole('button', { name: 'Check the code' }).click();

  // A space of one's own, and its invite.
  await first.getByLabel('Your name').waitFor();
  await camera.take(first, 'start', { whole: true });
  await first.getByLabel('Your name').fill('Ada');
  await first.getByLabel('Name of the space').fill(spaceName);
  await first.getByRole('button', { name: 'Make our space' }).click();
  await first.getByRole('button', { name: 'Make an invite link' }).waitFor();
  await camera.take(first, 'invite-none');
  await goTo(first, 'Home');
  await first.getByRole('heading', { name: 'Where to begin' }).waitFor();
  await camera.take(first, 'home-alone');
  await first.getByRole('main').getByRole('link', { name: 'Invite your partner' }).click();
  await first.getByRole('button', { name: 'Make an invite link' }).click();
  const link = await first.getByLabel('Your invite link').inputValue();
  await camera.take(first, 'invite-out');
  await goTo(first, 'Home');
  await first.getByRole('heading', { name: 'Your invitation is on its way' }).waitFor();
  await camera.take(first, 'home-invited');
  await goTo(first, 'Check-in');
  await first.getByRole('button', { name: 'Start a check-in' }).click();
  await first.getByText('Sealing waits until your partner is here').waitFor();
  await camera.take(first, 'check-in-alone', { whole: true });

  // Links that lead nowhere.
  const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();
  await second.goto('/join');
  await heading(second, 'Open the link from your partner');
  await camera.take(second, 'join-no-link');
  await second.goto(link.slice(0, -3));
  await heading(second, 'This link is not complete');
  await camera.take(second, 'join-mangled');
  await first.goto(link);
  await unlock(first, account);
  await heading(first, 'This is your own invitation');
  await camera.take(first, 'join-own-link');

  // The partner, from the link to the four words.
  await second.goto('about:blank');
  await second.goto(link);
  await heading(second, 'Your partner invites you');
  await camera.take(second, 'join-welcome');
  await second.getByRole('link', { name: 'Make your account' }).click();
  await second.getByLabel('E-mail address').waitFor();
  await camera.take(second, 'sign-up-invited');
  await signUp(second, newAccount('Noor'));
  await second.getByLabel('Your name').waitFor();
  await camera.take(second, 'join-ask', { whole: true });
  await second.getByLabel('Your name').fill('Noor');
  await second.getByRole('button', { name: 'Ask to come in' }).click();
  await second.getByRole('list', { name: 'The four words' }).waitFor();
  await camera.take(second, 'join-waiting');
  await first.goto('/home');
  await unlock(first, account);
  await heading(first, 'Somebody asks to come in');
  await camera.take(first, 'home-asked');
  await first.getByRole('link', { name: 'See who it is' }).click();
  await first.getByRole('list', { name: 'The four words' }).waitFor();
  await camera.take(first, 'invite-asked');

  // Somebody else meets the same link afterwards.
  const other = await openAccount(url, 'Robin');
  await signIn(third, other);
  const meets = async (obstacle: string, title: string, name: string) => {
    await third.route('**/rest/v1/rpc/look_at_invite', (route) =>
      route.fulfill({ json: { obstacle } }),
    );
    await third.goto('/help');
    await third.goto(link);
    await unlock(third, other);
    await heading(third, title);
    await camera.take(third, name);
    await third.unroute('**/rest/v1/rpc/look_at_invite');
  };
  await meets('invite_expired', 'This link has expired', 'join-expired');
  await meets('invite_revoked', 'This link was taken back', 'join-revoked');
  await meets('invite_used', 'This link has been used', 'join-used');

  await first.getByRole('button', { name: 'Let them in' }).click();
  await heading(second, spaceName);
  await camera.take(first, 'home-first-day');
  for (const page of [first, second, third]) await page.context().close();
}
