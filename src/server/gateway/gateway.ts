import type { Backend } from '../backend/backend.ts';
import type { Settings } from '../env.ts';
import { isServed } from './api-routes.ts';
import { limitAttempts } from './attempts.ts';
import { forwardedRequest, personToken } from './forwarded-request.ts';
import { readBody } from './read-body.ts';
import { refusal, tooManyAttempts } from './refusals.ts';
import { isAsked } from './row-questions.ts';
import { rememberProvedSessions, type Proof } from './proved-sessions.ts';
import {
  addressStepOf,
  askForAddress,
  confirmAddress,
  type AddressStep,
} from './address-change.ts';
import { authBody, hasAuthShape } from './auth-body.ts';
import type { Mail } from '../mail/mail.ts';

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
  /** Sends a mail of the server's own; null where the Supabase project does. */
  readonly notify: ((mail: Mail) => void) | null;
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

/** What the owner of the session that the answer opens has just proved; null when it opens none. */
function proofOf(pathname: string, search: URLSearchParams): Proof | null {
  if (pathname === '/auth/v1/signup') return 'password';
  if (pathname === '/auth/v1/verify') return 'mail';
  const byPassword = pathname === '/auth/v1/token' && search.get('grant_type') === 'password';
  return byPassword ? 'password' : null;
}

/** What has to have been proved a short time ago: a stolen token must not lock its owner out, and a stolen mailbox must not take the account along. */
function proofNeeded(pathname: string, step: AddressStep | null): Proof | 'any' | null {
  if (pathname === '/rest/v1/rpc/delete_my_account' || step?.kind === 'ask') return 'password';
  return pathname === '/auth/v1/user' ? 'any' : null;
}

/**
 * The door between the browser and the Supabase API. The browser holds no key: whoever comes in is nobody, or the
 * person whose token they bring.
 */
export function openGateway({
  backend,
  publishableKey,
  attempts,
  mails,
  notify,
}: GatewayOptions): Gateway {
  const limiter = limitAttempts(attempts);
  const proved = rememberProvedSessions();

  function takeStep(step: AddressStep, forwarded: Request): Promise<Response> {
    const { origin } = new URL(forwarded.url);
    const doors = {
      mails,
      notify,
      forward: () => backend.fetch(forwarded),
      fetch: (method: 'GET' | 'POST', path: string, content?: unknown, token?: string) => {
        const headers = new Headers(forwarded.headers);
        if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
        const asked = new Request(new URL(path, origin), {
          method,
          headers,
          ...(content === undefined ? {} : { body: JSON.stringify(content) }),
        });
        return backend.fetch(asked);
      },
    };
    return step.kind === 'ask' ? askForAddress(doors) : confirmAddress(doors, step.secret);
  }

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
    const token = personToken(request.headers.get('authorization'));
    const attempt = { pathname, search: searchParams, address, body, token };
    const step = addressStepOf(pathname, shaped ? body : null);
    const needed = proofNeeded(pathname, step);
    if (needed !== null && !proved.isProved(token, needed === 'any' ? undefined : needed)) {
      return refusal(403, 'prove_again');
    }
    const wait = await limiter.refuse(attempt);
    if (wait !== null) return tooManyAttempts(wait);
    const forwarded = forwardedRequest(request, publishableKey, body);
    if (pathname === '/auth/v1/recover') {
      // Nobody waits for it: how long it takes, and whether it is refused, would tell whether there is such an account.
      void backend.fetch(forwarded).catch(() => undefined);
      return Response.json({ delivery: mails }, { headers: { 'cache-control': 'no-store' } });
    }
    let response: Response;
    let content: ArrayBuffer;
    try {
      response = await (step === null ? backend.fetch(forwarded) : takeStep(step, forwarded));
      content = await response.arrayBuffer();
    } catch {
      return refusal(503, 'server_unreachable');
    }
    await limiter.settled(attempt, response.status);
    if (response.ok) {
      const proof = step === null ? proofOf(pathname, searchParams) : null;
      if (proof !== null) proved.opened(new Uint8Array(content), proof);
    }
    return answer(response, content);
  };
}
