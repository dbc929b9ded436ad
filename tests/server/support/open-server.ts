import { openLite, type Lite } from '../../../src/server/backend/lite.ts';
import type { openBackend } from '../../../src/server/backend/open-backend.ts';
import { loadSecrets } from '../../../src/server/data-dir/secrets.ts';

export interface OpenDatabase {
  readonly open: typeof openBackend;
  /** Runs a statement as the database's owner, past every policy, while the server runs. */
  sql(statement: string): Promise<readonly Record<string, unknown>[]>;
  /** Makes every call fail as if the database were gone, or lets it come back. */
  setReachable(reachable: boolean): void;
}

/** The real embedded API in this thread instead of its own, so that a test can reach the database beneath it. */
export function openDatabase(): OpenDatabase {
  let lite: Lite | null = null;
  let reachable = true;
  return {
    open: async ({ dataDir, projectDir, siteUrl, onMail }) => {
      const secrets = await loadSecrets(dataDir);
      const database = { kind: 'pglite', dir: `${dataDir}/db` } as const;
      const opened = await openLite({ projectDir, secrets, siteUrl, database }, onMail);
      lite = opened;
      return {
        publishableKey: secrets.publishableKey,
        backend: {
          fetch: async (request) => {
            if (!reachable) throw new Error('unreachable');
            return opened.fetch(request);
          },
          close: () => opened.close(),
        },
      };
    },
    async sql(statement) {
      if (lite === null) throw new Error('the server is not started');
      const { rows } = await lite.connection.exec<{ rows: Record<string, unknown>[] }>(statement);
      return rows;
    },
    setReachable(value) {
      reachable = value;
    },
  };
}
