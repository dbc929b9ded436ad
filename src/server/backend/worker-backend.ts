import { Worker } from 'node:worker_threads';
import type { Backend } from './backend.ts';
import type { LiteOptions } from './lite.ts';
import type { Mail } from '../mail/mail.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

interface Pending {
  readonly resolve: (response: Response) => void;
  readonly reject: (error: Error) => void;
}

export interface WorkerOptions {
  /** The thread ended by itself: nothing can be stored any more. */
  readonly onDied: () => void;
  /** The API has a mail to send. */
  readonly onMail: (mail: Mail) => void;
  /** Shows what the API says on the console. It quotes statements and addresses: for development only. */
  readonly verbose: boolean;
}

/** The database could not be opened; the message is one sentence for the person who starts the server. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
}

const noBody = new Set([204, 205, 304]);

/** Starts the embedded API in its thread; resolves when it answers. @throws BackendError */
export async function startWorkerBackend(
  lite: LiteOptions,
  { onDied, onMail, verbose }: WorkerOptions,
): Promise<Backend> {
  const worker = new Worker(new URL('./lite-worker.ts', import.meta.url), {
    workerData: lite,
    env: {
      ...process.env,
      LITE_TELEMETRY: '0',
      DO_NOT_TRACK: '1',
      // What it hashes is no password, but 32 bytes that Argon2id made of one in the browser. Hashing slowly once more would protect
      // nothing (whoever has the rows tries a password on the wrapped key instead) and hold up everybody who lives here.
      LITE_AUTH_BCRYPT_COST: '4',
    },
    stdout: !verbose,
    stderr: !verbose,
  });
  if (!verbose) {
    worker.stdout.resume();
    worker.stderr.resume();
  }
  const pending = new Map<number, Pending>();
  let nextId = 0;
  let woken = (): void => undefined;
  let state: 'opening' | 'open' | 'closing' | 'ended' = 'opening';

  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      const died = state === 'open';
      state = 'ended';
      for (const { reject } of pending.values()) reject(new Error('the database thread has ended'));
      pending.clear();
      resolve();
      if (died) onDied();
    });
  });

  const settle = (id: number): Pending | undefined => {
    const found = pending.get(id);
    pending.delete(id);
    if (pending.size === 0) woken();
    return found;
  };

  const send = (message: ToWorker, transfer: ArrayBuffer[] = []): void => {
    worker.postMessage(message, transfer);
  };

  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string): void => {
      reject(new BackendError(reason));
    };
    worker.once('error', (error) => {
      fail(error.message);
    });
    void exited.then(() => {
      fail('the database thread has ended');
    });
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') {
        state = 'open';
        resolve();
      } else if (message.kind === 'not_opened') fail(message.reason);
      else if (message.kind === 'answer') {
        const { id, status, headers, body } = message;
        settle(id)?.resolve(new Response(noBody.has(status) ? null : body, { status, headers }));
      } else if (message.kind === 'failed') {
        settle(message.id)?.reject(new Error('the database thread failed'));
      } else onMail(message.mail);
    });
  });

  /** Resolves when no request is in flight. */
  const idle = async (): Promise<void> => {
    while (pending.size > 0)
      await Promise.race([exited, new Promise<void>((wake) => (woken = wake))]);
  };

  return {
    async fetch(request) {
      const body = request.body === null ? null : await request.arrayBuffer();
      if (state !== 'open') throw new Error('the database is closed');
      const id = nextId++;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        const { method, url } = request;
        send(
          { kind: 'request', id, method, url, headers: [...request.headers], body },
          body === null ? [] : [body],
        );
      });
    },
    async close() {
      if (state !== 'open') return exited;
      await idle();
      state = 'closing';
      send({ kind: 'close' });
      return exited;
    },
  };
}
