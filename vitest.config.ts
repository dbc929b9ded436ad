import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunchOptions } from './tests/support/chromium.ts';

const powerCuts = 'tests/server/crash.test.ts';
const serverTests = {
  environment: 'node',
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // As the server's own thread has it; some tests open the database in theirs.
  env: { LITE_AUTH_BCRYPT_COST: '4' },
} as const;

export default defineConfig({
  test: {
    // A promise that needs longer than this to be checked says so itself.
    testTimeout: 20_000,
    maxWorkers: 2,
    projects: [
      {
        plugins: [sveltekit()],
        test: {
          name: 'unit',
          environment: 'node',
          // No module keeps a state of its own, so a worker may run one file after the other.
          isolate: false,
          include: ['src/**/*.test.ts', 'tests/support/**/*.test.ts'],
          exclude: ['src/**/*.svelte.test.ts'],
        },
      },
      {
        plugins: [tailwindcss(), sveltekit()],
        // Found before the first test: a dependency met in the middle of one would reload the page and bring a second Svelte along.
        optimizeDeps: { entries: ['src/**/*.svelte.test.ts'] },
        test: {
          name: 'component',
          include: ['src/**/*.svelte.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          ...serverTests,
          name: 'server',
          // Each file opens what it needs itself; loading the server's own modules once for all saves a fifth.
          isolate: false,
          globalSetup: ['tests/server/support/shared-backend.ts'],
          include: ['tests/server/**/*.test.ts'],
          exclude: [powerCuts],
        },
      },
      // By itself, and so from the beginning: it takes as long as many others together, one step after the other.
      { test: { ...serverTests, name: 'power-cuts', include: [powerCuts] } },
    ],
  },
});
