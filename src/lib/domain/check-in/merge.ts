import type { Answers } from './answers.ts';
import { promptKeys, type PromptKey } from './prompts.ts';

/** The prompts to which two sets say different things, in order. */
export function differing(mine: Answers, other: Answers): readonly PromptKey[] {
  return promptKeys.filter((key) => mine[key] !== other[key]);
}

/**
 * Both sets in one: where they differ, the other wording follows below one's own; where one contains the other, the longer stays.
 * Nothing of either is lost.
 */
export function keepBoth(mine: Answers, other: Answers): Answers {
  const merged = { ...mine };
  for (const key of differing(mine, other)) {
    if (other[key].includes(mine[key])) merged[key] = other[key];
    else if (!mine[key].includes(other[key])) merged[key] = `${mine[key]}\n\n${other[key]}`;
  }
  return merged;
}
