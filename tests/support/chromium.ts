import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium, type LaunchOptions } from '@playwright/test';

/** Where Debian and its relatives put a Chromium. The one without windows does the same in half the time. */
const systemPaths = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/**
 * The path of a Chromium: `CHROMIUM_PATH`, the machine's own, or Playwright's own download.
 *
 * @returns null when there is none yet
 */
function findChromium(): string | null {
  const named = process.env['CHROMIUM_PATH'];
  return (
    [named, ...systemPaths, chromium.executablePath()].find((path) => path && existsSync(path)) ??
    null
  );
}

/**
 * Finds a Chromium or fetches one: Playwright's, else Debian's package.
 *
 * @throws Error with one sentence that says what to do when neither can be had
 */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;
  const attempts: [string, string[]][] = [
    ['npx', ['playwright', 'install', 'chromium']],
    ['apt-get', ['update']],
    ['apt-get', ['install', '-y', '--no-install-recommends', 'chromium-headless-shell']],
  ];
  for (const [command, args] of attempts) {
    process.stdout.write(`No Chromium yet: ${command} ${args.join(' ')}\n`);
    try {
      execFileSync(command, args, { stdio: ['ignore', 'ignore', 'ignore'] });
    } catch {
      // The next way may still work; the sentence below is for when none did.
    }
    const path = findChromium();
    if (path) return path;
  }
  throw new Error(
    'The tests need a Chromium: install one (on Debian: apt-get install chromium-headless-shell).',
  );
}

/** Options with which Playwright starts that Chromium, without a request of the browser's own to anywhere. */
export function chromiumLaunchOptions(): LaunchOptions {
  const executablePath = findChromium();
  const asRoot = process.getuid?.() === 0;
  return {
    ...(executablePath ? { executablePath } : {}),
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
      // Test machines have no graphics card: a process that draws as if there were one only costs time.
      '--disable-gpu',
      // Chromium's sandbox does not start as root, which is what a container usually is.
      ...(asRoot ? ['--no-sandbox'] : []),
    ],
  };
}
