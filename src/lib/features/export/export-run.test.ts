import { expect, test } from 'vitest';
import type { Holdings } from '$lib/session/index.ts';
import { ExportRun } from './export-run.svelte.ts';

const never = new Promise<never>(() => undefined);

test('stopping does not wait for what never answers, and another try begins at once', async () => {
  const run = new ExportRun({ holdings: () => Promise.resolve({} as Holdings) }, () =>
    Promise.resolve(() => never),
  );
  const going = run.start();
  await expect.poll(() => run.view).toBe('running');
  run.cancel();
  expect(await going).toBe(false);
  expect([run.view, run.cancelled, run.attempt.failure]).toEqual(['ask', true, null]);
  void run.start();
  await expect.poll(() => run.view).toBe('running');
});
