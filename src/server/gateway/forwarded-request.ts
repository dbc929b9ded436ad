import * as z from 'zod/mini';

/** Request headers that mean something to the API. A key, a cookie, another schema or a forged address of the caller's never passes. */
const passedOn = [
  'accept',
  'content-type',
  'prefer',
  'range',
  'range-unit',
  'x-client-info',
  'x-supabase-api-version',
];

const claimsSchema = z.object({ role: z.literal('authenticated'), sub: z.uuid() });
const bearer = /^Bearer ([\w-]+\.([\w-]+)\.[\w-]+)$/;

/**
 * The bearer token of an `Authorization` header if it claims to be a person's, else null.
 * The API checks its signature; this only sorts out keys and tokens of other roles, which then count as nobody.
 */
export function personToken(authorization: string | null): string | null {
  const match = authorization === null ? null : bearer.exec(authorization);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(match[2], 'base64url').toString('utf8'));
    return z.safeParse(claimsSchema, claims).success ? match[1] : null;
  } catch {
    return null;
  }
}

/** The request that the API gets to see for `request`, with the server's own publishable key and the body already read. */
export function forwardedRequest(
  request: Request,
  publishableKey: string,
  body: Uint8Array<ArrayBuffer> | null,
): Request {
  const headers = new Headers({ apikey: publishableKey });
  for (const name of passedOn) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const token = personToken(request.headers.get('authorization'));
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  const url = new URL(request.url);
  url.searchParams.delete('apikey');
  return new Request(url, {
    method: request.method,
    headers,
    redirect: 'manual',
    ...(body === null ? {} : { body }),
  });
}
