import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { openBackend } from './backend/open-backend.ts';
import type { Settings } from './env.ts';
import { isApiPath } from './gateway/api-routes.ts';
import { clientAddress } from './gateway/client-address.ts';
import { openGateway } from './gateway/gateway.ts';
import { refusal } from './gateway/refusals.ts';
import { routeOf, type Log } from './log/log.ts';

const projectDir = fileURLToPath(new URL('../../supabase', import.meta.url));

/** Everything of the server but its pages: the same in production, in development and in tests. */
export interface Holdfast {
  /** Answers the request if it is for the API or the relay; false leaves it to the pages. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** Ends it: sockets first, then what is waiting to be stored, then the database. */
  close(): Promise<void>;
}

/**
 * Opens the backend and what stands before it.
 * @param siteUrl address of the app, for links in mails
 */
export async function openHoldfast(settings: Settings, siteUrl: string, log: Log): Promise<Holdfast> {
  const { backend, publishableKey } = await openBackend({
    source: settings.source,
    dataDir: settings.dataDir,
    projectDir,
    siteUrl,
  });
  const gateway = openGateway({ backend, publishableKey, attempts: settings.attempts });
  const listener = getRequestListener(
    async (request, { incoming }) => {
      const started = performance.now();
      const { pathname } = new URL(request.url);
      const response = await gateway(
        request,
        clientAddress(incoming as IncomingMessage, settings.addressHeader),
      );
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
    handle(request, response) {
      const pathname = (request.url ?? '/').split('?', 1)[0] ?? '/';
      if (!isApiPath(pathname)) return false;
      void listener(request, response);
      return true;
    },
    close: () => backend.close(),
  };
}
