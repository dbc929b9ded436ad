import type { Holdings } from '../../session/open-holdings.ts';
import { Archive } from './archive.ts';
import { collect, type CollectOptions, type Outcome } from './collect.ts';
import { shelvesOf } from './parts/index.ts';

export interface MadeExport {
  readonly file: Blob;
  readonly outcome: Outcome;
}

/** Everything as one zip file. It brings along what reads documents and what packs, so load this file only when it is wanted. */
export async function makeExport(held: Holdings, options: CollectOptions): Promise<MadeExport> {
  const archive = new Archive();
  const outcome = await collect(shelvesOf(held), archive, options);
  return { file: archive.finish(), outcome };
}
