import { rmSync } from 'node:fs';
import type { LogEntry } from '../../../src/server/log/log.ts';
import { startHoldfast, type RunningHoldfast } from '../../../src/server/start-holdfast.ts';
import { freshDataDir } from './template.ts';

export interface TestServer extends RunningHoldfast, AsyncDisposable {
  readonly dataDir: string;
  /** Everything that was logged. */
  readonly log: readonly LogEntry[];
}

/** The real server in this process, on a free port and a data directory of its own; ended and removed by `await using`. */
export async function testServer(env: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const dataDir = await freshDataDir();
  const log: LogEntry[] = [];
  const running = await startHoldfast(
    { DATA_DIR: dataDir, PORT: '0', ATTEMPTS_PER_ADDRESS: '1000', ...env },
    { pages: false, log: (entry) => log.push(entry) },
  );
  return {
    ...running,
    dataDir,
    log,
    async [Symbol.asyncDispose]() {
      await running.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
