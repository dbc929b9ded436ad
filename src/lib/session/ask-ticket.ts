import * as z from 'zod/mini';
import { failureOf } from '../data/failures.ts';
import { Failure } from '../domain/failure/failure.ts';

const ticketSchema = z.object({ ticket: z.string() });
const refusalSchema = z.object({ code: z.string() });

/**
 * Asks for the single-use ticket that lets a socket into a room.
 * @param token the person's valid access token
 * @throws Failure `not_allowed` and `not_found` for good; `signed_out`, `too_many_attempts`, `server_unreachable`, `offline`
 */
export async function askTicket(origin: string, token: string, room: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(`${origin}/collab/tickets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ room }),
    });
  } catch (cause) {
    throw new Failure(navigator.onLine ? 'server_unreachable' : 'offline', { cause });
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) {
    const parsed = ticketSchema.safeParse(body);
    if (!parsed.success) throw new Failure('server_error');
    return parsed.data.ticket;
  }
  const refusal = refusalSchema.safeParse(body);
  const code = refusal.success ? refusal.data.code : 'none';
  const wait = Number(response.headers.get('retry-after'));
  if (response.status === 429) {
    throw new Failure('too_many_attempts', wait > 0 ? { retryAfterSeconds: wait } : {});
  }
  throw failureOf({ message: code, code, status: response.status });
}
