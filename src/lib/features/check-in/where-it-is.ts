import type { CheckIn, Slot } from '../../domain/check-in/check-in.ts';
import { partnerHasSealed, stepOf } from '../../domain/check-in/step.ts';

export interface WhereItIs {
  readonly title: string;
  readonly more: string;
  /** The one next thing, as the words of a link. */
  readonly next: string;
}

/** Where a check-in is, for one partner. @param partner their name, or null before they joined */
export function sayWhereItIs(checkIn: CheckIn, me: Slot, partner: string | null): WhereItIs {
  const name = partner ?? 'your partner';
  switch (stepOf(checkIn, me)) {
    case 'write':
      return {
        title: 'A check-in is open',
        more: partnerHasSealed(checkIn, me)
          ? `${capital(name)} has sealed. Take the time you need.`
          : 'Each of you writes alone, and nobody reads before both have sealed.',
        next: 'Go on writing',
      };
    case 'wait':
      return {
        title: 'Your answers are sealed',
        more: `Both sets open when ${name} has sealed, too.`,
        next: 'Look at your answers',
      };
    case 'hear':
      return {
        title: 'Both sets are open',
        more: 'Read, write what you heard, and tell each other whether that is it.',
        next: 'Read and hear',
      };
    case 'put_away':
      return {
        title: 'This check-in was put away',
        more: 'Nothing in it was opened.',
        next: 'Read your own words',
      };
    case 'past':
      return { title: 'This check-in is closed', more: 'It can still be read.', next: 'Read it' };
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
