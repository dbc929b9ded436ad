import { argon2id } from 'hash-wasm';
import { kdfTrial } from '../../domain/account/kdf.ts';

function run(memorySize: number, iterations: number): Promise<string> {
  const salt = new Uint8Array(32);
  return argon2id({
    password: 'a trial',
    salt,
    memorySize,
    iterations,
    parallelism: 1,
    hashLength: 32,
    outputType: 'hex',
  });
}

/** How long this device takes for a short trial of Argon2id, in milliseconds. Run it in a worker. */
export async function measureStretch(now: () => number = () => performance.now()): Promise<number> {
  // Compiling counts for nothing.
  await run(8, 1);
  const started = now();
  await run(kdfTrial.memoryKib, kdfTrial.iterations);
  return now() - started;
}
