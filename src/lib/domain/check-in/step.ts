import { Failure } from '../failure/failure.ts';
import { nothingWritten, tooLong, type Answers } from './answers.ts';
import type { CheckIn, Seal } from './check-in.ts';

/**
 * Where one partner is in a check-in: `write` until they seal, `wait` until the partner has sealed too, `hear` after the reveal, `past`
 * once it is closed.
 */
export type Step = 'write' | 'wait' | 'hear' | 'past';

export function stepOf(checkIn: CheckIn, personId: string): Step {
  if (checkIn.status === 'closed') return 'past';
  if (checkIn.status === 'revealed') return 'hear';
  return sealOf(checkIn, personId) === null ? 'write' : 'wait';
}

/** The seal of one person, or null while they have not sealed. */
export function sealOf(checkIn: CheckIn, personId: string): Seal | null {
  return checkIn.seals.find((seal) => seal.authorId === personId) ?? null;
}

/** Whether the other partner has sealed: the only thing that may be known of them before the reveal. */
export function partnerHasSealed(checkIn: CheckIn, personId: string): boolean {
  return checkIn.seals.some((seal) => seal.authorId !== personId);
}

export function isOpen(checkIn: CheckIn): boolean {
  return checkIn.status !== 'closed';
}

/**
 * Refuses what cannot be sealed, before anything is sent.
 *
 * @throws Failure check_in_closed | check_in_sealed | text_empty | text_too_long (`field` names the prompt)
 */
export function assertCanSeal(checkIn: CheckIn, personId: string, answers: Answers): void {
  const step = stepOf(checkIn, personId);
  if (step === 'past') throw new Failure('check_in_closed');
  if (step !== 'write') throw new Failure('check_in_sealed');
  if (nothingWritten(answers)) throw new Failure('text_empty');
  const [first] = tooLong(answers);
  if (first !== undefined) throw new Failure('text_too_long', { field: first });
}

/** A seal can be taken back only while it is alone. */
export function canWithdraw(checkIn: CheckIn, personId: string): boolean {
  return stepOf(checkIn, personId) === 'wait' && !partnerHasSealed(checkIn, personId);
}

/** Either partner may close once both sets are open. */
export function canClose(checkIn: CheckIn): boolean {
  return checkIn.status === 'revealed';
}
