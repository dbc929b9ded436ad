import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { HoldfastProcess } from './holdfast-process.ts';

/** Pauses, closes or opens the only space of a server, in its database; the server is down meanwhile. */
export async function setSpaceStanding(
  server: HoldfastProcess,
  status: 'open' | 'paused' | 'closed',
): Promise<void> {
  await server.end('SIGTERM');
  const database = await PGlite.create(join(server.dataDir, 'db'));
  try {
    await database.query(
      `update public.spaces
       set status = $1, paused_until = case when $1 = 'paused' then now() + interval '3 days' end`,
      [status],
    );
  } finally {
    await database.close();
  }
  await server.startAgain();
}
