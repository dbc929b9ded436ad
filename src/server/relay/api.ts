import type { Backend } from '../backend/backend.ts';
import { forwardedRequest } from '../gateway/forwarded-request.ts';
import type { Person } from './person.ts';

/**
 * What a failed call means for the relay. `signed_out`: the token has ended. `refused`: the same call would be refused
 * again. `unreachable`: it may work later.
 */
export type ApiTrouble = 'signed_out' | 'refused' | 'unreachable';

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly trouble: ApiTrouble;

  constructor(trouble: ApiTrouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

/** Calls the rows API as a person; row-level security decides. Resolves with the parsed JSON. @throws ApiError */
export type Api = (
  person: Person,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
) => Promise<unknown>;

function troubleOf(status: number): ApiTrouble {
  if (status === 401) return 'signed_out';
  return status >= 500 || status === 429 ? 'unreachable' : 'refused';
}

export function connectApi(backend: Backend, publishableKey: string): Api {
  return async (person, method, path, body) => {
    const request = new Request(new URL(`/rest/v1/${path}`, 'http://relay.internal'), {
      method,
      headers: {
        authorization: `Bearer ${person.token}`,
        'content-type': 'application/json',
        prefer: 'return=representation',
      },
    });
    const payload = body === undefined ? null : new TextEncoder().encode(JSON.stringify(body));
    let response: Response;
    try {
      response = await backend.fetch(forwardedRequest(request, publishableKey, payload));
    } catch {
      throw new ApiError('unreachable');
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new ApiError(troubleOf(response.status));
    }
    try {
      return await response.json();
    } catch {
      // Cut off on its way, or the page of a proxy that stands between.
      throw new ApiError('unreachable');
    }
  };
}
