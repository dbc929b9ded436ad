import * as z from 'zod/mini';
import { Failure } from '../failure/failure.ts';

/** Characters (as `string.length` counts them) of each long field. */
export const longTextLimit = 100_000;
export const feelingNameLimit = 60;
export const feelingsLimit = 20;

export const ways = ['together', 'phone', 'text', 'counselling'] as const;
/** How the conversation was held. */
export type Way = (typeof ways)[number];

export const moves = ['forward', 'half_step', 'sideways', 'back'] as const;
/** Which way it moved the two. */
export type Move = (typeof moves)[number];

export interface Feeling {
  readonly name: string;
  /** 0, barely there, to 10, all there was; null when they did not say. */
  readonly strength: number | null;
}

/** What the author wrote about one conversation. All of it is sealed under the private-log key. */
export interface EntryBody {
  readonly version: 1;
  /** The day of the conversation where the author was, `YYYY-MM-DD`. */
  readonly on: string;
  /** Its time of day, `HH:MM`, if they gave one. */
  readonly at: string | null;
  readonly how: Way | null;
  readonly said: string;
  readonly feelings: readonly Feeling[];
  readonly heldBack: string;
  readonly moved: Move | null;
}

const feelingSchema = z.object({
  name: z.string(),
  strength: z.nullable(z.number().check(z.int(), z.gte(0), z.lte(10))),
});

const texts = {
  version: z.literal(1),
  how: z.nullable(z.enum(ways)),
  said: z.string(),
  feelings: z.array(feelingSchema),
  heldBack: z.string(),
  moved: z.nullable(z.enum(moves)),
};

/** An entry as it is stored: with a real day. Lengths are not checked here, so that what was stored can always be read. */
export const entryBodySchema: z.ZodMiniType<EntryBody> = z.object({
  ...texts,
  on: z.iso.date(),
  at: z.nullable(z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/))),
});

/** An entry as it is being written: the day may still be half typed. */
export const entryDraftSchema: z.ZodMiniType<EntryBody> = z.object({
  ...texts,
  on: z.string().check(z.maxLength(40)),
  at: z.nullable(z.string().check(z.maxLength(40))),
});

/** A stored entry of the private log. */
export interface PrivateEntry {
  readonly id: string;
  readonly body: EntryBody;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Names this version; saving names it, so that a version written elsewhere is never overwritten unseen. */
  readonly token: string;
}

/** An entry whose envelope does not open. It is shown as such; the others stay readable. */
export interface UnreadableEntry {
  readonly id: string;
  readonly unreadable: true;
  readonly createdAt: Date;
}

export function isReadable(entry: PrivateEntry | UnreadableEntry): entry is PrivateEntry {
  return !('unreadable' in entry);
}

/** A blank entry for a conversation of today. */
export function blankEntry(today: string): EntryBody {
  return {
    version: 1,
    on: today,
    at: null,
    how: null,
    said: '',
    feelings: [],
    heldBack: '',
    moved: null,
  };
}

/** Whether nothing was written that somebody would miss; the day alone is not a loss. */
export function nothingWritten(body: EntryBody): boolean {
  return (
    body.said.trim() === '' &&
    body.heldBack.trim() === '' &&
    body.feelings.every((feeling) => feeling.name.trim() === '') &&
    body.how === null &&
    body.moved === null
  );
}

export function sameEntry(a: EntryBody, b: EntryBody): boolean {
  return (
    a.on === b.on &&
    a.at === b.at &&
    a.how === b.how &&
    a.said === b.said &&
    a.heldBack === b.heldBack &&
    a.moved === b.moved &&
    a.feelings.length === b.feelings.length &&
    a.feelings.every((feeling, at) => {
      const other = b.feelings[at];
      return feeling.name === other?.name && feeling.strength === other.strength;
    })
  );
}

/**
 * The entry that a form may save: feelings without a name are left out, the rest is kept letter by letter.
 *
 * @throws Failure text_empty (nothing written) | date_invalid (field 'on' or 'at') | text_too_long (field 'said', 'heldBack' or 'feelings')
 */
export function finishEntry(draft: EntryBody): EntryBody {
  if (nothingWritten(draft)) throw new Failure('text_empty', { field: 'said' });
  const body: EntryBody = {
    ...draft,
    at: draft.at === '' ? null : draft.at,
    feelings: draft.feelings
      .map((feeling) => ({ ...feeling, name: feeling.name.trim() }))
      .filter((feeling) => feeling.name !== ''),
  };
  if (!z.iso.date().safeParse(body.on).success) throw new Failure('date_invalid', { field: 'on' });
  for (const field of ['said', 'heldBack'] as const) {
    if (body[field].length > longTextLimit) throw new Failure('text_too_long', { field });
  }
  const tooLongName = body.feelings.some(({ name }) => name.length > feelingNameLimit);
  if (tooLongName || body.feelings.length > feelingsLimit) {
    throw new Failure('text_too_long', { field: 'feelings' });
  }
  const parsed = entryBodySchema.safeParse(body);
  if (!parsed.success) throw new Failure('date_invalid', { field: 'at' });
  return parsed.data;
}
