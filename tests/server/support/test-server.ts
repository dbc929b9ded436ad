import { rmSync } from 'node:fs';
import type { LogEntry } from '../../../src/server/log/log.ts';
import {
  startHoldfast,
  type RunningHoldfast,
  type StartOptions,
} from '../../../src/server/start-holdfast.ts';
import { freshDataDir } from '../../support/template.ts';

export interface TestServer extends RunningHoldfast, AsyncDisposable {
  readonly dataDir: string;
  /** Everything that was logged. */
  readonly log: readonly LogEntry[];
  /** Resolves when the event has been logged so many times from now on. */
  logged(event: string, times: number): Promise<void>;
}

/** The real server in this process, on a free port and a data directory of its own; ended and removed by `await using`. */
export async function testServer(
  env: Readonly<Record<string, string>> = {},
  options: StartOptions = {},
): Promise<TestServer> {
  const dataDir = env['DATA_DIR'] ?? (await freshDataDir());
  const log: LogEntry[] = [];
  const watchers = new Set<(entry: LogEntry) => void>();
  const running = await startHoldfast(
    { DATA_DIR: dataDir, PORT: '0', ATTEMPTS_PER_ADDRESS: '1000', ...env },
    {
      pages: false,
      log: (entry) => {
        log.push(entry);
        for (const watch of [...watchers]) watch(entry);
      },
      ...options,
    },
  );
  return {
    ...running,
    dataDir,
    log,
    logged: (event, times) =>
      new Promise((resolve) => {
        let missing = times;
        const watch = (entry: LogEntry): void => {
          if (entry.event === event) missing -= 1;
          if (missing > 0) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
      }),
    async [Symbol.asyncDispose]() {
      await running.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
