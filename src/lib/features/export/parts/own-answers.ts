import type { CheckIn } from '../../../domain/check-in/check-in.ts';
import type { HeldSpace } from '../../../session/open-holdings.ts';
import { fileName, sayMoment, type Part } from '../page.ts';
import { answerBlocks } from './answer-blocks.ts';

async function readOwn({ checkIns, space }: HeldSpace, checkIn: CheckIn) {
  const [answers, draft] = await Promise.all([
    checkIns.answers(checkIn.id),
    checkIns.draft(checkIn.id),
  ]);
  const mine = answers.filter(({ slot }) => slot === space.me.slot);
  return { mine, draft };
}

/** What is still the author's alone: drafts of answers, and sealed ones that have not been opened for both. */
export const ownAnswers: Part<HeldSpace> = async (held) => {
  const list = await held.checkIns.list();
  return list
    .filter(({ revealedAt }) => revealedAt === null)
    .map((checkIn) => {
      const when = sayMoment(checkIn.startedAt);
      const title = `Your own answers, check-in of ${when}`;
      return {
        name: title,
        read: async () => {
          const { mine, draft } = await readOwn(held, checkIn);
          const written = mine.length > 0 || draft !== null;
          const opened = mine.filter(({ text }) => text !== null);
          const unopened = [
            ...mine
              .filter(({ text }) => text === null)
              .map(() => `One of your sealed answers, check-in of ${when}`),
            ...(draft?.draft === null ? [`Your draft, check-in of ${when}`] : []),
          ];
          if (!written) return { pages: [], unopened };
          const sealed = Object.fromEntries(opened.map(({ prompt, text }) => [prompt, text]));
          const drafted = draft?.draft?.answers ?? null;
          return {
            unopened,
            pages: [
              {
                name: `own-answers-${fileName(checkIn.startedAt.toISOString().slice(0, 10))}`,
                title,
                blocks: [
                  {
                    kind: 'note' as const,
                    text: 'Not opened for both. Your partner has not read this.',
                  },
                  ...(opened.length > 0 ? [{ kind: 'heading' as const, text: 'Sealed' }] : []),
                  ...answerBlocks(sealed),
                  ...(drafted === null ? [] : [{ kind: 'heading' as const, text: 'Draft' }]),
                  ...answerBlocks(drafted ?? {}),
                ],
                data: {
                  kind: 'own_answers',
                  checkIn: checkIn.id,
                  startedAt: checkIn.startedAt,
                  sealed,
                  draft: drafted,
                },
              },
            ],
          };
        },
      };
    });
};
