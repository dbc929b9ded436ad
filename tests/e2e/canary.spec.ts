import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { Canaries, type Leak } from '../support/canary/canaries.ts';
import { dumpRows, readFolder } from '../support/canary/dump-database.ts';
import { readDevice, Wiretap } from '../support/canary/wiretap.ts';
import { withoutEncryption } from '../support/canary/without-encryption.ts';
import type { HoldfastProcess } from '../support/holdfast-process.ts';
import { beginSpace, checkIn, keepLog, pair, writeTogether } from '../support/journey.ts';

interface Journey {
  readonly server: HoldfastProcess;
  readonly newBrowser: () => Promise<{ context: BrowserContext; page: Page }>;
  readonly prepare?: (context: BrowserContext) => Promise<void>;
}

/** Types a canary into every field of the main job, then looks for each of them wherever it must not be. */
async function findLeaks({ server, newBrowser, prepare }: Journey): Promise<Leak[]> {
  const canaries = new Canaries();
  const words = (field: string) => canaries.for(field);
  const wire = new Wiretap();
  const [one, two] = [await newBrowser(), await newBrowser()];
  for (const { context } of [one, two]) {
    wire.listen(context);
    await prepare?.(context);
  }

  const { account, link } = await beginSpace(one.page, words);
  const other = await pair(one.page, two.page, link, words);
  await writeTogether(one.page, two.page, words);
  await checkIn(one.page, two.page, words);
  await keepLog({ page: one.page, account }, words);

  const secrets: [string, string][] = [
    ['password of the first', account.password],
    ['password of the second', other.password],
    ['secret of the link', new URL(link).hash.split('.').at(-1) ?? ''],
  ];
  canaries.add(secrets);

  await wire.settle();
  const leaks: Leak[] = [];
  const look = (place: string, content: string | Uint8Array) =>
    void leaks.push(...canaries.search(place, content));
  look('addresses', wire.urls.join('\n'));
  look('documents from the server', wire.documents.join('\n'));
  look('requests', wire.bodies.join('\n'));
  for (const frame of wire.frames) look('frames of the relay', frame);
  for (const { page } of [one, two]) look('the device', await readDevice(page));
  await server.end('SIGTERM');
  look('log of the server', server.log);
  look('rows of the database', await dumpRows(join(server.dataDir, 'db')));
  look('files of the server', readFolder(server.dataDir));
  expect(wire.frames.length, 'the wire was tapped').toBeGreaterThan(20);
  return leaks;
}

test(
  'nothing that is typed can be found outside of the two pages',
  { tag: '@main-job' },
  async ({ ownServer, newBrowser }) => {
    test.setTimeout(240_000);
    const server = await ownServer({ LOG: 'requests' });
    expect(await findLeaks({ server, newBrowser: () => newBrowser({ server }) })).toEqual([]);
  },
);

test(
  'the canary is found everywhere when encryption is switched off',
  { tag: '@main-job' },
  async ({ ownServer, newBrowser }) => {
    test.setTimeout(240_000);
    const server = await ownServer({ LOG: 'requests' });
    const leaks = await findLeaks({
      server,
      newBrowser: () => newBrowser({ server }),
      prepare: withoutEncryption,
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
      'answer unsaid of the second',
      'mirror',
      're-telling',
      'what was said',
      'held back',
    ]) {
      expect(labels).toContain(label);
    }
  },
);
