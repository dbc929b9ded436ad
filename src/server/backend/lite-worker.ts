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

try {
  const lite = await openLite(workerData as LiteOptions, (mail) => {
    tell({ kind: 'mail', mail });
  });

  const answer = async ({ id, method, url, headers, body }: ApiRequest): Promise<void> => {
    try {
      const request = new Request(url, { method, headers, ...(body === null ? {} : { body }) });
      const response = await lite.fetch(request);
      const content = await response.arrayBuffer();
      const { status } = response;
      tell({ kind: 'answer', id, status, headers: [...response.headers], body: content }, [
        content,
      ]);
    } catch {
      tell({ kind: 'failed', id });
    }
  };

  port.on('message', (message: ToWorker) => {
    if (message.kind === 'request') void answer(message);
    else void lite.close().finally(() => port.close());
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
