import type { AuthError, Session } from '@supabase/auth-js';
import type { KdfParameters } from '../domain/account/kdf.ts';
import { Failure } from '../domain/failure/failure.ts';
import { storedToken, type Client } from './client.ts';
import { failureOf } from './failures.ts';

export interface Account {
  readonly id: string;
  readonly email: string;
}

export interface SignInSecret {
  readonly email: string;
  /** Derived from the password; the password itself is never sent. */
  readonly authSecret: string;
}

/** Where a mail of the server goes: out, or to its console, where whoever runs it finds the link. */
export type MailDelivery = 'mail' | 'console';

export type Accounts = ReturnType<typeof createAccounts>;

/** Signing up, in and out. All methods throw `offline`, `server_unreachable`, `server_error` or `too_many_attempts` when it comes to that. */
export function createAccounts(client: Client) {
  const { auth } = client;
  /** Which visit (session of Auth) this client is, or was last: it is asked about when it is over. */
  let visit: string | null = null;

  function arrived(session: Session): Account {
    visit = visitIn(session.access_token);
    return accountOf(session);
  }

  return {
    /** Which visit this client is, or was last; null before there was one. */
    get visit(): string | null {
      return visit;
    },

    /** @throws Failure `address_taken`, `address_invalid`, `confirm_address_first` when the host wants the address confirmed */
    async signUp({
      email,
      authSecret,
      kdf,
    }: SignInSecret & { readonly kdf: KdfParameters }): Promise<Account> {
      const { data, error } = await auth.signUp({
        email,
        password: authSecret,
        options: { data: { kdf } },
      });
      if (error) throw authFailure(error);
      // A host that confirms addresses answers a taken one with a person without identities, so as to tell nobody.
      if (!data.session) throw new Failure('confirm_address_first');
      return arrived(data.session);
    },

    /**
     * Opens a visit; one that this client had before, of the same account, is over then.
     * @throws Failure `wrong_password_or_address`, `confirm_address_first`
     */
    async signIn({ email, authSecret }: SignInSecret): Promise<Account> {
      const before = readStored((await storedToken(client)) ?? '');
      const { data, error } = await auth.signInWithPassword({ email, password: authSecret });
      if (error) throw authFailure(error);
      if (typeof before.token === 'string' && before.account?.id === data.user.id) {
        // Otherwise it would stand in the list of devices for good.
        await auth.admin.signOut(before.token, 'local').catch(() => undefined);
      }
      return arrived(data.session);
    },

    /**
     * Changes the password, and in the same statement the parameters that `prelogin` answers with.
     * @throws Failure `signed_out`
     */
    async changePassword({
      authSecret,
      kdf,
    }: Omit<SignInSecret, 'email'> & { readonly kdf: KdfParameters }): Promise<void> {
      const { error } = await auth.updateUser({ password: authSecret, data: { kdf } });
      if (error) throw authFailure(error);
    },

    /** Asks for a mail with a way in for somebody who forgot the password. Says the same whether or not the address has an account. */
    async askForWayIn(email: string): Promise<MailDelivery> {
      const { data, error } = await auth.resetPasswordForEmail(email);
      if (error) throw authFailure(error);
      return 'delivery' in data && data.delivery === 'console' ? 'console' : 'mail';
    },

    /** Signs in with what such a mail holds; it works once, for an hour. @throws Failure `link_spent` */
    async enterByMail(tokenHash: string): Promise<Account> {
      const { data, error } = await auth.verifyOtp({ token_hash: tokenHash, type: 'recovery' });
      if (error) throw authFailure(error);
      if (!data.session) throw new Failure('link_spent');
      return arrived(data.session);
    },

    /**
     * Asks for a mail to another address; following its link moves the account there. Says the same whether or not somebody has the address.
     * @throws Failure `prove_again` when the password was not typed a short time ago
     */
    async askForAddress(email: string): Promise<MailDelivery> {
      const { data, error } = await auth.updateUser({ email });
      if (error) throw authFailure(error);
      return 'delivery' in data.user && data.user.delivery === 'console' ? 'console' : 'mail';
    },

    /** Moves the account to the address that such a mail went to; its link works once, for an hour. @throws Failure `link_spent` */
    async confirmAddress(secret: string): Promise<void> {
      await tellAuth(client, '/verify', { type: 'email_change', token_hash: secret });
    },

    /** Who is signed in, as the server knows them now: the address may have been changed on another device. @throws Failure `signed_out` */
    async fresh(): Promise<Account> {
      const { data, error } = await auth.refreshSession();
      if (error) {
        const failure = authFailure(error);
        // The library keeps a visit that cannot be renewed until its token ends. This one is over.
        if (failure.code === 'signed_out') await auth.signOut({ scope: 'local' });
        throw failure;
      }
      if (!data.session) throw new Failure('signed_out');
      return accountOf(data.session);
    },

    /** Ends every other visit of this account. */
    async signOutElsewhere(): Promise<void> {
      const { error } = await auth.signOut({ scope: 'others' });
      if (error) throw authFailure(error);
    },

    /**
     * Who is signed in on this device, or nobody. Needs no connection: a token that cannot be renewed while the server is away is no
     * sign-out. One that the server no longer takes shows at the first request (`signed_out`).
     */
    async current(): Promise<Account | null> {
      const stored = await storedToken(client);
      if (stored === null) return null;
      const { account, token } = readStored(stored);
      visit = visitIn(token) ?? visit;
      return account;
    },

    /** Whether the visit that is over was ended from another device of the account. @throws those of the network */
    async wasSignedOut(): Promise<boolean> {
      if (visit === null) return false;
      const { data, error, status } = await client.rpc('was_signed_out', { visit });
      if (error) throw failureOf({ ...error, status });
      return data;
    },

    /** A token that is valid now; renewed when it is about to end. @throws Failure `signed_out` */
    async accessToken(): Promise<string> {
      const { data, error } = await auth.getSession();
      if (error) throw authFailure(error);
      if (!data.session) throw new Failure('signed_out');
      return data.session.access_token;
    },

    /** Ends the visit here, also when the server cannot be told. */
    async signOut(): Promise<void> {
      await auth.signOut({ scope: 'local' });
    },

    /** Calls back when the visit has ended: signed out here, in another tab, or by the server. The result takes it back. */
    onSignedOut(listener: () => void): () => void {
      const { data } = auth.onAuthStateChange((event) => {
        if (event === 'SIGNED_OUT') listener();
      });
      return () => {
        data.subscription.unsubscribe();
      };
    },

    /** Stops renewing the token, for tests and for pages that end. */
    async stop(): Promise<void> {
      await auth.stopAutoRefresh();
    },
  };
}

