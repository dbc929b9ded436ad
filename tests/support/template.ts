import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHoldfast } from '../../src/server/start-holdfast.ts';

/** What a prepared database depends on. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync('supabase/migrations').sort()) {
    hash.update(name).update(readFileSync(join('supabase/migrations', name)));
  }
  hash.update(readFileSync('supabase/config.toml'));
  hash.update(readFileSync('node_modules/@supabase/lite/package.json'));
  return hash.digest('hex').slice(0, 16);
}

/**
 * A data directory with all migrations applied and nobody in it, made once by a real start of the server and kept for the
 * next run: every test begins with a copy of it.
 */
async function preparedTemplate(): Promise<string> {
  const path = join(tmpdir(), `holdfast-template-${fingerprint()}`);
  if (existsSync(path)) return path;
  const draft = mkdtempSync(join(tmpdir(), 'holdfast-template-'));
  const server = await startHoldfast({ DATA_DIR: draft, PORT: '0' }, { pages: false });
  await server.close();
  try {
    renameSync(draft, path);
  } catch (error) {
    // Another test file was faster.
    if (!existsSync(path)) throw error;
    rmSync(draft, { recursive: true });
  }
  return path;
}

/** A fresh copy of the template; the caller removes it. */
export async function freshDataDir(): Promise<string> {
  const template = await preparedTemplate();
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-data-'));
  cpSync(template, dir, { recursive: true });
  return dir;
}
