import type { LocalDraft } from './local-draft.ts';

export interface StoredText<Content> {
  readonly content: Content;
  /** Names this version; the server refuses a save that names another. */
  readonly token: string;
}

export interface Found<Content> {
  /** What the server holds; null when it holds nothing, 'unknown' when it could not be asked. */
  readonly stored: StoredText<Content> | null | 'unknown';
  readonly local: readonly LocalDraft<Content>[];
}

export interface Reconciled<Content> {
  /** What to go on writing; null when there is nothing yet. */
  readonly content: Content | null;
  /** Version that the content grew out of. */
  readonly token: string | null;
  /** The local record that `content` came from, when it has something that the server does not. */
  readonly adopted: LocalDraft<Content> | null;
  /** Other unsaved texts that differ, newest first: to be offered, never dropped silently. */
  readonly offers: readonly LocalDraft<Content>[];
  /** Records that hold nothing of their own and may go. */
  readonly discard: readonly LocalDraft<Content>[];
}

interface Rules<Content> {
  readonly same: (a: Content, b: Content) => boolean;
  readonly empty: (content: Content) => boolean;
}

/**
 * Decides what a freshly opened page goes on with, given what the server has and what this device kept.
 *
 * A local text that grew out of the stored version continues it. A local text that grew out of another version is offered beside the
 * stored one. What is the same, empty, or was stored and has since been replaced there is let go.
 */
export function reconcile<Content>(
  { stored, local }: Found<Content>,
  { same, empty }: Rules<Content>,
): Reconciled<Content> {
  const newestFirst = [...local].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  const known = stored === 'unknown' ? null : stored;
  const discard: LocalDraft<Content>[] = [];
  const candidates: LocalDraft<Content>[] = [];

  for (const draft of newestFirst) {
    const heldThere = known !== null && (draft.confirmed || same(draft.content, known.content));
    // Emptying a stored text is a change worth keeping; an empty text that grew out of nothing is not.
    const emptyFromNothing = empty(draft.content) && draft.base === null;
    const repeated = candidates.some((other) => same(other.content, draft.content));
    (heldThere || emptyFromNothing || repeated ? discard : candidates).push(draft);
  }

  const adopted =
    stored === 'unknown'
      ? candidates[0]
      : candidates.find((draft) => draft.base === (known?.token ?? null));
  return {
    content: adopted?.content ?? known?.content ?? null,
    token: adopted?.base ?? known?.token ?? null,
    adopted: adopted ?? null,
    offers: candidates.filter((draft) => draft !== adopted && !empty(draft.content)),
    discard,
  };
}
