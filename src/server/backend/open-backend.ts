import { join } from 'node:path';
import type { DataSource } from '../env.ts';
import { loadSecrets } from '../data-dir/secrets.ts';
import type { Backend } from './backend.ts';
import { openHosted } from './hosted.ts';
import { startWorkerBackend, type WorkerOptions } from './worker-backend.ts';

export interface BackendOptions extends WorkerOptions {
  readonly source: DataSource;
  readonly dataDir: string;
  readonly projectDir: string;
  readonly siteUrl: string;
}

export interface OpenBackend {
  readonly backend: Backend;
  /** Names the app to its API; grants nothing beyond what everybody may. */
  readonly publishableKey: string;
}

/** Opens the API where the settings say it lives. */
export async function openBackend(options: BackendOptions): Promise<OpenBackend> {
  const { source, dataDir, projectDir, siteUrl } = options;
  if (source.kind === 'hosted') {
    return { backend: await openHosted(source), publishableKey: source.publishableKey };
  }
  const secrets = await loadSecrets(dataDir);
  const backend = await startWorkerBackend(
    {
      projectDir,
      secrets,
      siteUrl,
      database:
        source.kind === 'embedded'
          ? { kind: 'pglite', dir: join(dataDir, 'db') }
          : { kind: 'postgres', url: source.url },
    },
    options,
  );
  return { backend, publishableKey: secrets.publishableKey };
}
