import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { ConfigurationError } from '../env.ts';

const secretsSchema = z.object({
  jwtSecret: z.string().check(z.minLength(32)),
  publishableKey: z.string().check(z.startsWith('sb_publishable_')),
  secretKey: z.string().check(z.startsWith('sb_secret_')),
});

/** What signs access tokens and names the embedded API's callers; never leaves this machine. */
export type Secrets = z.infer<typeof secretsSchema>;

function makeSecrets(): Secrets {
  const random = (bytes: number) => randomBytes(bytes).toString('base64url');
  return {
    jwtSecret: random(48),
    publishableKey: `sb_publishable_${random(24)}`,
    secretKey: `sb_secret_${random(24)}`,
  };
}

async function readSecrets(path: string): Promise<Secrets | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return z.parse(secretsSchema, JSON.parse(text));
  } catch {
    throw new ConfigurationError(
      `${path} is damaged; restore it from a backup, or remove it so that new secrets are made and everybody signs in again.`,
    );
  }
}

/**
 * The secrets kept in `dir`, made at random the first time (mode 0600).
 * The file appears in one step, complete and synced, so that no crash leaves half of it.
 */
export async function loadSecrets(dir: string): Promise<Secrets> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'secrets.json');
  const known = await readSecrets(path);
  if (known !== null) {
    await chmod(path, 0o600);
    return known;
  }
  const made = makeSecrets();
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(made, null, 2));
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
    return made;
  } catch (error) {
    // Another start was faster: its secrets count.
    const theirs = await readSecrets(path);
    if (theirs === null) throw error;
    return theirs;
  } finally {
    await rm(draft, { force: true });
  }
}
