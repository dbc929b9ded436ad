import * as z from 'zod/mini';

const email = z.string().check(z.maxLength(320));
const unused = z.optional(z.unknown());
/** What the client library sends along, and Holdfast has no use for. */
const ballast = {
  gotrue_meta_security: unused,
  code_challenge: unused,
  code_challenge_method: unused,
};

const signInShapes = {
  password: z.strictObject({ email, password: z.string(), ...ballast }),
  refresh_token: z.strictObject({ refresh_token: z.string(), ...ballast }),
} as const;

/** What each of these doors takes; no other change of an account than a new password or another address comes through. */
const shapes = {
  '/auth/v1/recover': z.strictObject({ email, ...ballast }),
  '/auth/v1/verify': z.strictObject({
    type: z.enum(['recovery', 'email_change']),
    token_hash: z.string().check(z.maxLength(200)),
    ...ballast,
  }),
  '/auth/v1/user': z.union([
    z.strictObject({
      password: z.string(),
      data: z.strictObject({ kdf: z.looseObject({}) }),
      ...ballast,
    }),
    z.strictObject({ email: email.check(z.minLength(3)), ...ballast }),
  ]),
} as const;

function shapeOf(pathname: string, search: URLSearchParams): z.ZodMiniType | null {
  if (pathname !== '/auth/v1/token') return shapes[pathname as keyof typeof shapes];
  const [kind, ...more] = search.getAll('grant_type');
  if ((kind !== 'password' && kind !== 'refresh_token') || more.length > 0) return null;
  return signInShapes[kind];
}

/** Whether what is sent here has to have exactly one shape. */
export function hasAuthShape(pathname: string): boolean {
  return pathname === '/auth/v1/token' || pathname in shapes;
}

/**
 * The body of such a request, written anew, so that the API cannot read another account or change out of it than the one that is counted
 * and allowed: parsers differ about names in other letters, names that come twice, and what stands around the JSON.
 * @returns null when it has not the shape
 */
export function authBody(
  pathname: string,
  search: URLSearchParams,
  contentType: string | null,
  body: Uint8Array | null,
): Uint8Array<ArrayBuffer> | null {
  const shape = shapeOf(pathname, search);
  if (shape === null || body === null) return null;
  if (!/^application\/json(?:;|$)/i.test(contentType ?? '')) return null;
  try {
    const parsed = z.safeParse(shape, JSON.parse(new TextDecoder().decode(body)));
    return parsed.success ? new TextEncoder().encode(JSON.stringify(parsed.data)) : null;
  } catch {
    return null;
  }
}
