import { dayOf, sayExactDay } from '../../../domain/log/days.ts';
import { isReadable, type EntryBody, type PrivateEntry } from '../../../domain/log/entry.ts';
import { byMonth } from '../../../domain/log/timeline.ts';
import { moveWords, sayStrength, wayWords } from '../../../domain/log/words.ts';
import type { PrivateEntries } from '../../../session/index.ts';
import { sayMoment, type Block, type Part } from '../page.ts';

/** Everything of one entry, as its page shows it. */
export function entryBlocks(body: EntryBody): readonly Block[] {
  const blocks: Block[] = [];
  const facts: [string, string][] = [];
  if (body.at !== null && body.at !== '') facts.push(['At', body.at]);
  if (body.how !== null) facts.push(['How', wayWords[body.how]]);
  if (body.moved !== null) facts.push(['Which way it moved us', moveWords[body.moved]]);
  for (const { name, strength } of body.feelings) {
    facts.push([
      'I felt',
      strength === null ? name : `${name}, ${sayStrength(strength)} (${strength} of 10)`,
    ]);
  }
  if (facts.length > 0) blocks.push({ kind: 'facts', facts });
  for (const [what, text] of [
    ['What was said', body.said],
    ['What I held back', body.heldBack],
  ] as const) {
    if (text.trim() !== '') blocks.push({ kind: 'note', text: what }, { kind: 'words', text });
  }
  return blocks;
}

function blocksOf({ body, createdAt, updatedAt }: PrivateEntry): readonly Block[] {
  const changed = updatedAt.getTime() - createdAt.getTime() > 60_000;
  return [
    { kind: 'heading', text: sayExactDay(body.on) },
    ...entryBlocks(body),
    {
      kind: 'note',
      text: `Written ${sayMoment(createdAt)}${changed ? `, changed ${sayMoment(updatedAt)}` : ''}`,
    },
  ];
}

/** The private log, a page for each month. */
export const privateLog: Part<{
  readonly entries: Pick<PrivateEntries, 'list'>;
  readonly today: Date;
}> = async ({ entries, today }) => {
  const months = byMonth(await entries.list(), dayOf(today));
  return months.map(({ key, name, entries: ofMonth }) => {
    const year = key.slice(0, 4);
    const title = `Log, ${name.includes(year) ? name : `${name} ${year}`}`;
    return {
      name: title,
      read: () => {
        const readable = ofMonth.filter(isReadable);
        const closed = ofMonth.filter((entry) => !isReadable(entry));
        return Promise.resolve({
          pages: [
            {
              name: `log-${key}`,
              title,
              blocks: readable.flatMap(blocksOf),
              data: {
                kind: 'private_log',
                month: key,
                entries: readable.map(({ id, body, createdAt, updatedAt }) => ({
                  id,
                  ...body,
                  createdAt,
                  updatedAt,
                })),
              },
            },
          ],
          unopened: closed.map(
            ({ createdAt }) => `An entry of your log from ${sayMoment(createdAt)}`,
          ),
        });
      },
    };
  });
};
