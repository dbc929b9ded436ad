import * as z from 'zod/mini';
import type { Mail } from '../mail/mail.ts';
import { refusal } from './refusals.ts';

const askSchema = z.object({ email: z.string() });
const confirmSchema = z.object({ type: z.literal('email_change'), token_hash: z.string() });
const userSchema = z.looseObject({ id: z.string() });
const presentSchema = z.nullable(z.string());
const movedSchema = z.object({ access_token: z.string(), user: z.object({ email: z.string() }) });

/** One of the two steps of moving an account to another address. */
export type AddressStep =
  { readonly kind: 'ask' } | { readonly kind: 'confirm'; readonly secret: string };

/** Which step a request is, if it is one. The body has been written anew by `authBody`. */
export function addressStepOf(pathname: string, body: Uint8Array | null): AddressStep | null {
  if (body === null) return null;
  const content = (): unknown => JSON.parse(new TextDecoder().decode(body));
  if (pathname === '/auth/v1/user') {
    return z.safeParse(askSchema, content()).success ? { kind: 'ask' } : null;
  }
  if (pathname !== '/auth/v1/verify') return null;
  const confirming = z.safeParse(confirmSchema, content());
  return confirming.success ? { kind: 'confirm', secret: confirming.data.token_hash } : null;
}

export interface AddressDoors {
  /** Sends a request to the API as the person whose token came along, or as the one of `token`. */
  readonly fetch: (
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    token?: string,
  ) => Promise<Response>;
  /** Sends on what the person has sent. */
  readonly forward: () => Promise<Response>;
  /** Where the API's mails go. */
  readonly mails: 'mail' | 'console';
  /** Sends a mail of the server's own; null where the Supabase project sends this one itself. */
  readonly notify: ((mail: Mail) => void) | null;
}

/**
 * Asks for the mail to the new address. Nobody waits for it: how long it takes, and whether it is refused, would tell whether another account
 * has that address. The answer is the person as they are now, which is what the client library keeps.
 */
export async function askForAddress({ fetch, forward, mails }: AddressDoors): Promise<Response> {
  const response = await fetch('GET', '/auth/v1/user');
  if (!response.ok) return response;
  const parsed = z.safeParse(userSchema, await response.json());
  if (!parsed.success) return refusal(502, 'server_error');
  void forward().catch(() => undefined);
  // Not what is under way: it comes a moment later, and only for an address that is free.
  return Response.json({ ...parsed.data, new_email: undefined, delivery: mails });
}

/**
 * Lets the new address take the place of the old one. The link alone is not enough: whoever follows it has to be signed in to the account that it
 * is for. So a mail to a mistyped address gives nobody an account, and neither does reading the new mailbox. The visit that
 * Auth opens for the link ends at once: the person has one.
 */
export async function confirmAddress(
  { fetch, forward, notify }: AddressDoors,
  secret: string,
): Promise<Response> {
  const asked = await fetch('POST', '/rest/v1/rpc/address_to_leave', { secret });
  if (!asked.ok) return asked;
  const present = z.safeParse(presentSchema, await asked.json());
  if (!present.success || present.data === null) return refusal(403, 'otp_expired');
  const response = await forward();
  if (!response.ok) return response;
  const moved = z.safeParse(movedSchema, await response.json());
  // Where Supabase also wants the old mailbox to confirm (README: switch that off), there is no visit yet, and nothing has moved.
  if (!moved.success) return refusal(502, 'server_error');
  const { access_token, user } = moved.data;
  // First of all: the account has moved, whatever else comes to nothing.
  notify?.(farewell(present.data));
  // Nobody has the token of that visit. Where it cannot be ended it stands in the list of devices, and can be ended there.
  await fetch('POST', '/auth/v1/logout?scope=local', undefined, access_token).catch(
    () => undefined,
  );
  return Response.json({ email: user.email });
}

/** Neither where the account went nor whose it is: somebody else may read this mailbox by now. */
function farewell(to: string): Mail {
  return {
    to,
    subject: 'Your address was changed',
    html: [
      '<p>An account that used this address uses another one from now on. This one no longer signs in.</p>',
      '<p>If it was you, there is nothing to do. If it was not, tell whoever runs this server.</p>',
    ].join('\n'),
  };
}
