import {
  noAnswers,
  nothingWritten,
  sameAnswers,
  type Answers,
} from '../../domain/check-in/answers.ts';
import type { CheckInDraft } from '../../domain/check-in/draft.ts';
import type { LocalDraft } from '../../domain/draft/local-draft.ts';
import { reconcile } from '../../domain/draft/reconcile.ts';
import type { StoredDraft } from './ports.ts';

/** Words of one's own that were written somewhere else and differ from those on this page. */
export interface OtherWords {
  readonly answers: Answers;
  /** Version on the server that these are; null when they are another tab's record on this device. */
  readonly token: string | null;
  readonly local: LocalDraft<CheckInDraft> | null;
}

interface Beginning {
  readonly answers: Answers;
  /** What the server holds, as far as is known. */
  readonly stored: Answers;
  readonly token: string | null;
  /** The stored draft does not open. */
  readonly unreadable: boolean;
  readonly others: readonly OtherWords[];
  /** The record of this device that the page goes on with. */
  readonly adopted: LocalDraft<CheckInDraft> | null;
  /** Records that say nothing new. */
  readonly discard: readonly LocalDraft<CheckInDraft>[];
}

/**
 * What a page goes on with.
 * @param stored what the server has; `unknown` while it cannot be asked
 * @param local what this device kept
 */
export function beginDraft(
  stored: StoredDraft | null | 'unknown',
  local: readonly LocalDraft<CheckInDraft>[],
): Beginning {
  const row = stored === 'unknown' ? null : stored;
  const known = row?.draft ? { content: row.draft, token: row.token } : null;
  const unreadable = row !== null && known === null;
  const found = reconcile<CheckInDraft>(
    // One that does not open counts as out of reach: it may hold anything.
    { stored: stored === 'unknown' || unreadable ? 'unknown' : known, local },
    {
      same: (a, b) => sameAnswers(a.answers, b.answers),
      empty: ({ answers }) => nothingWritten(answers),
    },
  );
  return {
    answers: found.content?.answers ?? noAnswers,
    stored:
      known?.content.answers ??
      (found.adopted?.confirmed ? found.adopted.content.answers : noAnswers),
    token: known === null && stored !== 'unknown' ? (row?.token ?? null) : found.token,
    unreadable,
    others: found.offers.map((draft) => ({
      answers: draft.content.answers,
      token: null,
      local: draft,
    })),
    adopted: found.adopted,
    discard: found.discard,
  };
}
