import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { freePort } from '../../support/holdfast-process.ts';

export interface TestPostgres extends AsyncDisposable {
  readonly url: string;
}

/** PGlite behind a socket that speaks the protocol of Postgres: needs no installation, and serves one connection at a time. */
export async function socketPostgres(): Promise<TestPostgres> {
  const db = await PGlite.create();
  const port = await freePort();
  const server = new PGLiteSocketServer({ db, port, host: '127.0.0.1' });
  await server.start();
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres?sslmode=disable&max=1`,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await db.close();
    },
  };
}

/** The folder of this machine's newest Postgres programs, or null. */
export function installedPostgres(): string | null {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return (
    versions
      .map((version) => join(root, version, 'bin'))
      .find((bin) => existsSync(join(bin, 'initdb'))) ?? null
  );
}

/** Postgres refuses to run as root, so root runs it as its own user. */
function owner(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** A real Postgres server on a folder of its own. */
export async function realPostgres(bin: string): Promise<TestPostgres> {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-postgres-'));
  const as = owner();
  if (as !== null) chownSync(dir, as.uid, as.gid);
  const options = { ...(as ?? {}), cwd: dir, stdio: 'pipe' } as const;
  execFileSync(
    join(bin, 'initdb'),
    ['-D', dir, '-A', 'trust', '-U', 'holdfast', '-E', 'UTF8', '--no-sync'],
    options,
  );
  const port = await freePort();
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-k', dir];
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', dir, '-p', String(port), ...settings],
    options,
  );
  await new Promise<void>((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (part: Buffer) => {
      said += part.toString();
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('exit', () => {
      reject(new Error(said));
    });
  });
  return {
    url: `postgres://holdfast@127.0.0.1:${port}/postgres`,
    async [Symbol.asyncDispose]() {
      const gone = once(server, 'exit');
      server.kill('SIGQUIT');
      await gone;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
