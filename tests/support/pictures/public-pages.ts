import type { Page } from '@playwright/test';
import type { Camera } from './camera.ts';

/** What anybody can open. */
export async function publicPages(page: Page, camera: Camera): Promise<void> {
  for (const [path, name] of [
    ['/', 'landing'],
    ['/privacy', 'privacy'],
    ['/help', 'help'],
    ['/sign-up', 'sign-up'],
    ['/sign-in', 'sign-in'],
    ['/recover', 'recover'],
    [`/recover#${'0'.repeat(56)}`, 'recover-with-link'],
    ['/no-such-page', 'not-found'],
  ] as const) {
    await page.goto(path, { waitUntil: 'networkidle' });
    await camera.take(page, name);
    if (['landing', 'privacy', 'help'].includes(name)) {
      await camera.take(page, `${name}-whole`, { whole: true });
    }
  }
}
