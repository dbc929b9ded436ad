import { openLite, type Lite } from '../../../src/server/backend/lite.ts';
import type { openBackend } from '../../../src/server/backend/open-backend.ts';
import { loadSecrets } from '../../../src/server/data-dir/secrets.ts';

export interface OpenDatabase {
  readonly open: typeof openBackend;
  /**
   * Runs a statement as the database's owner, past every policy, while the server runs: between its requests, since this database has
   * one connection.
   */
  sql(statement: string): Promise<readonly Record<string, unknown>[]>;
  /** Makes every call fail as if the database were gone, or lets it come back. */
  setReachable(reachable: boolean): void;
}

/** The real embedded API in this thread instead of its own, so that a test can reach the database beneath it. */
export function openDatabase(): OpenDatabase {
  let lite: Lite | null = null;
  let reachable = true;
  const underWay = new Set<Promise<unknown>>();
  let beneath: Promise<unknown> = Promise.resolve();
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
            for (let seen; seen !== beneath; await seen) seen = beneath;
            const answered = opened.fetch(request).finally(() => underWay.delete(answered));
            underWay.add(answered);
            return answered;
          },
          close: () => opened.close(),
        },
      };
    },
    async sql(statement) {
      if (lite === null) throw new Error('the server is not started');
      const { connection } = lite;
      const written = Promise.allSettled([beneath, ...underWay]).then(() =>
        connection.exec<{ rows: Record<string, unknown>[] }>(statement),
      );
      beneath = written.catch(() => undefined);
      return (await written).rows;
    },
    setReachable(value) {
      reachable = value;
    },
  };
}
