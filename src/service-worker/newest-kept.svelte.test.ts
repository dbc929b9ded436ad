import { afterEach, expect, test } from 'vitest';
import { newestKept } from './newest-kept.ts';

const prefix = 'test.app.';

async function keep(version: string, pages: Readonly<Record<string, string>>): Promise<void> {
  const cache = await caches.open(`${prefix}${version}`);
  for (const [path, words] of Object.entries(pages)) await cache.put(path, new Response(words));
}

afterEach(async () => {
  for (const name of await caches.keys()) await caches.delete(name);
});

test('a page comes from the newest version that is here as a whole, whichever came first', async () => {
  const shown = async () => (await newestKept('/shell', prefix))?.text();
  expect(await shown()).toBeUndefined();
  await keep('2', { '/shell': 'before' });
  await keep('10', { '/shell': 'newer' });
  await caches.open('another.app.11');
  expect(await shown()).toBe('newer');
  // Another one has begun to come, and its connection went.
  await keep('11', {});
  expect(await shown()).toBe('newer');
});
