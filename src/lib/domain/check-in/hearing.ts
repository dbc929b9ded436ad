import * as z from 'zod/mini';
import type { Slot } from './check-in.ts';
import { isPromptKey, type PromptKey } from './prompts.ts';

/** Characters (as `string.length` counts them) of one mirror or re-telling. */
export const hearingLimit = 20_000;

/** Stands for the sealed answer itself where a wording is named by id. */
export const firstWording = 'answer';

const id = z.string().check(z.minLength(1), z.maxLength(64));
const slot = z.union([z.literal(1), z.literal(2)]);
const common = {
  /** Chosen when the form is opened, so that sending twice says it once. */
  id,
  by: slot,
  /** Whose answer this is about. */
  speaker: slot,
  prompt: z.string().check(z.refine(isPromptKey)) as unknown as z.ZodMiniType<PromptKey>,
  at: z.iso.datetime(),
};

/** What the two say about an answer, one after the other. Nothing is ever changed or taken out: a newer one stands beside the older. */
export const hearingEventSchema = z.discriminatedUnion('kind', [
  /** The listener writes what they heard; `of` names the wording. */
  z.object({ ...common, kind: z.literal('mirror'), of: id, text: z.string() }),
  /** The speaker: "yes, that's it"; `of` names the mirror. */
  z.object({ ...common, kind: z.literal('yes'), of: id }),
  /** The speaker says it again in new words. */
  z.object({ ...common, kind: z.literal('retell'), text: z.string() }),
]);

export type HearingEvent = z.infer<typeof hearingEventSchema>;

/**
 * Where one answer stands: `listen` (the listener has not mirrored this wording yet), `respond` (the speaker has a mirror to answer) or
 * `heard`.
 */
export type HearingState = 'listen' | 'respond' | 'heard';

export interface Mirror {
  readonly id: string;
  readonly text: string;
  readonly at: string;
  readonly confirmed: boolean;
}

export interface Wording {
  /** `firstWording` for the sealed answer. */
  readonly id: string;
  /** Null for the sealed answer: its text is not part of the hearing. */
  readonly text: string | null;
  readonly at: string | null;
  /** What the listener heard in this wording, oldest first. */
  readonly mirrors: readonly Mirror[];
}

export interface Hearing {
  readonly state: HearingState;
  readonly current: Wording;
  /** Earlier wordings, oldest first; empty when it was told once. */
  readonly earlier: readonly Wording[];
}

/**
 * Folds what was said about one answer, in document order, into where it stands.
 *
 * Only the speaker's own "yes" and re-telling count, and only the other partner's mirrors. A mirror of a wording that has been re-told in the
 * meantime stays with that earlier wording.
 */
export function foldHearing(
  events: readonly HearingEvent[],
  speaker: Slot,
  prompt: PromptKey,
): Hearing {
  const seen = new Set<string>();
  const wordings: { id: string; text: string | null; at: string | null }[] = [
    { id: firstWording, text: null, at: null },
  ];
  const mirrors: { id: string; of: string; text: string; at: string }[] = [];
  const confirmed = new Set<string>();

  for (const event of events) {
    if (event.speaker !== speaker || event.prompt !== prompt || seen.has(event.id)) continue;
    seen.add(event.id);
    const bySpeaker = event.by === speaker;
    if (event.kind === 'retell' && bySpeaker) {
      wordings.push({ id: event.id, text: event.text, at: event.at });
    } else if (event.kind === 'mirror' && !bySpeaker) {
      mirrors.push({ id: event.id, of: event.of, text: event.text, at: event.at });
    } else if (event.kind === 'yes' && bySpeaker) {
      confirmed.add(event.of);
    }
  }

  const told: Wording[] = wordings.map((wording) => ({
    ...wording,
    mirrors: mirrors
      .filter((mirror) => mirror.of === wording.id)
      .map(({ id, text, at }) => ({ id, text, at, confirmed: confirmed.has(id) })),
  }));
  // The sealed answer is always there, so the list is never empty.
  const current = told.at(-1) as Wording;
  const last = current.mirrors.at(-1);
  return {
    state: last === undefined ? 'listen' : last.confirmed ? 'heard' : 'respond',
    current,
    earlier: told.slice(0, -1),
  };
}
