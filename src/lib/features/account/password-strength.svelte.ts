import { checkNewPassword, newPasswordField } from '$lib/domain/account/password.ts';
import { Failure, toFailure } from '$lib/domain/failure/failure.ts';
import { loadPart } from '$lib/session/load-part.ts';
import type { PasswordEstimate } from './estimate-password.ts';

/** Scores of zxcvbn go from 0 to 4; 3 stands against an offline attack on a slow hash. */
export const enoughScore = 3;

/**
 * How hard the typed password is to guess. The estimator and its dictionaries are big, so they arrive when a password field is
 * first used, and they run here: the password is never sent anywhere.
 */
export class PasswordStrength {
  #estimate = $state.raw<PasswordEstimate | null>(null);
  #failure = $state.raw<Failure | null>(null);
  #asked = 0;

  /** From 0 to 4, or null while nothing is known. */
  get score(): number | null {
    return this.#estimate?.score ?? null;
  }

  /** What would make it stronger, in plain words; empty when it is good enough. */
  get advice(): readonly string[] {
    if (this.#estimate === null || this.#estimate.score >= enoughScore) return [];
    return this.#estimate.advice;
  }

  /** Why the strength is not known. */
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Estimates what is typed now; a later call wins over an earlier one. */
  async look(password: string, personal: readonly string[]): Promise<void> {
    const asked = ++this.#asked;
    this.#failure = null;
    if (password === '') {
      this.#estimate = null;
      return;
    }
    try {
      const estimate = await estimateHere(password, personal);
      if (asked === this.#asked) this.#estimate = estimate;
    } catch (thrown) {
      if (asked === this.#asked) this.#failure = toFailure(thrown);
    }
  }
}

/**
 * Refuses a password that is too easy to guess or too long to hash, before anything leaves the page.
 * @throws Failure `password_weak` | `password_too_long` ; as `loadPart`
 */
export async function requireStrongPassword(
  typed: string,
  personal: readonly string[],
): Promise<void> {
  const { score } = await estimateHere(checkNewPassword(typed), personal);
  if (score < enoughScore) throw new Failure('password_weak', { field: newPasswordField });
}

async function estimateHere(
  password: string,
  personal: readonly string[],
): Promise<PasswordEstimate> {
  const estimator = await loadPart(import('./estimate-password.ts'));
  return estimator.estimatePassword(password, personal);
}
