import { ConfigurationError } from '../env.ts';
import type { Backend } from './backend.ts';

const answerWithinMs = 30_000;

export interface HostedOptions {
  /** Origin of the Supabase project. */
  readonly url: string;
  readonly publishableKey: string;
}

async function check(backend: Backend, { url, publishableKey }: HostedOptions): Promise<void> {
  const request = new Request(new URL('/rest/v1/spaces?select=id&limit=1', url), {
    headers: { apikey: publishableKey },
  });
  let response: Response;
  try {
    response = await backend.fetch(request);
  } catch {
    throw new ConfigurationError(
      `SUPABASE_URL (${url}) does not answer; check the address and the connection.`,
    );
  }
  const text = await response.text();
  // A visitor without an account may not read the table: that it is refused shows that it is there.
  if (response.ok || text.includes('42501')) return;
  if (response.status === 401) {
    throw new ConfigurationError(`SUPABASE_URL (${url}) does not accept SUPABASE_PUBLISHABLE_KEY.`);
  }
  if (response.status === 404) {
    throw new ConfigurationError(
      `The project at SUPABASE_URL (${url}) lacks Holdfast's tables; run "npx supabase link" and "npx supabase db push" first.`,
    );
  }
  throw new ConfigurationError(`SUPABASE_URL (${url}) answers, but not like a Supabase project.`);
}

/** The API of a hosted or self-hosted Supabase project, tried once. @throws ConfigurationError */
export async function openHosted(options: HostedOptions): Promise<Backend> {
  const ended = new AbortController();
  const backend: Backend = {
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const body = request.body === null ? null : await request.arrayBuffer();
      return fetch(new URL(pathname + search, options.url), {
        method: request.method,
        headers: request.headers,
        redirect: 'manual',
        signal: AbortSignal.any([ended.signal, AbortSignal.timeout(answerWithinMs)]),
        ...(body === null ? {} : { body }),
      });
    },
    close() {
      ended.abort();
      return Promise.resolve();
    },
  };
  await check(backend, options);
  return backend;
}
