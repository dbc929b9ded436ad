import type * as Y from 'yjs';
import {
  foldHearing,
  hearingEventSchema,
  hearingLimit,
  type Hearing,
  type HearingEvent,
} from '../../../domain/check-in/hearing.ts';
import type { Slot } from '../../../domain/check-in/check-in.ts';
import type { PromptKey } from '../../../domain/check-in/prompts.ts';
import { Failure } from '../../../domain/failure/failure.ts';

/** One answer of the check-in: whose it is, and to which prompt. */
export interface AnswerName {
  readonly speaker: Slot;
  readonly prompt: PromptKey;
}

/** What the two wrote about each other's answers, in the check-in's encrypted document. */
export interface HearingDocument {
  /** Where one answer stands now. */
  hearing(answer: AnswerName): Hearing;
  /**
   * The listener writes what they heard in the wording `of`. Sending the same `id` twice says it once.
   * @throws Failure text_empty | text_too_long
   */
  mirror(answer: AnswerName, said: { id: string; of: string; text: string; at: Date }): void;
  /** The speaker: "yes, that's it", to the mirror `of`. */
  confirm(answer: AnswerName, said: { id: string; of: string; at: Date }): void;
  /**
   * The speaker says it again in new words; the earlier wording stays.
   * @throws Failure text_empty | text_too_long
   */
  retell(answer: AnswerName, said: { id: string; text: string; at: Date }): void;
  /** Calls back after every change by either partner. Returns the way to stop. */
  onChange(changed: () => void): () => void;
}

/**
 * Typed access to the inner document of a check-in. It is one array to which both append; nothing in it is ever changed, so two people
 * writing at once cannot overwrite each other.
 */
export function hearingDocument(inner: Y.Doc, me: Slot): HearingDocument {
  const array = inner.getArray<unknown>('hearing');

  function events(): HearingEvent[] {
    return array.toArray().flatMap((item) => {
      const parsed = hearingEventSchema.safeParse(item);
      // Something else than this version writes: it stays in the document and is not shown.
      return parsed.success ? [parsed.data] : [];
    });
  }

  function append(event: HearingEvent): void {
    if (events().some((known) => known.id === event.id)) return;
    array.push([event]);
  }

  return {
    hearing: ({ speaker, prompt }) => foldHearing(events(), speaker, prompt),
    mirror: ({ speaker, prompt }, { id, of, text, at }) => {
      assertText(text);
      append({ kind: 'mirror', id, by: me, speaker, prompt, of, text, at: at.toISOString() });
    },
    confirm: ({ speaker, prompt }, { id, of, at }) =>
      append({ kind: 'yes', id, by: me, speaker, prompt, of, at: at.toISOString() }),
    retell: ({ speaker, prompt }, { id, text, at }) => {
      assertText(text);
      append({ kind: 'retell', id, by: me, speaker, prompt, text, at: at.toISOString() });
    },
    onChange: (changed) => {
      array.observe(changed);
      return () => array.unobserve(changed);
    },
  };
}

function assertText(text: string): void {
  if (text.trim() === '') throw new Failure('text_empty');
  if (text.length > hearingLimit) throw new Failure('text_too_long');
}