/** A request of Auth's that the library would send without saying who asks. */
async function tellAuth(client: Client, path: string, body: unknown): Promise<void> {
  const url = `${client.url.replace(/\/rest\/v1$/, '/auth/v1')}${path}`;
  const headers = { 'content-type': 'application/json' };
  const send = client.fetch ?? fetch;
  let response: Response;
  try {
    response = await send(url, { method: 'POST', headers, body: JSON.stringify(body) });
  } catch (cause) {
    throw failureOf({ message: cause instanceof Error ? cause.message : '' });
  }
  if (response.ok) return;
  const { error_code: code, message } = (await response.json().catch(() => ({}))) as {
    error_code?: unknown;
    message?: unknown;
  };
  throw failureOf({
    message: typeof message === 'string' ? message : '',
    code: typeof code === 'string' ? code : 'none',
    status: response.status,
  });
}

/** Reads what the library stores, as far as it is needed; by hand, since the sign-in page is light without a schema library. */
function readStored(stored: string): { account: Account | null; token: unknown } {
  try {
    const { user, access_token: token } = JSON.parse(stored) as {
      user?: { id?: unknown; email?: unknown };
      access_token?: unknown;
    };
    const { id, email } = user ?? {};
    const known = typeof id === 'string' && typeof email === 'string';
    return { account: known ? { id, email } : null, token };
  } catch {
    return { account: null, token: null };
  }
}

/** The visit that a token names. */
function visitIn(token: unknown): string | null {
  try {
    const payload = String(token).split('.')[1] ?? '';
    const { session_id: visit } = JSON.parse(
      atob(payload.replaceAll('-', '+').replaceAll('_', '/')),
    ) as { session_id?: unknown };
    return typeof visit === 'string' ? visit : null;
  } catch {
    return null;
  }
}

function accountOf({ user }: Session): Account {
  if (user.email === undefined) throw new Failure('server_error');
  return { id: user.id, email: user.email };
}

function authFailure({ message, code, status, name }: AuthError): Failure {
  if (name === 'AuthRetryableFetchError' && (status ?? 0) === 0) return failureOf({ message });
  if (name === 'AuthSessionMissingError') return new Failure('signed_out');
  return failureOf({ message, code, status });
}
