import { Failure } from '../failure/failure.ts';

const passwordLength = {
  /** Below this no password is strong enough. */
  minimum: 12,
  /** Above this it is not a password but a pasted text: refused before anything heavy looks at it. */
  maximum: 1024,
} as const;

/**
 * A password as the key derivation takes it: the same characters in the same bytes on every keyboard (NFC, as RFC 8265 asks), not trimmed.
 * @throws Failure `password_too_long`
 */
export function normalisePassword(typed: string): string {
  if (typed.length > passwordLength.maximum) {
    throw new Failure('password_too_long', { field: 'password' });
  }
  return typed.normalize('NFC');
}

/** Where the failures of a new password belong: a form may ask for the present one beside it. */
export const newPasswordField = 'new_password';

/**
 * A password that somebody chose, checked for its length. Its strength is judged separately.
 * @throws Failure `password_weak` when too short, `password_too_long`; both with the `newPasswordField`
 */
export function checkNewPassword(typed: string): string {
  if (typed.length > passwordLength.maximum) {
    throw new Failure('password_too_long', { field: newPasswordField });
  }
  const password = normalisePassword(typed);
  if (password.length < passwordLength.minimum) {
    throw new Failure('password_weak', { field: newPasswordField });
  }
  return password;
}
