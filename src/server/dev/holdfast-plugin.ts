import type { Plugin, ViteDevServer } from 'vite';
import { parseSettings } from '../env.ts';
import { openHoldfast, type Holdfast } from '../holdfast.ts';
import { setSecurityHeaders } from '../http/security-headers.ts';
import { jsonLog } from '../log/log.ts';

/** Vite opens the new server before it closes the old one, and the database has one owner: the open one is kept where both see it. */
const slot = Symbol.for('holdfast.dev');
const shared = globalThis as typeof globalThis & { [slot]?: Promise<Holdfast> | undefined };

async function closeOpen(): Promise<void> {
  const open = shared[slot];
  shared[slot] = undefined;
  if (open !== undefined) await (await open).close();
}

async function mount(server: ViteDevServer): Promise<void> {
  await closeOpen();
  const settings = parseSettings(process.env);
  const opening = openHoldfast(settings, {
    siteUrl: settings.origin ?? `http://localhost:${server.config.server.port}`,
    log: jsonLog((line) => process.stdout.write(line), true),
    onDied: () => {
      server.config.logger.error('The database has ended; restart the development server.');
    },
    print: (text) => void process.stdout.write(text),
    verbose: true,
  });
  shared[slot] = opening;
  const holdfast = await opening;
  server.middlewares.use((request, response, next) => {
    setSecurityHeaders(response, request.url ?? '/', false);
    if (!holdfast.handle(request, response)) next();
  });
  server.httpServer?.on('upgrade', (request, socket, head) => {
    holdfast.upgrade(request, socket, head);
  });
  server.httpServer?.once('close', () => {
    if (shared[slot] === opening) void closeOpen();
  });
}

/**
 * Serves the API and the relay from Vite's development server: the very code that `npm start` runs.
 * Not for builds, previews and Vitest.
 */
export function holdfast(): Plugin {
  return {
    name: 'holdfast',
    apply: (_config, { command, isPreview }) =>
      command === 'serve' && isPreview !== true && process.env['VITEST'] === undefined,
    configureServer: mount,
  };
}
