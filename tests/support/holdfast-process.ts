import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { freshDataDir } from './template.ts';

/** A port of this machine that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, 'localhost', () => {
      const address = probe.address();
      probe.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
}

/**
 * The real server as a process of its own, as `npm start` runs it, on a data directory of its own.
 * It can be stopped, killed and started again on the same port, as a machine at home would be.
 */
export class HoldfastProcess {
  readonly dataDir: string;
  readonly url: string;
  readonly #port: number;
  #env: Readonly<Record<string, string>>;
  #child: ChildProcess | null = null;
  #log = '';

  private constructor(dataDir: string, port: number, env: Readonly<Record<string, string>>) {
    this.dataDir = dataDir;
    this.#port = port;
    this.#env = env;
    this.url = `http://localhost:${String(port)}`;
  }

  /** @param env further environment of the server */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<HoldfastProcess> {
    const server = new HoldfastProcess(await freshDataDir(), await freePort(), env);
    await server.startAgain();
    return server;
  }

  /** Everything the server has written to its output since it was first started. */
  get log(): string {
    return this.#log;
  }

  get runs(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /**
   * Starts the process and waits for its one line with the address.
   * @param env what is different in its environment from now on
   */
  async startAgain(env: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#env = { ...this.#env, ...env };
    // A server that lives for a minute does not earn back what it costs to optimise the database's WebAssembly.
    const child = spawn(process.execPath, ['--liftoff-only', 'src/server/main.ts'], {
      env: {
        ...process.env,
        PORT: String(this.#port),
        HOST: 'localhost',
        DATA_DIR: this.dataDir,
        ...this.#env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          this.#log += `${line}\n`;
          if (line.includes(this.url)) resolve();
        });
      }
      child.once('exit', (code) => {
        reject(
          new Error(`the server stopped (${String(code)}) before it was ready:\n${this.#log}`),
        );
      });
    });
  }

  /** Ends the process with a signal and waits until it is gone: SIGKILL is a power cut, SIGTERM a polite end. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || !this.runs) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  /** Ends the process and removes its data. */
  async dispose(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
