import type { Page } from '@playwright/test';
import { signIn } from '../fixtures.ts';
import { goTo } from '../journey.ts';
import type { OpenedAccount } from '../people.ts';
import type { Camera } from './camera.ts';

interface Stage {
  readonly first: OpenedAccount;
  readonly second: OpenedAccount;
  readonly a: Page;
  readonly b: Page;
  readonly camera: Camera;
}

const password = (page: Page) => page.getByLabel('Your password', { exact: true });

/** Another address, everything in one file, a pause, leaving, and deleting the account. */
export async function going({ first, second, a, b, camera }: Stage): Promise<void> {
  await signIn(a, first);
  await signIn(b, second);
  await goTo(a, 'Settings');
  await camera.take(a, 'settings', { whole: true });
  await a.getByRole('link', { name: 'Change the address' }).click();
  await a.getByLabel('New address').fill('ada@elsewhere.example');
  await camera.take(a, 'address');
  await password(a).fill(first.password);
  await a.getByRole('button', { name: 'Send a mail to it' }).click();
  await a.getByRole('status').getByText('console').waitFor();
  await camera.take(a, 'address-sent');

  await goTo(a, 'Settings');
  await a.getByRole('link', { name: 'Take everything along' }).click();
  await a.getByText('The file is not encrypted').waitFor();
  await camera.take(a, 'export');
  await password(a).fill(first.password);
  await a.getByRole('button', { name: 'Make the file' }).click();
  await a.getByRole('heading', { name: 'Everything is in one file' }).waitFor();
  await camera.take(a, 'export-done');

  await goTo(a, 'Settings');
  await a.getByRole('button', { name: 'Pause', exact: true }).click();
  await a.getByRole('button', { name: 'Go on now' }).waitFor();
  await camera.take(a, 'settings-paused', { whole: true });
  await a.getByRole('button', { name: 'Go on now' }).click();
  await a.getByLabel('Pause until').waitFor();
  await a.getByRole('link', { name: 'Leave this space' }).click();
  await camera.take(a, 'leave');
  await a.getByRole('button', { name: 'Leave the space' }).click();
  await a.getByRole('dialog').waitFor();
  await camera.take(a, 'leave-question');
  await a.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
  await a.getByText('You left this space').waitFor();
  await camera.take(a, 'home-left');

  await goTo(b, 'Settings');
  await b.getByRole('link', { name: 'Delete your account' }).click();
  await camera.take(b, 'delete', { whole: true });
  await password(b).fill(second.password);
  await b.getByRole('button', { name: 'Delete my account' }).click();
  await b.getByRole('dialog').waitFor();
  await camera.take(b, 'delete-question');
  await b.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
  await b.getByRole('heading', { name: 'Your account is gone' }).waitFor();
  await camera.take(b, 'gone');
}
