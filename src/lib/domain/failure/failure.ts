/**
 * Every failure that a person can meet, by code. `ui/failures` holds the sentence of each; nothing else turns a code into words.
 */
export const failureCodes = [
  // network and server
  'offline',
  'server_unreachable',
  'server_error',
  'too_many_attempts',
  'signed_out',
  'not_allowed',
  'not_found',
  'changed_elsewhere',
  // account and keys
  'wrong_password_or_address',
  'wrong_password',
  'address_taken',
  'address_invalid',
  'address_unchanged',
  'confirm_address_first',
  'password_weak',
  'password_too_long',
  'kdf_below_floor',
  'key_stretch_failed',
  'keyring_missing',
  'keyring_broken',
  'recovery_code_mistyped',
  'recovery_code_wrong',
  'link_spent',
  'not_understood',
  'prove_again',
  'passkey_not_used',
  'passkey_there_already',
  'passkey_unsuitable',
  'too_many_passkeys',
  'insecure_context',
  'browser_too_old',
  'storage_refused',
  'locked',
  // envelopes
  'envelope_tampered',
  'envelope_unknown_version',
  'envelope_wrong_epoch',
  // space and invites
  'space_full',
  'already_in_a_space',
  'space_closed',
  'pause_of_partner',
  'invite_mangled',
  'invite_expired',
  'invite_revoked',
  'invite_used',
  'invite_own',
  'invite_forged',
  'too_many_invites',
  'partner_key_changed',
  'space_rolled_back',
  // coming back
  'readmission_over',
  'readmission_both',
  'readmission_elsewhere',
  'readmission_forged',
  'readmission_tries_over',
  'words_differ',
  // writing
  'text_too_long',
  'text_empty',
  'thread_full',
  'date_invalid',
  'document_full',
  'versions_full',
  'document_deleted',
  'check_in_already_open',
  'check_in_sealed',
  'check_in_not_revealed',
  'check_in_closed',
  'unexpected',
] as const;

export type FailureCode = (typeof failureCodes)[number];

export interface FailureDetails {
  /** Seconds until another try makes sense. */
  readonly retryAfterSeconds?: number;
  /** The form field that the sentence belongs beside. */
  readonly field?: string;
  /** The underlying error, for a developer's console only; never shown, sent or logged by the server. */
  readonly cause?: unknown;
}

/** An expected failure, with a code instead of a text, so that no layer matches on words. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly retryAfterSeconds: number | undefined;
  readonly field: string | undefined;

  constructor(code: FailureCode, details: FailureDetails = {}) {
    super(code, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Failure';
    this.code = code;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.field = details.field;
  }
}

/** Any thrown value as a Failure: what is not one already becomes `unexpected`, keeping its cause. */
export function toFailure(thrown: unknown): Failure {
  return thrown instanceof Failure ? thrown : new Failure('unexpected', { cause: thrown });
}
