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
}

export interface Attempts {
  /** Counts an attempt; the seconds to wait when there were too many, else null. */
  refuse(attempt: Attempt): Promise<number | null>;
  /** Forgets the attempts of an account that has just signed in. */
  succeeded(attempt: Attempt): Promise<void>;
}

type Kind = 'sign_in' | 'sign_up' | 'look_up' | 'mail';

function kindOf({ pathname, search }: Attempt): Kind | null {
  if (pathname === '/auth/v1/token') {
    return search.get('grant_type') === 'refresh_token' ? null : 'sign_in';
  }
  if (pathname === '/auth/v1/signup') return 'sign_up';
  if (pathname === '/auth/v1/verify') return 'sign_in';
  if (pathname === '/auth/v1/recover') return 'mail';
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

async function consume(limiter: RateLimiterMemory, key: string): Promise<number | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.ceil(refusal.msBeforeNext / 1000);
    throw refusal;
  }
}

/** Limits how often passwords can be tried: per network address for everything, per account for sign-ins and mails. */
export function limitAttempts({ perAddress, perAccount }: Settings['attempts']): Attempts {
  const addresses = new RateLimiterMemory({ points: perAddress, duration: windowSeconds });
  const accounts = new RateLimiterMemory({ points: perAccount, duration: windowSeconds });
  return {
    async refuse(attempt) {
      const kind = kindOf(attempt);
      if (kind === null) return null;
      const wait = await consume(addresses, `${kind} ${attempt.address}`);
      if (wait !== null || kind === 'sign_up' || kind === 'look_up') return wait;
      const account = accountOf(attempt.body);
      return account === null ? null : consume(accounts, `${kind} ${account}`);
    },
    async succeeded(attempt) {
      if (kindOf(attempt) !== 'sign_in') return;
      const account = accountOf(attempt.body);
      if (account !== null) await accounts.delete(`sign_in ${account}`);
    },
  };
}
