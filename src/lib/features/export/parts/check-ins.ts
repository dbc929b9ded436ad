import {
  hearingDocument,
  type HearingDocument,
} from '../../../collab/documents/check-in/hearing-document.ts';
import type { Answer, CheckIn, Slot } from '../../../domain/check-in/check-in.ts';
import { firstWording, type Hearing } from '../../../domain/check-in/hearing.ts';
import { prompts, type Prompt } from '../../../domain/check-in/prompts.ts';
import type { OpenSpace } from '../../../domain/space/open-space.ts';
import type { HeldSpace } from '../../../session/open-holdings.ts';
import { sayMoment, type Block, type Part, type Read } from '../page.ts';
import { nameOfSlot } from './people.ts';

const slots = [1, 2] as const;

/** One answer with all that was said about it: what was heard, and told again. */
function told(space: OpenSpace, speaker: Slot, answer: Answer, hearing: Hearing): readonly Block[] {
  const listener = nameOfSlot(space, speaker === 1 ? 2 : 1);
  const blocks: Block[] = [];
  for (const wording of [...hearing.earlier, hearing.current]) {
    if (wording.id === firstWording) {
      const text = answer.text ?? '';
      blocks.push(
        text.trim() === ''
          ? { kind: 'note', text: answer.text === null ? 'Could not be opened' : 'Left open' }
          : { kind: 'words', text },
      );
    } else {
      blocks.push(
        { kind: 'note', text: 'Told again' },
        { kind: 'words', text: wording.text ?? '' },
      );
    }
    for (const { text, confirmed } of wording.mirrors) {
      blocks.push(
        {
          kind: 'note',
          text: `What ${listener} heard${confirmed ? ', and “yes, that’s it”' : ''}`,
        },
        { kind: 'words', text },
      );
    }
  }
  return blocks;
}

function answersTo(
  { space }: HeldSpace,
  prompt: Prompt,
  answers: readonly Answer[],
  hearing: HearingDocument,
): readonly Block[] {
  const given = slots.flatMap((slot) => {
    const answer = answers.find((each) => each.slot === slot && each.prompt === prompt.key);
    return answer === undefined ? [] : [answer];
  });
  if (given.length === 0) return [];
  return [
    { kind: 'heading', text: prompt.question },
    ...given.flatMap((answer): readonly Block[] => [
      { kind: 'note', text: nameOfSlot(space, answer.slot) },
      ...told(
        space,
        answer.slot,
        answer,
        hearing.hearing({ speaker: answer.slot, prompt: prompt.key }),
      ),
    ]),
  ];
}

async function readCheckIn(held: HeldSpace, checkIn: CheckIn): Promise<Read> {
  const { space, checkIns } = held;
  const when = sayMoment(checkIn.startedAt);
  const title = `Check-in of ${when}`;
  // Before both have sealed, what one has written is theirs alone, and stands in the private part.
  const answers = checkIn.revealedAt === null ? [] : await checkIns.answers(checkIn.id);
  const read = await held.read({ ...checkIn, id: checkIn.documentId });
  try {
    const hearing = hearingDocument(read.inner, space.me.slot);
    const facts: [string, string][] = [['Begun', when]];
    for (const { slot, sealedAt } of checkIn.seals) {
      facts.push([`${nameOfSlot(space, slot)} sealed`, sayMoment(sealedAt)]);
    }
    if (checkIn.revealedAt !== null) facts.push(['Opened', sayMoment(checkIn.revealedAt)]);
    if (checkIn.closedAt !== null) {
      facts.push([
        checkIn.revealedAt === null ? 'Put away' : 'Closed',
        sayMoment(checkIn.closedAt),
      ]);
    }
    return {
      pages: [
        {
          name: `check-in-${checkIn.startedAt.toISOString().slice(0, 10)}`,
          title,
          blocks: [
            { kind: 'facts', facts },
            ...prompts.flatMap((prompt) => answersTo(held, prompt, answers, hearing)),
          ],
          data: {
            kind: 'check_in',
            id: checkIn.id,
            status: checkIn.status,
            startedAt: checkIn.startedAt,
            revealedAt: checkIn.revealedAt,
            closedAt: checkIn.closedAt,
            seals: checkIn.seals,
            answers: answers.map(({ slot, prompt, text }) => ({
              by: nameOfSlot(space, slot),
              prompt,
              question: prompts.find(({ key }) => key === prompt)?.question ?? null,
              text,
            })),
            // Everything that the two said about the answers, in its order.
            hearing: read.inner.getArray('hearing').toJSON(),
          },
        },
      ],
      unopened: [
        ...answers
          .filter(({ text }) => text === null)
          .map(({ slot }) => `${title}: an answer of ${nameOfSlot(space, slot)}`),
        ...(read.setAside > 0 ? [`${title}: ${read.setAside} changes of what was heard`] : []),
        ...(read.incomplete ? [`${title}: words that have not reached the server`] : []),
      ],
    };
  } finally {
    await read.close();
  }
}

/** The check-ins with their questions, answers, and what was heard. */
export const checkIns: Part<HeldSpace> = async (held) => {
  const list = await held.checkIns.list();
  return list.map((checkIn) => ({
    name: `Check-in of ${sayMoment(checkIn.startedAt)}`,
    read: () => readCheckIn(held, checkIn),
  }));
};
