import type { Move, Way } from './entry.ts';

/** How each way of talking is written on a screen. */
export const wayWords: Readonly<Record<Way, string>> = {
  together: 'Together',
  phone: 'On the phone',
  text: 'In messages',
  counselling: 'In counselling',
};

/** How each direction is written on a screen. */
export const moveWords: Readonly<Record<Move, string>> = {
  forward: 'Forward',
  half_step: 'Half a step forward',
  sideways: 'Sideways',
  back: 'Back',
};

/** Offered as a start; any other word will do. Neither good nor bad ones come first. */
export const feelingSuggestions: readonly string[] = [
  'hurt',
  'calm',
  'afraid',
  'close',
  'angry',
  'relieved',
  'lonely',
  'hopeful',
  'ashamed',
  'grateful',
  'tired',
  'tender',
  'overwhelmed',
  'numb',
];

/** A strength from 0 to 10 in words, for a reader who does not see the slider. */
export function sayStrength(strength: number): string {
  if (strength <= 1) return 'barely there';
  if (strength <= 3) return 'a little';
  if (strength <= 6) return 'clearly';
  if (strength <= 8) return 'strongly';
  return 'overwhelmingly';
}
