import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { TestProject } from 'vitest/node';
import { openBackend, type OpenBackend } from '../../../src/server/backend/open-backend.ts';
import { listen } from '../../../src/server/http/listen.ts';
import { freshDataDir } from '../../support/template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where all test files reach one and the same API. */
    readonly sharedBackend: string;
  }
}

/** The embedded API on a database of its own, or, with TEST_DATABASE_URL, on a Postgres server. */
export async function openTestBackend(
  dataDir: string,
  open: typeof openBackend = openBackend,
): Promise<OpenBackend> {
  const url = process.env['TEST_DATABASE_URL'];
  return open({
    source: url === undefined ? { kind: 'embedded' } : { kind: 'postgres', url },
    dataDir,
    projectDir: join(process.cwd(), 'supabase'),
    siteUrl: 'http://localhost',
    verbose: false,
    onDied: () => undefined,
    onMail: () => undefined,
  });
}

/**
 * One real API for all test files that only ask of it what people ask: opening a database costs more than most of them. It opens with the first
 * request, and reaches its database the way the gateway does.
 */
export default async function shareBackend(project: TestProject): Promise<() => Promise<void>> {
  let dataDir: string | null = null;
  let opening: Promise<OpenBackend> | null = null;
  const open = async (): Promise<OpenBackend> => openTestBackend((dataDir = await freshDataDir()));
  const server = createServer(
    getRequestListener(async (request) => {
      const { backend, publishableKey } = await (opening ??= open());
      const headers = new Headers(request.headers);
      headers.set('apikey', publishableKey);
      return backend.fetch(new Request(request, { headers }));
    }),
  );
  project.provide('sharedBackend', `http://localhost:${await listen(server, 'localhost', 0)}`);
  return async () => {
    server.closeAllConnections();
    server.close();
    if (opening !== null) await (await opening).backend.close();
    if (dataDir !== null) rmSync(dataDir, { recursive: true, force: true });
  };
}
