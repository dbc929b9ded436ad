import type { Backend } from '../backend/backend.ts';
import type { Settings } from '../env.ts';
import { isServed } from './api-routes.ts';
import { limitAttempts } from './attempts.ts';
import { forwardedRequest } from './forwarded-request.ts';
import { readBody } from './read-body.ts';
import { refusal, tooManyAttempts } from './refusals.ts';
import { isAsked } from './row-questions.ts';
import { isSignIn, signInBody } from './sign-in.ts';

/** A check-in seals six long answers in one call, each of at most 600,000 characters; nothing is larger. */
const maxBodyBytes = 5 * 1024 * 1024;

const answerHeaders = [
  'content-type',
  'content-range',
  'content-location',
  'location',
  'preference-applied',
  'proxy-status',
  'retry-after',
  'x-supabase-api-version',
];

export interface GatewayOptions {
  readonly backend: Backend;
  readonly publishableKey: string;
  readonly attempts: Settings['attempts'];
}

/** Answers a request of `address` to the app's Supabase API. */
export type Gateway = (request: Request, address: string) => Promise<Response>;

async function answer(response: Response): Promise<Response> {
  const headers = new Headers({ 'cache-control': 'no-store' });
  for (const name of answerHeaders) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const empty = response.status === 204 || response.status === 304;
  return new Response(empty ? null : await response.arrayBuffer(), {
    status: response.status,
    headers,
  });
}

/**
 * The door between the browser and the Supabase API. The browser holds no key: whoever comes in is nobody, or the
 * person whose token they bring.
 */
export function openGateway({ backend, publishableKey, attempts }: GatewayOptions): Gateway {
  const limiter = limitAttempts(attempts);
  return async (request, address) => {
    const { pathname, searchParams } = new URL(request.url);
    if (!isServed(request.method, pathname)) return refusal(404, 'not_found');
    if (!isAsked(pathname, searchParams)) return refusal(400, 'not_allowed');
    const sent = await readBody(request, maxBodyBytes);
    if (sent === 'too_large') return refusal(413, 'too_large');
    const signsIn = isSignIn(pathname);
    const type = request.headers.get('content-type');
    const body = signsIn ? signInBody(searchParams, type, sent) : sent;
    if (signsIn && body === null) return refusal(400, 'not_allowed');
    const attempt = { pathname, search: searchParams, address, body };
    const wait = await limiter.refuse(attempt);
    if (wait !== null) return tooManyAttempts(wait);
    let response: Response;
    try {
      response = await backend.fetch(forwardedRequest(request, publishableKey, body));
    } catch {
      return refusal(503, 'server_unreachable');
    }
    if (response.ok) await limiter.succeeded(attempt);
    return answer(response);
  };
}
