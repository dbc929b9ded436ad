import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import type { Backend } from './backend/backend.ts';
import { openBackend } from './backend/open-backend.ts';
import { lockFolder } from './data-dir/lock.ts';
import type { Settings } from './env.ts';
import { isApiPath } from './gateway/api-routes.ts';
import { clientAddress } from './gateway/client-address.ts';
import { openGateway } from './gateway/gateway.ts';
import { refusal } from './gateway/refusals.ts';
import { routeOf, type Log } from './log/log.ts';
import { openMailer } from './mail/mailer.ts';
import { openRelay } from './relay/relay.ts';

const projectDir = fileURLToPath(new URL('../../supabase', import.meta.url));
const ticketsPath = '/collab/tickets';

/** Everything of the server but its pages: the same in production, in development and in tests. */
export interface Holdfast {
  /** The API behind the gateway. */
  readonly backend: Backend;
  /** Answers the request if it is for the API or the relay; false leaves it to the pages. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** Takes over a connection for the relay; false leaves it to others. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Ends it: sockets first, then what is waiting to be stored, then the database. */
  close(): Promise<void>;
}

export interface HoldfastOptions {
  /** Address of the app, for links in mails. */
  readonly siteUrl: string;
  readonly log: Log;
  /** The database has ended by itself: the process should end, too. */
  readonly onDied: () => void;
  /** Writes to the server's console. */
  readonly print: (text: string) => void;
  readonly verbose?: boolean;
  /** Opens the API; the usual way is as the settings say. */
  readonly open?: typeof openBackend;
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '/').split('?', 1)[0] ?? '/';

/** Opens the backend and what stands before it. @throws BackendError, ConfigurationError */
export async function openHoldfast(
  settings: Settings,
  options: HoldfastOptions,
): Promise<Holdfast> {
  const { siteUrl, log, onDied, print, verbose = false, open = openBackend } = options;
  const { source, dataDir, attempts, smtp } = settings;
  const unlock = source.kind === 'embedded' ? await lockFolder(dataDir) : null;
  const mailer = openMailer({ smtp, log, print });
  const opened = await open({
    source,
    dataDir,
    projectDir,
    siteUrl,
    onDied,
    onMail: mailer,
    verbose,
  }).catch(async (error: unknown) => {
    await unlock?.();
    throw error;
  });
  const mails = source.kind === 'hosted' || smtp !== null ? 'mail' : 'console';
  const notify = source.kind === 'hosted' ? null : mailer;
  const gateway = openGateway({ ...opened, attempts, mails, notify });
  const relay = openRelay({ ...opened, shared: source.kind !== 'embedded', log });

  const listener = getRequestListener(
    async (request, { incoming }) => {
      const started = performance.now();
      const { pathname } = new URL(request.url);
      const address = clientAddress(incoming as IncomingMessage, settings.addressHeader);
      const response =
        pathname === ticketsPath ? await relay.ticket(request) : await gateway(request, address);
      log({
        event: 'api',
        method: request.method,
        route: routeOf(pathname),
        code: response.status,
        ms: Math.round(performance.now() - started),
      });
      return response;
    },
    {
      overrideGlobalObjects: false,
      errorHandler: () => {
        log({ event: 'api_failed' });
        return refusal(500, 'server_error');
      },
    },
  );

  return {
    backend: opened.backend,
    handle(request, response) {
      const pathname = pathOf(request);
      if (!isApiPath(pathname) && pathname !== ticketsPath) return false;
      void listener(request, response);
      return true;
    },
    upgrade: (request, socket, head) => relay.upgrade(request, socket, head),
    async close() {
      await relay.close();
      await opened.backend.close();
      await unlock?.();
    },
  };
}
