import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

const modules = join(process.cwd(), 'node_modules');

/**
 * Runs one tool of `node_modules/.bin`, printing each of its lines behind a label, so that tools
 * which run side by side stay readable.
 *
 * @returns its exit code; 1 when it could not be started
 */
export function runCommand(
  label: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  onLine: (line: string) => void = () => undefined,
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...env,
        PATH: `${join(modules, '.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
        // Every test of the server starts a process; compiling the same modules each time is a third of that.
        NODE_COMPILE_CACHE: join(modules, '.cache', 'compiled'),
        FORCE_COLOR: '0',
      },
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        onLine(line);
        process.stdout.write(`${label.padEnd(9)} | ${line}\n`);
      });
    }
    child.on('error', () => {
      resolve(1);
    });
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
  });
}
