import * as z from 'zod/mini';
import { checkInDraftSchema } from '../../../domain/check-in/draft.ts';
import { answerBlocks } from './answer-blocks.ts';
import { localDraftSchema } from '../../../domain/draft/local-draft.ts';
import { sayExactDay } from '../../../domain/log/days.ts';
import { entryDraftSchema } from '../../../domain/log/entry.ts';
import type { Holdings } from '../../../session/open-holdings.ts';
import { sayMoment, type Block, type Page, type Part } from '../page.ts';
import { entryBlocks } from './private-log.ts';

interface Found {
  readonly key: string;
  /** Null when it does not open. */
  readonly value: unknown;
}

interface Told {
  readonly title: string;
  readonly blocks: readonly Block[];
}

const ofEntry = localDraftSchema(entryDraftSchema);
const ofCheckIn = localDraftSchema(checkInDraftSchema);
const ofHearing = localDraftSchema(z.string());

function day(typed: string): string {
  return z.iso.date().safeParse(typed).success ? sayExactDay(typed) : 'without a day';
}

/** What is known to be kept on a device while it is written. Anything else is exported as it is. */
function tell(key: string, value: unknown): Told {
  const entry = key.startsWith('private_entry/') ? ofEntry.safeParse(value) : null;
  if (entry?.success) {
    const { content, at } = entry.data;
    return {
      title: `An entry of your log, ${day(content.on)}`,
      blocks: [
        ...entryBlocks(content),
        { kind: 'note', text: `Written ${sayMoment(new Date(at))}` },
      ],
    };
  }
  const checkIn = key.startsWith('check_in/') ? ofCheckIn.safeParse(value) : null;
  if (checkIn?.success) {
    return { title: 'Answers of a check-in', blocks: answerBlocks(checkIn.data.content.answers) };
  }
  const hearing = key.startsWith('hearing/') ? ofHearing.safeParse(value) : null;
  if (hearing?.success) {
    return { title: 'What you heard', blocks: [{ kind: 'words', text: hearing.data.content }] };
  }
  return {
    title: 'Something else that you were writing',
    blocks: [{ kind: 'words', text: JSON.stringify(value, null, 2) }],
  };
}

function pageOf(found: readonly Found[]): Page {
  const open = found.filter(({ value }) => value !== null);
  return {
    name: 'unfinished',
    title: 'Unfinished, on this device',
    blocks: open.flatMap(({ key, value }) => {
      const { title, blocks } = tell(key, value);
      return [{ kind: 'heading' as const, text: title }, ...blocks];
    }),
    data: { kind: 'unfinished', drafts: open },
  };
}

/** What was begun on this device and not saved or sent: of the log, and of what is shared. */
export const unfinished: Part<Pick<Holdings, 'drafts'>> = async ({ drafts }) => {
  const found = [...(await drafts.ofLog.list('')), ...(await drafts.ofShared.list(''))];
  if (found.length === 0) return [];
  const closed = found.filter(({ value }) => value === null);
  return [
    {
      name: 'Unfinished, on this device',
      read: () =>
        Promise.resolve({
          pages: closed.length === found.length ? [] : [pageOf(found)],
          unopened: closed.map(({ key }) =>
            key.startsWith('private_entry/')
              ? 'Unfinished words of your log, on this device'
              : 'Unfinished words of a check-in, on this device',
          ),
        }),
    },
  ];
};
