import { findLeaks } from '../support/canary/find-leaks.ts';
import { expect, test } from '../support/fixtures.ts';

test(
  'two partners do the main job, and nothing they type can be found outside of their two pages',
  { tag: '@main-job' },
  async ({ ownServer, newBrowser }) => {
    test.setTimeout(240_000);
    const server = await ownServer({ LOG: 'requests' });
    const { leaks, wire } = await findLeaks({ server, newBrowser: () => newBrowser({ server }) });
    expect(leaks).toEqual([]);
    expect(wire.broken, 'no page broke').toEqual([]);
    const origins = new Set(
      wire.urls
        .map((url) => new URL(url))
        .filter(({ protocol }) => protocol.startsWith('http'))
        .map(({ origin }) => origin),
    );
    expect([...origins], 'no request leaves this server').toEqual([server.url]);
  },
);
