import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';

export interface PasswordEstimate {
  /** 0 (guessed at once) to 4 (very hard to guess). */
  readonly score: number;
  readonly advice: readonly string[];
}

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...english.dictionary },
  graphs: common.adjacencyGraphs,
  translations: english.translations,
});

/** Words about this person or app that make a password easier to guess. */
function guessable(personal: readonly string[]): string[] {
  const words = personal.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]);
  return ['holdfast', ...words].filter((word) => word.length > 2);
}

/** Estimates a password of any length; zxcvbn itself looks at the first 256 characters. */
export function estimatePassword(password: string, personal: readonly string[]): PasswordEstimate {
  const { score, feedback } = zxcvbn.check(password, guessable(personal));
  const advice = [feedback.warning ?? '', ...feedback.suggestions].filter((line) => line !== '');
  return { score, advice };
}
