import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BackendError } from './backend/worker-backend.ts';
import { ConfigurationError } from './env.ts';
import { jsonLog } from './log/log.ts';
import { startHoldfast, type RunningHoldfast } from './start-holdfast.ts';

/** A drain that takes longer than this has something wrong with it; what was confirmed is stored anyway. */
const longestDrainMs = 15_000;

const root = fileURLToPath(new URL('../..', import.meta.url));
const log = jsonLog((line) => process.stdout.write(line), process.env['LOG'] === 'requests');

/** Where it happened, without the message: a message may quote what somebody wrote. */
function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return [error.name, ...frames.map((line) => line.trim().replace(root, ''))].join(' ');
}

function fail(error: unknown): never {
  const known = error instanceof ConfigurationError || error instanceof BackendError;
  process.stderr.write(
    `${known ? error.message : `Holdfast could not start: ${traceOf(error)}`}\n`,
  );
  process.exit(1);
}

function crash(error: unknown): void {
  log({ event: 'crashed', code: traceOf(error) });
  process.exit(1);
}

async function end(running: RunningHoldfast, code: number): Promise<void> {
  setTimeout(() => process.exit(1), longestDrainMs).unref();
  await running.close();
  process.exit(code);
}

/** The environment with folders made absolute: relative ones mean the place where the server was started. */
function absoluteFolders(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const folders = ['DATA_DIR', 'BUILD_DIR'].flatMap((name) => {
    const value = env[name]?.trim();
    return value === undefined || value === '' ? [] : [[name, resolve(value)] as const];
  });
  return { ...env, ...Object.fromEntries(folders) };
}

/**
 * Runs the server as this process: says in one line when it is ready, ends with one sentence when it cannot start, and
 * drains on SIGTERM and SIGINT; a second signal ends it at once.
 */
export async function runServer({ pages }: { readonly pages: boolean }): Promise<void> {
  const env = absoluteFolders(process.env);
  process.chdir(root);
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  let running: RunningHoldfast;
  try {
    running = await startHoldfast(env, {
      log,
      pages,
      onDied: () => {
        crash(new Error('database'));
      },
    });
  } catch (error) {
    fail(error);
  }
  let signals = 0;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      signals += 1;
      if (signals > 1) process.exit(1);
      void end(running, 0);
    });
  }
  process.stdout.write(`Holdfast is ready at ${running.url}\n`);
}
