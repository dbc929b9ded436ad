import {
  costFor,
  kdfSmallCost,
  type KdfCost,
  type KdfParameters,
} from '../../domain/account/kdf.ts';
import { normalisePassword } from '../../domain/account/password.ts';
import { Failure, type FailureCode } from '../../domain/failure/failure.ts';
import { subtle } from '../platform/subtle.ts';
import type { StretchedPassword } from './types.ts';

export interface StretchQuestion {
  readonly password: string;
  readonly kdf: KdfParameters;
}

export interface TrialQuestion {
  readonly trial: true;
}

export type StretchAnswer =
  | { readonly stretched: StretchedPassword }
  /** Milliseconds of the trial. */
  | { readonly trialMs: number }
  | { readonly failure: FailureCode };

/** A module worker that runs `stretch.worker.ts`. */
function createStretchWorker(): Worker {
  return new Worker(new URL('./stretch.worker.ts', import.meta.url), { type: 'module' });
}

/**
 * `stretchPassword` in a worker of its own, which is ended afterwards: that frees Argon2id's memory and forgets the password.
 * @throws Failure those of `stretchPassword`; `insecure_context`; `browser_too_old` without workers; `key_stretch_failed` when the worker breaks
 */
export async function stretchInWorker(
  password: string,
  kdf: KdfParameters,
  createWorker: () => Worker = createStretchWorker,
): Promise<StretchedPassword> {
  subtle();
  const question: StretchQuestion = { password: normalisePassword(password), kdf };
  const answer = await askWorker(question, createWorker);
  if (!('stretched' in answer)) throw new Failure('key_stretch_failed');
  return answer.stretched;
}

/** What a password that is chosen on this device shall cost: it is measured once, by a short trial in a worker. */
export async function chooseCostInWorker(
  createWorker: () => Worker = createStretchWorker,
): Promise<KdfCost> {
  try {
    const answer = await askWorker({ trial: true }, createWorker);
    return 'trialMs' in answer ? costFor(answer.trialMs) : kdfSmallCost;
  } catch {
    // It has not even the memory for the trial; what really keeps it from working shows when the password is stretched.
    return kdfSmallCost;
  }
}

async function askWorker(
  question: StretchQuestion | TrialQuestion,
  createWorker: () => Worker,
): Promise<StretchAnswer> {
  let worker: Worker;
  try {
    worker = createWorker();
  } catch (cause) {
    throw new Failure('browser_too_old', { cause });
  }
  try {
    return await ask(worker, question);
  } finally {
    worker.terminate();
  }
}

function ask(worker: Worker, question: StretchQuestion | TrialQuestion): Promise<StretchAnswer> {
  return new Promise((resolve, reject) => {
    const broken = (cause: Event) => {
      // Told here; without this the page's own error handler would hear of it, too.
      cause.preventDefault();
      reject(new Failure('key_stretch_failed', { cause }));
    };
    worker.addEventListener('error', broken);
    worker.addEventListener('messageerror', broken);
    worker.addEventListener('message', ({ data }: MessageEvent<StretchAnswer>) => {
      if ('failure' in data) reject(new Failure(data.failure));
      else resolve(data);
    });
    worker.postMessage(question);
  });
}
