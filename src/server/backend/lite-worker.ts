import { parentPort, workerData } from 'node:worker_threads';
import { DatabaseError, openLite, type LiteOptions } from './lite.ts';
import type { ApiRequest, FromWorker, ToWorker } from './worker-messages.ts';

/**
 * The embedded API in a thread of its own: a query of PGlite computes for milliseconds, and no keystroke on its way from
 * partner to partner should wait for that.
 */
const port = parentPort;
if (port === null) throw new Error('lite-worker runs in a worker thread');

const tell = (message: FromWorker, transfer: ArrayBuffer[] = []): void => {
  port.postMessage(message, transfer);
};

/**
 * PGlite is one connection, and lite sets the person's rights on it from BEGIN to COMMIT without keeping other requests out:
 * so one request is answered after the other, and nobody's statement can run with somebody else's rights. It computes one
 * at a time anyway. A Postgres server has a connection for each.
 */
function oneByOne(): (task: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (task) => (last = last.then(task));
}

try {
  const options = workerData as LiteOptions;
  const app = await openLite(options);
  const inTurn =
    options.database.kind === 'pglite' ? oneByOne() : (task: () => Promise<void>) => task();

  const answer = async ({ id, method, url, headers, body }: ApiRequest): Promise<void> => {
    try {
      const request = new Request(url, { method, headers, ...(body === null ? {} : { body }) });
      const response = await app.fetch(request, { peerAddress: null });
      const content = await response.arrayBuffer();
      const { status } = response;
      tell({ kind: 'answer', id, status, headers: [...response.headers], body: content }, [content]);
    } catch {
      tell({ kind: 'failed', id });
    }
  };

  port.on('message', (message: ToWorker) => {
    if (message.kind === 'request') void inTurn(() => answer(message));
    else void app.connection.close().finally(() => port.close());
  });
  tell({ kind: 'ready' });
} catch (error) {
  const reason =
    error instanceof DatabaseError
      ? error.message
      : `The database could not be prepared (${error instanceof Error ? error.message : 'unknown'}).`;
  tell({ kind: 'not_opened', reason });
  port.close();
}
