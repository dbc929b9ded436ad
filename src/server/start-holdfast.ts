import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parseSettings, type Settings } from './env.ts';
import { openHoldfast, type Holdfast, type HoldfastOptions } from './holdfast.ts';
import { listen, stopListening } from './http/listen.ts';
import { loadPages, type Pages } from './http/pages.ts';
import { setSecurityHeaders } from './http/security-headers.ts';
import { noLog, type Log } from './log/log.ts';

const graceMs = 5_000;

export interface StartOptions {
  readonly log?: Log;
  /** Whether to serve the built app; without it, API and relay alone. */
  readonly pages?: boolean;
  /** The server has lost its database and should end. */
  readonly onDied?: () => void;
  /** Writes to the server's console; the process's own when left out. */
  readonly print?: (text: string) => void;
  readonly open?: HoldfastOptions['open'];
}

export interface RunningHoldfast {
  /** Where this machine reaches it. */
  readonly url: string;
  readonly holdfast: Holdfast;
  /** Drains and ends it: answers in flight, sockets, what waits to be stored, the database. Safe to call twice. */
  close(): Promise<void>;
}

function isSecure(request: IncomingMessage, { origin }: Settings): boolean {
  if (origin !== null) return origin.startsWith('https:');
  return request.headers['x-forwarded-proto'] === 'https';
}

/** The address to open in a browser of this machine. */
function localUrl(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `http://localhost:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * Starts the whole server as the environment says; resolves when it answers.
 * @throws ConfigurationError, BackendError
 */
export async function startHoldfast(
  env: Readonly<Record<string, string | undefined>>,
  {
    log = noLog,
    pages = true,
    onDied = () => undefined,
    print = (text) => void process.stdout.write(text),
    open,
  }: StartOptions = {},
): Promise<RunningHoldfast> {
  const settings = parseSettings(env);
  const undo: (() => Promise<void>)[] = [];
  let ended: Promise<void> | null = null;
  const close = (): Promise<void> =>
    (ended ??= (async () => {
      for (const step of undo.reverse()) await step();
    })());

  const ready = Promise.withResolvers<{ holdfast: Holdfast; pages: Pages | null }>();
  // Whoever waits for it learns of a failure; nobody may be waiting.
  ready.promise.catch(() => undefined);
  let closing = false;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    setSecurityHeaders(response, request.url ?? '/', isSecure(request, settings));
    if (closing) response.setHeader('connection', 'close');
    const { holdfast, pages: built } = await ready.promise;
    if (holdfast.handle(request, response)) return;
    if (built !== null) built(request, response);
    else response.writeHead(404).end();
  }

  const server = createServer(
    { requestTimeout: 60_000, headersTimeout: 20_000 },
    (request, response) => {
      answer(request, response).catch(() => {
        if (!response.headersSent) response.writeHead(503);
        response.end();
      });
    },
  );
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined);
    ready.promise.then(
      ({ holdfast }) => {
        if (!holdfast.upgrade(request, socket, head)) socket.destroy();
      },
      () => socket.destroy(),
    );
  });

  try {
    const port = await listen(server, settings.host, settings.port);
    const url = localUrl(settings.host, port);
    undo.push(async () => {
      await stopListening(server, graceMs);
    });
    const built = pages ? await loadPages(settings) : null;
    const siteUrl = settings.origin ?? url;
    const holdfast = await openHoldfast(settings, {
      siteUrl,
      log,
      onDied,
      print,
      ...(open === undefined ? {} : { open }),
    });
    undo.push(async () => {
      closing = true;
      await holdfast.close();
    });
    ready.resolve({ holdfast, pages: built });
    return { url, holdfast, close };
  } catch (error) {
    ready.reject(error);
    await close();
    throw error;
  }
}
