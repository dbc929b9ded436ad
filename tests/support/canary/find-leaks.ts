import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { expect } from '../fixtures.ts';
import type { HoldfastProcess } from '../holdfast-process.ts';
import {
  beginSpace,
  checkIn,
  goTo,
  keepLog,
  keepVersion,
  nameDevice,
  pair,
  writeTogether,
} from '../journey.ts';
import { Canaries, type Leak } from './canaries.ts';
import { dumpRows, readFolder } from './dump-database.ts';
import { readDevice, Wiretap } from './wiretap.ts';

interface Journey {
  readonly server: HoldfastProcess;
  readonly newBrowser: () => Promise<{ context: BrowserContext; page: Page }>;
  readonly prepare?: (context: BrowserContext) => Promise<void>;
  /** How far the two go after they share a space; without it, to the end of the main job. */
  readonly only?: 'what they write together';
}

export interface Findings {
  readonly leaks: readonly Leak[];
  readonly wire: Wiretap;
}

/**
 * Two partners do the main job, from the first page to a closed check-in and the private log, with a canary in every field; then each
 * of these is looked for wherever it must not be. Ends the server.
 */
export async function findLeaks(journey: Journey): Promise<Findings> {
  const { server, newBrowser, prepare, only } = journey;
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
  await keepVersion(one.page, words);
  if (only === undefined) {
    await checkIn(one.page, two.page, words);
    await keepLog({ page: one.page, account }, words);
    await nameDevice(one.page, words);
    await goTo(two.page, 'Home');
    await expect(
      two.page.getByRole('heading', { level: 1, name: words('space name') }),
    ).toBeVisible();
  }

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
  return { leaks, wire };
}
