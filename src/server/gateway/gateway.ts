import type { Backend } from '../backend/backend.ts';
import type { Settings } from '../env.ts';
import { isServed } from './api-routes.ts';
import { limitAttempts } from './attempts.ts';
import { forwardedRequest, personToken } from './forwarded-request.ts';
import { readBody } from './read-body.ts';
import { refusal, tooManyAttempts } from './refusals.ts';
import { isAsked } from './row-questions.ts';
import { rememberProvedSessions } from './proved-sessions.ts';
import { authBody, hasAuthShape } from './auth-body.ts';

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
  /** Where the API's mails go. */
  readonly mails: 'mail' | 'console';
}

/** Answers a request of `address` to the app's Supabase API. */
export type Gateway = (request: Request, address: string) => Promise<Response>;

function answer(response: Response, body: ArrayBuffer): Response {
  const headers = new Headers({ 'cache-control': 'no-store' });
  for (const name of answerHeaders) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const empty = response.status === 204 || response.status === 304;
  return new Response(empty ? null : body, { status: response.status, headers });
}

/** Whether the answer opens a session whose owner has just proved who they are. */
function opensSession(pathname: string, search: URLSearchParams): boolean {
  if (pathname === '/auth/v1/token') return search.get('grant_type') === 'password';
  return pathname === '/auth/v1/verify' || pathname === '/auth/v1/signup';
}

/**
 * The door between the browser and the Supabase API. The browser holds no key: whoever comes in is nobody, or the
 * person whose token they bring.
 */
export function openGateway({ backend, publishableKey, attempts, mails }: GatewayOptions): Gateway {
  const limiter = limitAttempts(attempts);
  const proved = rememberProvedSessions();
  return async (request, address) => {
    const { pathname, searchParams } = new URL(request.url);
    if (!isServed(request.method, pathname)) return refusal(404, 'not_found');
    if (!isAsked(pathname, searchParams)) return refusal(400, 'not_allowed');
    const sent = await readBody(request, maxBodyBytes);
    if (sent === 'too_large') return refusal(413, 'too_large');
    const shaped = hasAuthShape(pathname);
    const type = request.headers.get('content-type');
    const body = shaped ? authBody(pathname, searchParams, type, sent) : sent;
    if (shaped && body === null) return refusal(400, 'not_allowed');
    const attempt = { pathname, search: searchParams, address, body };
    const wait = await limiter.refuse(attempt);
    if (wait !== null) return tooManyAttempts(wait);
    if (pathname === '/auth/v1/user') {
      const token = personToken(request.headers.get('authorization'));
      if (!proved.isProved(token)) return refusal(403, 'prove_again');
    }
    const forwarded = forwardedRequest(request, publishableKey, body);
    if (pathname === '/auth/v1/recover') {
      // Nobody waits for it: how long it takes, and whether it is refused, would tell whether there is such an account.
      void backend.fetch(forwarded).catch(() => undefined);
      return Response.json({ delivery: mails }, { headers: { 'cache-control': 'no-store' } });
    }
    let response: Response;
    let content: ArrayBuffer;
    try {
      response = await backend.fetch(forwarded);
      content = await response.arrayBuffer();
    } catch {
      return refusal(503, 'server_unreachable');
    }
    if (response.ok) {
      await limiter.succeeded(attempt);
      if (opensSession(pathname, searchParams)) proved.opened(new Uint8Array(content));
    }
    return answer(response, content);
  };
}
