import { defineConfig } from '@playwright/test';
import { chromiumLaunchOptions } from './tests/support/chromium.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  fullyParallel: true,
  forbidOnly: true,
  // A test that fails once is broken; nothing is tried again.
  retries: 0,
  // More than there are cores: a journey spends part of its time waiting, for a lost connection to come back for instance.
  workers: 3,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json']],
  use: {
    browserName: 'chromium',
    launchOptions: chromiumLaunchOptions(),
    actionTimeout: 15_000,
    locale: 'en-GB',
    // Each new browser would fetch and keep the whole app; the tests of that ask for it.
    serviceWorkers: 'block',
    // A trace doubles the work of every test; look at a failing one with `--trace on`.
    trace: 'off',
  },
});
