import * as z from 'zod/mini';
import { promptKeys, type PromptKey } from './prompts.ts';

/** Characters (as `string.length` counts them) that one answer may have. */
export const answerLimit = 20_000;

/** One text per prompt; an empty string means that the prompt was left open. */
export type Answers = Readonly<Record<PromptKey, string>>;

export const answersSchema: z.ZodMiniType<Answers> = z.object({
  appreciation: z.string(),
  days: z.string(),
  mind: z.string(),
  moment: z.string(),
  need: z.string(),
  unsaid: z.string(),
});

export const noAnswers: Answers = {
  appreciation: '',
  days: '',
  mind: '',
  moment: '',
  need: '',
  unsaid: '',
};

/** Whether nothing at all has been written, white space aside. */
export function nothingWritten(answers: Answers): boolean {
  return promptKeys.every((key) => answers[key].trim() === '');
}

export function sameAnswers(a: Answers, b: Answers): boolean {
  return promptKeys.every((key) => a[key] === b[key]);
}

/** The prompts whose answers are too long to be stored, in order. */
export function tooLong(answers: Answers): readonly PromptKey[] {
  return promptKeys.filter((key) => answers[key].length > answerLimit);
}
