import * as z from 'zod/mini';
import { Failure } from '../failure/failure.ts';
import { countCharacters, limits } from './limits.ts';

/** `offer`: support that the partner offers. `word`: a question, or what is said to one. */
const noteKinds = ['offer', 'word'] as const;
export type NoteKind = (typeof noteKinds)[number];

const at = z.number().check(z.gte(0), z.lte(8.64e15));
const by = z.string();
const atMost = (characters: number) =>
  z.string().check(
    z.minLength(1),
    z.refine((text) => countCharacters(text, characters) <= characters),
  );

/** What one partner said beside an item, as it is stored. It is never changed, only removed by whoever said it. */
export const noteSchema = z.object({
  kind: z.enum(noteKinds),
  by,
  at,
  text: atMost(limits.noteCharacters),
});

/** Another wording, as the partner suggests it: a packed text, not looked at yet; older apps wrote plain words, a line for each paragraph. */
export const suggestionSchema = z.union([
  z.object({ by, at, words: z.array(z.unknown()) }),
  z.object({ by, at, text: atMost(limits.suggestionCharacters) }),
]);

/** What the owner did with a suggested wording. */
export const suggestionAnswerSchema = z.object({ by, at, taken: z.boolean() });

export type StoredNote = z.infer<typeof noteSchema>;
export type StoredSuggestionAnswer = z.infer<typeof suggestionAnswerSchema>;

/**
 * What somebody typed beside an item, as it is kept: in one normal form and without space around it.
 * @throws {Failure} `text_empty` or `text_too_long`, with the field `text`
 */
export function parseSaid(typed: string, characters: number): string {
  const text = typed.normalize('NFC').trim();
  if (text === '') throw new Failure('text_empty', { field: 'text' });
  if (countCharacters(text, characters) > characters) {
    throw new Failure('text_too_long', { field: 'text' });
  }
  return text;
}
