import * as z from 'zod/mini';

const captcha = z.optional(z.unknown());
const kinds = {
  password: z.strictObject({
    email: z.string().check(z.maxLength(320)),
    password: z.string(),
    gotrue_meta_security: captcha,
  }),
  refresh_token: z.strictObject({ refresh_token: z.string(), gotrue_meta_security: captcha }),
} as const;

/** Whether somebody is signing in. */
export const isSignIn = (pathname: string): boolean => pathname === '/auth/v1/token';

/**
 * The body of a sign-in, written anew, so that the API cannot read another account out of it than the one that is counted: parsers differ
 * about names in other letters, names that come twice, and what stands around the JSON.
 * @returns null when it is none
 */
export function signInBody(
  search: URLSearchParams,
  contentType: string | null,
  body: Uint8Array | null,
): Uint8Array<ArrayBuffer> | null {
  const [kind, ...more] = search.getAll('grant_type');
  if ((kind !== 'password' && kind !== 'refresh_token') || more.length > 0) return null;
  if (body === null || !/^application\/json(?:;|$)/i.test(contentType ?? '')) return null;
  try {
    const parsed = z.safeParse(kinds[kind], JSON.parse(new TextDecoder().decode(body)));
    return parsed.success ? new TextEncoder().encode(JSON.stringify(parsed.data)) : null;
  } catch {
    return null;
  }
}
