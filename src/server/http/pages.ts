import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigurationError, type Settings } from '../env.ts';

/** Answers a request with a page or a file of the built app. */
export type Pages = (request: IncomingMessage, response: ServerResponse) => void;

interface BuiltApp {
  readonly handler: (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
}

/** Loads the built app. @throws ConfigurationError when there is none */
export async function loadPages({ buildDir, origin }: Settings): Promise<Pages> {
  const path = join(buildDir, 'handler.js');
  if (!existsSync(path)) {
    throw new ConfigurationError(
      `There is no built app in ${buildDir}; run "npm run build" first.`,
    );
  }
  // The handler reads these once, when it is loaded; without them it takes every request for https.
  if (origin === null) process.env['PROTOCOL_HEADER'] ??= 'x-forwarded-proto';
  const { handler } = (await import(pathToFileURL(path).href)) as BuiltApp;
  return (request, response) => {
    request.headers['x-forwarded-proto'] ??= 'http';
    handler(request, response, () => {
      response.statusCode = 404;
      response.end();
    });
  };
}
