import { expect, test } from '../support/fixtures.ts';
import { findLeaks } from '../support/canary/find-leaks.ts';
import { withoutEncryption } from '../support/canary/without-encryption.ts';

test(
  'the canary is found everywhere when encryption is switched off',
  { tag: '@main-job' },
  async ({ ownServer, newBrowser }) => {
    test.setTimeout(240_000);
    const server = await ownServer({ LOG: 'requests' });
    const { leaks } = await findLeaks({
      server,
      newBrowser: () => newBrowser({ server }),
      prepare: withoutEncryption,
      only: 'what they write together',
    });
    const places = new Set(leaks.map(({ place }) => place));
    for (const place of ['requests', 'frames of the relay', 'the device', 'rows of the database']) {
      expect(places).toContain(place);
    }
    const labels = new Set(leaks.map(({ label }) => label));
    for (const label of [
      'space name',
      'first name',
      'second name',
      'document title',
      'opening by the first',
      'need of the first',
      'how to support',
    ]) {
      expect(labels).toContain(label);
    }
  },
);
