import * as z from 'zod/mini';

/** As long as a person may take for the form that they proved themselves for. */
const provedForMs = 15 * 60 * 1000;

const answerSchema = z.object({ access_token: z.string() });
const claimsSchema = z.object({ session_id: z.string() });

/** The session that a token belongs to; the API checks its signature. */
function sessionOf(token: string): string | null {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    const claims = z.safeParse(claimsSchema, JSON.parse(payload));
    return claims.success ? claims.data.session_id : null;
  } catch {
    return null;
  }
}

/** What somebody showed when a session was opened: that they know the password, or that they read the account's mail. */
export type Proof = 'password' | 'mail';

export interface ProvedSessions {
  /** Remembers the session that an answer of the API opened. */
  opened(answer: Uint8Array, by: Proof): void;
  /** Whether this token's session was opened a short time ago, by a password or a mail; with `by`, by that alone. */
  isProved(token: string | null, by?: Proof): boolean;
}

/**
 * Which sessions were opened a short time ago. A token is kept on a device and lives on by being renewed; whoever got hold of one must not
 * lock its owner out by changing the password. So that asks for a session whose owner has only just proved who they are.
 */
export function rememberProvedSessions(now: () => number = Date.now): ProvedSessions {
  // In the order in which they end: all last equally long.
  const sessions = new Map<string, { readonly ends: number; readonly by: Proof }>();
  const forgetEnded = (): void => {
    for (const [session, { ends }] of sessions) {
      if (ends > now()) return;
      sessions.delete(session);
    }
  };
  return {
    opened(answer, by) {
      forgetEnded();
      try {
        const parsed = z.safeParse(answerSchema, JSON.parse(new TextDecoder().decode(answer)));
        const session = parsed.success ? sessionOf(parsed.data.access_token) : null;
        if (session !== null) sessions.set(session, { ends: now() + provedForMs, by });
      } catch {
        // Not an answer that opens anything.
      }
    },
    isProved(token, by) {
      forgetEnded();
      const session = token === null ? null : sessionOf(token);
      const proof = session === null ? undefined : sessions.get(session);
      return proof !== undefined && (by === undefined || proof.by === by);
    },
  };
}
