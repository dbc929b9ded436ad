import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import * as z from 'zod/mini';
import type { Settings } from '../env.ts';

const windowSeconds = 15 * 60;
const emailSchema = z.object({ email: z.string().check(z.maxLength(320)) });

export interface Attempt {
  readonly pathname: string;
  readonly search: URLSearchParams;
  /** Network address, or its /64 for IPv6. */
  readonly address: string;
  readonly body: Uint8Array | null;
  /** Of whoever is signed in. */
  readonly token: string | null;
}

export interface Attempts {
  /** Counts an attempt; the seconds to wait when there were too many, else null. */
  refuse(attempt: Attempt): Promise<number | null>;
  /** Takes in what came of it: whoever has just signed in starts anew, and what a person did is counted now that their token was taken. */
  settled(attempt: Attempt, status: number): Promise<void>;
}

type Kind = 'sign_in' | 'sign_up' | 'look_up' | 'mail' | 'join' | 'come_back';

/** A browser looks an address up once before each sign-in, and again when a page was reloaded in between. */
const lookUpsPerSignIn = 3;

/** What is also counted by the account that is signed in. */
const kindsByPerson: readonly Kind[] = ['mail', 'join', 'come_back'];

function kindOf({ pathname, search, body }: Attempt): Kind | null {
  if (pathname === '/auth/v1/token') {
    return search.get('grant_type') === 'refresh_token' ? null : 'sign_in';
  }
  if (pathname === '/auth/v1/signup') return 'sign_up';
  if (pathname === '/auth/v1/verify') return 'sign_in';
  if (pathname === '/auth/v1/recover') return 'mail';
  if (pathname === '/auth/v1/user') return accountOf(body) === null ? null : 'mail';
  if (pathname === '/rest/v1/rpc/request_to_join') return 'join';
  // Beside what the database allows in a day: nobody keeps it busy with asking.
  if (/^\/rest\/v1\/rpc\/(?:ask|try)_readmission$/.test(pathname)) return 'come_back';
  return pathname === '/rest/v1/rpc/prelogin' ? 'look_up' : null;
}

/** A name for the account that keeps the address itself out of memory. */
function accountOf(body: Uint8Array | null): string | null {
  if (body === null) return null;
  try {
    const parsed = z.safeParse(emailSchema, JSON.parse(Buffer.from(body).toString('utf8')));
    if (!parsed.success) return null;
    const address = parsed.data.email.trim().toLowerCase();
    return createHash('sha256').update(address).digest('base64url');
  } catch {
    return null;
  }
}

/** Whose token it claims to be. It counts only after the API has taken the token: a made-up one must not use up somebody's attempts. */
function personOf(token: string | null): string | null {
  if (token === null) return null;
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    const claims = z.safeParse(z.object({ sub: z.uuid() }), JSON.parse(payload));
    return claims.success ? claims.data.sub : null;
  } catch {
    return null;
  }
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<number | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.ceil(refusal.msBeforeNext / 1000);
    throw refusal;
  }
}

/** Limits how often passwords, addresses, mails, invitations and coming back can be tried: per network address, and per account. */
export function limitAttempts({ perAddress, perAccount }: Settings['attempts']): Attempts {
  const addresses = new RateLimiterMemory({ points: perAddress, duration: windowSeconds });
  const accounts = new RateLimiterMemory({ points: perAccount, duration: windowSeconds });
  const lookUps = new RateLimiterMemory({
    points: perAccount * lookUpsPerSignIn,
    duration: windowSeconds,
  });
  return {
    async refuse(attempt) {
      const kind = kindOf(attempt);
      if (kind === null) return null;
      const wait = await consume(addresses, `${kind} ${attempt.address}`);
      if (wait !== null || kind === 'sign_up') return wait;
      const person = kindsByPerson.includes(kind) ? personOf(attempt.token) : null;
      const used = person === null ? null : await accounts.get(`${kind} ${person}`);
      if (used !== null && used.remainingPoints <= 0) return Math.ceil(used.msBeforeNext / 1000);
      const account = accountOf(attempt.body);
      if (account === null) return null;
      return consume(kind === 'look_up' ? lookUps : accounts, `${kind} ${account}`);
    },
    async settled(attempt, status) {
      const kind = kindOf(attempt);
      if (kind === null || status === 401) return;
      const person = kindsByPerson.includes(kind) ? personOf(attempt.token) : null;
      if (person !== null) await consume(accounts, `${kind} ${person}`);
      const account = accountOf(attempt.body);
      if (kind !== 'sign_in' || account === null || status >= 300) return;
      await accounts.delete(`sign_in ${account}`);
      await lookUps.delete(`look_up ${account}`);
    },
  };
}
