import type { Page } from '@playwright/test';
import { addPasskeyDevice } from '../authenticator.ts';
import { signIn } from '../fixtures.ts';
import { goTo } from '../journey.ts';
import type { OpenedAccount } from '../people.ts';
import type { Camera } from './camera.ts';

interface Stage {
  readonly first: OpenedAccount;
  readonly a: Page;
  readonly b: Page;
  readonly camera: Camera;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Puts a section of the settings below the bar. */
async function scrollTo(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { name: heading }).evaluate((node) => {
    node.scrollIntoView({ block: 'start' });
  });
}

/** The list of devices, and signing them out. */
async function devices({ first, a, b, camera }: Stage): Promise<void> {
  await signIn(b, first);
  await a.getByRole('link', { name: 'Look at your devices' }).click();
  await a.getByText('This device.').waitFor();
  await camera.take(a, 'devices');
  await a.getByRole('button', { name: /^Name/ }).first().click();
  await a.getByLabel('Name', { exact: true }).fill('The laptop on the desk in the small room');
  await camera.take(a, 'device-name-dialog');
  await button(a, 'Save').click();
  await a.getByRole('dialog').waitFor({ state: 'detached' });
  await a
    .getByRole('button', { name: /^Sign out/ })
    .nth(2)
    .click();
  await a.getByRole('dialog').waitFor();
  await camera.take(a, 'device-sign-out-dialog');
  await a.keyboard.press('Escape');
  await button(a, 'Sign out all the others').click();
  await a.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await a.getByText('signed in here and nowhere else').waitFor();
  await camera.take(a, 'devices-alone');
  await b.waitForURL('**/sign-in?**');
  await b.getByText('You were signed out from another device').waitFor();
  await camera.take(b, 'signed-out-elsewhere');
}

/** A passkey of the log, from the settings to the log's door. */
async function passkey({ first, a, camera }: Stage): Promise<void> {
  await goTo(a, 'Settings');
  await scrollTo(a, 'Passkeys for your log');
  await camera.take(a, 'passkeys-none');
  await button(a, 'Add a passkey').click();
  const password = a.getByRole('dialog').getByLabel('Your password', { exact: true });
  await password.fill('not this one');
  await button(a, 'Go on').click();
  await a.getByRole('dialog').locator('[aria-invalid=true]').waitFor();
  await camera.take(a, 'passkey-refused-dialog');
  await password.fill(first.password);
  await button(a, 'Go on').click();
  await a.getByLabel('Name of the passkey').waitFor();
  await camera.take(a, 'passkey-name-dialog');
  await button(a, 'Make the passkey').click();
  await a.getByRole('button', { name: /^Remove the passkey/ }).waitFor();
  await camera.take(a, 'passkeys');
  await a.getByRole('button', { name: /^Remove the passkey/ }).click();
  await a.getByRole('dialog').waitFor();
  await camera.take(a, 'passkey-remove-dialog');
  await a.keyboard.press('Escape');
  await goTo(a, 'Log');
  await button(a, 'Lock it').click();
  await button(a, 'Open with a passkey').waitFor();
  await camera.take(a, 'private-log-gate-passkey');
}

/** What keeps the keys: devices, locks, a passkey of the log, and a new recovery code. */
export async function keys(stage: Stage): Promise<void> {
  const { first, a, camera } = stage;
  await addPasskeyDevice(a);
  await signIn(a, first);
  await goTo(a, 'Settings');
  await scrollTo(a, 'Locking');
  await a.getByLabel('Lock everything, not only the private log').check();
  await camera.take(a, 'locks');
  await devices(stage);
  await passkey(stage);

  await goTo(a, 'Settings');
  await scrollTo(a, 'Recovery code');
  await camera.take(a, 'settings-recovery');
  await a.getByLabel('Your password', { exact: true }).fill(first.password);
  await button(a, 'Make a new code').click();
  await a.getByRole('heading', { name: 'Your recovery code' }).waitFor();
  await camera.take(a, 'recovery-code-new', { whole: true });
  await button(a, 'Do this later').click();
  await goTo(a, 'Home');
  await camera.take(a, 'home-code-unchecked');
}
