import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { ConfigurationError } from '../env.ts';

const holderSchema = z.object({ pid: z.number(), started: z.nullable(z.string()) });
type Holder = z.infer<typeof holderSchema>;

/** When a process of this id started, in the kernel's own count, so that a reused id is not taken for the old process. Null where unknown. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold anything; the start time is the 20th field after it.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return ticks === undefined ? null : `${boot} ${ticks}`;
  } catch {
    return null;
  }
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
  }
  return started === null || startOf(pid) === started;
}

async function holderOf(path: string): Promise<Holder | null> {
  try {
    return z.parse(holderSchema, JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

/**
 * Makes this process the only one that opens `dir`; a lock left behind by one that was killed does not count.
 * @returns the way to give it back
 * @throws ConfigurationError when a living process holds it
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'lock');
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) });
  for (let attempt = 0; ; attempt += 1) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(mine);
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const holder = await holderOf(path);
      if (attempt > 5 || (holder !== null && isAlive(holder))) {
        throw new ConfigurationError(
          `Another Holdfast is running on ${dir}${holder === null ? '' : ` (process ${holder.pid})`}; stop it first, or set DATA_DIR to another folder.`,
        );
      }
      if (holder === null) {
        // Half-written by a process that is starting at this moment, or that was killed right then.
        await new Promise((resolve) => setTimeout(resolve, 50));
        if ((await holderOf(path)) !== null) continue;
      }
      await rm(path, { force: true });
    }
  }
}
