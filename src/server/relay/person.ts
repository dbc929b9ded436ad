import * as z from 'zod/mini';
import { personToken } from '../gateway/forwarded-request.ts';

/** Somebody who came with a token. What the token is worth is decided by the API, each time it is used. */
export interface Person {
  readonly id: string;
  /** The visit that the token belongs to: one person may be here on several devices, and one of them be signed out. */
  readonly visit: string;
  readonly token: string;
  /** When the token ends, in milliseconds since 1970. */
  readonly expiresAt: number;
}

const claimsSchema = z.object({ sub: z.uuid(), session_id: z.string(), exp: z.number() });

/** The person whom an `Authorization` header names, or null when it holds no token of a person. */
export function personOf(authorization: string | null): Person | null {
  const token = personToken(authorization);
  const payload = token?.split('.')[1];
  if (token === null || payload === undefined) return null;
  const claims = z.safeParse(
    claimsSchema,
    JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')),
  );
  if (!claims.success) return null;
  const { sub, session_id, exp } = claims.data;
  return { id: sub, visit: session_id, token, expiresAt: exp * 1000 };
}
