import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../support/holdfast-process.ts';
import { freshDataDir } from '../../support/template.ts';

const script = fileURLToPath(new URL('./child.ts', import.meta.url));

/** What a process said before it ended by itself. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

function spawnServer(env: Readonly<Record<string, string>>): ChildProcess {
  // These processes live for seconds: optimising the database's code would cost more than it brings.
  return spawn(process.execPath, ['--liftoff-only', script], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs the server with an environment that it is expected to refuse. */
export async function runUntilItEnds(env: Readonly<Record<string, string>>): Promise<Ended> {
  const child = spawnServer(env);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (output += part));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

/** The server as a process of its own that can be killed and started again on the same port and data. */
export class ChildServer implements AsyncDisposable {
  readonly dataDir: string;
  readonly url: string;
  readonly #port: number;
  #child: ChildProcess | null = null;
  #output = '';

  private constructor(dataDir: string, port: number) {
    this.dataDir = dataDir;
    this.#port = port;
    this.url = `http://localhost:${port}`;
  }

  static async start(): Promise<ChildServer> {
    const server = new ChildServer(await freshDataDir(), await freePort());
    await server.startAgain();
    return server;
  }

  /** Everything it has printed, over all its starts. */
  get output(): string {
    return this.#output;
  }

  /** Starts it; resolves with the milliseconds until it said that it is ready. */
  async startAgain(env: Readonly<Record<string, string>> = {}): Promise<number> {
    const started = performance.now();
    const child = spawnServer({
      PORT: String(this.#port),
      DATA_DIR: this.dataDir,
      ATTEMPTS_PER_ADDRESS: '1000',
      ...env,
    });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        if (stream === null) continue;
        createInterface({ input: stream }).on('line', (line) => {
          this.#output += `${line}\n`;
          if (line.includes(this.url)) resolve();
        });
      }
      child.once('exit', (code) => {
        reject(new Error(`it ended (${String(code)}) before it was ready:\n${this.#output}`));
      });
    });
    return performance.now() - started;
  }

  /** Sends a signal; resolves with the exit code (null after SIGKILL) when the process is gone. */
  async end(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): Promise<number | null> {
    const child = this.#child;
    if (child === null || child.exitCode !== null) return child?.exitCode ?? null;
    const gone = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    const [code] = await gone;
    this.#child = null;
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child !== null) await this.end('SIGKILL');
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
