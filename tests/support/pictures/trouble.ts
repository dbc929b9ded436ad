import type { Page } from '@playwright/test';
import { signIn } from '../fixtures.ts';
import { HoldfastProcess } from '../holdfast-process.ts';
import { goTo } from '../journey.ts';
import { begin } from '../needs-and-fears.ts';
import type { OpenedAccount } from '../people.ts';
import { Post } from '../post.ts';
import type { Camera } from './camera.ts';

interface Stage {
  readonly first: OpenedAccount;
  readonly second: OpenedAccount;
  readonly a: Page;
  readonly b: Page;
  readonly open: () => Promise<Page>;
  readonly camera: Camera;
}

/** Where a mail really leaves. */
async function mailSent({ open, camera }: Stage): Promise<void> {
  const page = await open();
  await using post = new Post();
  const server = await HoldfastProcess.start(await post.open());
  try {
    await page.goto(`${server.url}/recover`);
    await page.getByLabel('E-mail address').fill('ada@example.org');
    await page.getByRole('button', { name: 'Ask for the link' }).click();
    await page.getByText('Look in your mail').waitFor();
    await camera.take(page, 'recover-sent');
  } finally {
    await page.context().close();
    await server.dispose();
  }
}

/** Limits, at the doors. */
async function tooOften({ open, camera }: Stage): Promise<void> {
  const page = await open();
  const refuse = (path: string) =>
    page.route(path, (route) =>
      route.fulfill({ status: 429, headers: { 'retry-after': '840' }, json: {} }),
    );
  await refuse('**/rest/v1/rpc/prelogin');
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByLabel('Password', { exact: true }).fill('tangle lantern orchard');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  await camera.take(page, 'sign-in-too-often');
  await page.context().close();
}

/** Browsers that hold nothing, or are too old. */
async function poorBrowsers({ second, open, camera }: Stage): Promise<void> {
  const old = await open();
  await old.addInitScript('delete Crypto.prototype.subtle');
  await old.goto('/sign-in');
  await old.getByRole('heading', { name: 'browser' }).waitFor();
  await camera.take(old, 'browser-too-old');
  await old.context().close();

  const forgetful = await open();
  await forgetful.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage'] as const) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('refused', 'SecurityError');
        },
      });
    }
  });
  await signIn(forgetful, second);
  await forgetful.getByText('This browser keeps nothing').waitFor();
  await camera.take(forgetful, 'storage-refused');
  await forgetful.context().close();
}

/** An export that takes a while, one that was stopped, and one that lacks something. */
async function slowExport({ first, a, camera }: Stage): Promise<void> {
  await begin(a, 'What we need this winter');
  await a.locator('[data-saved=both]').waitFor();
  await goTo(a, 'Settings');
  await a.getByRole('link', { name: 'Take everything along' }).click();
  await a.getByText('The file is not encrypted').waitFor();
  await a.getByLabel('Your password', { exact: true }).fill('not this one');
  await a.getByRole('button', { name: 'Make the file' }).click();
  await a.locator('[aria-invalid=true]').waitFor();
  await camera.take(a, 'export-refused');
  const make = async () => {
    await a.getByLabel('Your password', { exact: true }).fill(first.password);
    await a.getByRole('button', { name: 'Make the file' }).click();
  };
  // A document that does not come.
  const document = '**/rest/v1/document_updates?**';
  await a.route(document, () => undefined);
  await make();
  await a.getByRole('progressbar').waitFor();
  await camera.take(a, 'export-running');
  await a.getByRole('button', { name: 'Stop' }).click();
  await a.getByText('Stopped.').waitFor();
  await camera.take(a, 'export-stopped');
  await a.unroute(document);
  const log = '**/rest/v1/private_entries?**';
  await a.route(log, (route) => route.abort());
  await make();
  await a.getByRole('alert').waitFor();
  await camera.take(a, 'export-nothing');
  await a.unroute(log);
  await a.route(log, (route) => route.fulfill({ status: 500, json: {} }));
  await make();
  await a.getByRole('heading', { name: 'A part is in one file' }).waitFor();
  await camera.take(a, 'export-part');
  await a.unroute(log);
}

/** What does not work, and what it says then. */
export async function trouble(stage: Stage): Promise<void> {
  const { first, a } = stage;
  await mailSent(stage);
  await tooOften(stage);
  await poorBrowsers(stage);
  await signIn(a, first);
  await slowExport(stage);
}
