import { Failure, failureCodes, type FailureCode } from '../domain/failure/failure.ts';
import { secondsToWait } from './fetch-with-delay.ts';

/** What the client libraries say about a request that failed. */
export interface RequestError {
  readonly message: string;
  readonly code?: string | undefined;
  /** Missing or 0 when there was no answer. */
  readonly status?: number | undefined;
}

/** Codes of Supabase Auth that mean something to the person. */
const authCodes: Readonly<Record<string, FailureCode>> = {
  invalid_credentials: 'wrong_password_or_address',
  user_already_exists: 'address_taken',
  email_exists: 'address_taken',
  email_not_confirmed: 'confirm_address_first',
  email_address_invalid: 'address_invalid',
  over_request_rate_limit: 'too_many_attempts',
  over_email_send_rate_limit: 'too_many_attempts',
  otp_expired: 'link_spent',
  session_not_found: 'signed_out',
  session_expired: 'signed_out',
  refresh_token_not_found: 'signed_out',
  refresh_token_already_used: 'signed_out',
  bad_jwt: 'signed_out',
  no_authorization: 'signed_out',
  user_not_found: 'signed_out',
};

/** Codes of Postgres and of its API. */
const databaseCodes: Readonly<Record<string, FailureCode>> = {
  '42501': 'not_allowed',
  '23505': 'changed_elsewhere',
  '23503': 'not_found',
  PGRST116: 'not_found',
  PGRST301: 'signed_out',
  PGRST302: 'signed_out',
  PGRST303: 'signed_out',
};

/** The one place where an error of the API becomes a Failure. */
export function failureOf(error: RequestError): Failure {
  const { message, code = '', status = 0 } = error;
  if (status === 0 && code === '') return new Failure(unreachable(), { cause: error });
  if (status === 429) {
    const seconds = secondsToWait(message);
    return new Failure('too_many_attempts', {
      cause: error,
      ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    });
  }
  return new Failure(codeOf(message, code, status), { cause: error });
}

function codeOf(message: string, code: string, status: number): FailureCode {
  // Our own functions end with SQLSTATE PTxyz and one of our codes, the gateway with one of our codes.
  if (code.startsWith('PT') && isFailureCode(message)) return message;
  if (isFailureCode(code)) return code;
  const known = authCodes[code] ?? databaseCodes[code];
  if (known !== undefined && !(known === 'not_allowed' && status === 401)) return known;
  if (status === 401) return 'signed_out';
  if (status === 403) return 'not_allowed';
  if (status === 404) return 'not_found';
  if (status === 413) return 'text_too_long';
  if (status === 0 || (status >= 502 && status <= 504)) return unreachable();
  return 'server_error';
}

function unreachable(): FailureCode {
  const online = (globalThis.navigator as Partial<Navigator> | undefined)?.onLine;
  return online === false ? 'offline' : 'server_unreachable';
}

function isFailureCode(text: string): text is FailureCode {
  return failureCodes.some((code) => code === text);
}
