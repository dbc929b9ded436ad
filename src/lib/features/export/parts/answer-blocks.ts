import { prompts, type PromptKey } from '../../../domain/check-in/prompts.ts';
import type { Block } from '../page.ts';

/** One partner's answers, each after its question. Those left open are left out. */
export function answerBlocks(
  answers: Partial<Readonly<Record<PromptKey, string | null>>>,
): readonly Block[] {
  return prompts.flatMap(({ key, question }): Block[] => {
    const text = answers[key] ?? '';
    return text.trim() === ''
      ? []
      : [
          { kind: 'note', text: question },
          { kind: 'words', text },
        ];
  });
}
