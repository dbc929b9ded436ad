import * as z from 'zod/mini';
import { answersSchema, type Answers } from './answers.ts';

/** What an author is writing, as it is kept for them between visits; sealed under their own key, never under the space's. */
export interface CheckInDraft {
  readonly version: 1;
  readonly answers: Answers;
  /** Random id of the tab that saved it: tells an own save whose answer got lost from one made elsewhere. */
  readonly writer: string;
}

export const checkInDraftSchema: z.ZodMiniType<CheckInDraft> = z.object({
  version: z.literal(1),
  answers: answersSchema,
  writer: z.string().check(z.minLength(1), z.maxLength(64)),
});
