import { expect, test } from '../support/fixtures.ts';
import {
  beginSpace,
  checkIn,
  goTo,
  keepLog,
  ordinaryWords as words,
  pair,
  writeTogether,
} from '../support/journey.ts';

test(
  'two partners do the main job, from the first page to a closed check-in',
  { tag: '@main-job' },
  async ({ newBrowser, server }) => {
    test.setTimeout(240_000);
    const [one, two] = [await newBrowser(), await newBrowser()];
    const [first, second] = [one.page, two.page];
    const elsewhere: string[] = [];
    const broken: string[] = [];
    for (const { context, page } of [one, two]) {
      context.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (origin !== server.url && !['data:', 'blob:'].includes(protocol)) elsewhere.push(origin);
      });
      page.on('pageerror', (error) => broken.push(error.message));
    }

    const { account, link } = await beginSpace(first, words);
    await pair(first, second, link, words);
    await writeTogether(first, second, words);
    await checkIn(first, second, words);
    await keepLog({ page: first, account }, words);

    await goTo(second, 'Home');
    await expect(
      second.getByRole('heading', { level: 1, name: words('space name') }),
    ).toBeVisible();
    expect(elsewhere, 'no request leaves this server').toEqual([]);
    expect(broken, 'no page broke').toEqual([]);
  },
);
