import { parentPort, workerData } from 'node:worker_threads';
import { openLite, type LiteOptions } from './lite.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

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
  const app = await openLite(workerData as LiteOptions);
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'close') {
      void app.connection.close().finally(() => {
        tell({ kind: 'closed' });
        port.close();
      });
      return;
    }
    const { id, method, url, headers, body } = message;
    const request = new Request(url, { method, headers, ...(body === null ? {} : { body }) });
    app
      .fetch(request, { peerAddress: null })
      .then(async (response) => {
        const answer = await response.arrayBuffer();
        tell(
          { kind: 'answer', id, status: response.status, headers: [...response.headers], body: answer },
          [answer],
        );
      })
      .catch(() => {
        tell({ kind: 'failed', id });
      });
  });
  tell({ kind: 'ready' });
} catch (error) {
  tell({ kind: 'not_opened', reason: error instanceof Error ? error.message : 'unknown' });
  port.close();
}
