import { Failure } from '../failure/failure.ts';
import { nothingWritten, tooLong, type Answers } from './answers.ts';
import type { CheckIn, Seal, Slot } from './check-in.ts';

/**
 * Where one partner is in a check-in: `write` until they seal, `wait` until the partner has sealed too, `hear` after the reveal, `past`
 * once it is closed; `put_away` when it was closed without a reveal.
 */
export type Step = 'write' | 'wait' | 'hear' | 'past' | 'put_away';

export function stepOf(checkIn: CheckIn, slot: Slot): Step {
  if (checkIn.status === 'closed') return checkIn.revealedAt === null ? 'put_away' : 'past';
  if (checkIn.status === 'revealed') return 'hear';
  return sealOf(checkIn, slot) === null ? 'write' : 'wait';
}

/** The seal of one partner, or null while they have not sealed. */
export function sealOf(checkIn: CheckIn, slot: Slot): Seal | null {
  return checkIn.seals.find((seal) => seal.slot === slot) ?? null;
}

/** Whether the other partner has sealed: the only thing that may be known of them before the reveal. */
export function partnerHasSealed(checkIn: CheckIn, slot: Slot): boolean {
  return checkIn.seals.some((seal) => seal.slot !== slot);
}

export function isOpen(checkIn: CheckIn): boolean {
  return checkIn.status !== 'closed';
}

/**
 * Refuses what cannot be sealed, before anything is sent.
 *
 * @throws Failure check_in_closed | check_in_sealed | text_empty | text_too_long (`field` names the prompt)
 */
export function assertCanSeal(checkIn: CheckIn, slot: Slot, answers: Answers): void {
  const step = stepOf(checkIn, slot);
  if (step === 'past' || step === 'put_away') throw new Failure('check_in_closed');
  if (step !== 'write') throw new Failure('check_in_sealed');
  if (nothingWritten(answers)) throw new Failure('text_empty');
  const [first] = tooLong(answers);
  if (first !== undefined) throw new Failure('text_too_long', { field: first });
}

/** A seal can be taken back only while it is alone. */
export function canWithdraw(checkIn: CheckIn, slot: Slot): boolean {
  return stepOf(checkIn, slot) === 'wait' && !partnerHasSealed(checkIn, slot);
}

/** Either partner may put a check-in away while nothing has been revealed: nobody's answers open, and nobody has gone first. */
export function canPutAway(checkIn: CheckIn): boolean {
  return checkIn.status === 'writing';
}
