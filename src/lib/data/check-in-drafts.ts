import * as z from 'zod/mini';
import { draftsKey, openJson, sealJson, type SharedBranch } from '../crypto/index.ts';
import { checkInDraftSchema, type CheckInDraft } from '../domain/check-in/draft.ts';
import { Failure } from '../domain/failure/failure.ts';
import { ask } from './ask.ts';
import type { Client } from './client.ts';
import { openOrNull } from './open-or-null.ts';
import { sealed } from './sealed.ts';

/** A draft with the token that names its version; `saveDraft` takes it back. A null draft is one that does not open. */
export interface StoredDraft {
  readonly draft: CheckInDraft | null;
  readonly token: string;
}

/** The exact text of the server's time names the version of a draft. */
const tokenSchema = z.object({ updated_at: z.string() });

/** What one partner is writing in a check-in, sealed with a key of their own until they seal their answers. */
export function createCheckInDrafts(
  client: Client,
  { userId, shared }: { readonly userId: string; readonly shared: SharedBranch },
) {
  const ownKey = draftsKey(shared);

  return {
    /** What this person is writing. Nobody else can open it, the partner included. */
    async draft(id: string): Promise<StoredDraft | null> {
      const row = await ask(
        client
          .from('check_in_drafts')
          .select('draft_sealed, updated_at')
          .eq('check_in_id', id)
          .maybeSingle(),
        z.nullable(z.object({ draft_sealed: sealed, updated_at: z.string() })),
      );
      if (row === null) return null;
      const content = await openOrNull(
        openJson(await ownKey, draftBinding(userId, id), row.draft_sealed),
      );
      const parsed = checkInDraftSchema.safeParse(content);
      return { draft: parsed.success ? parsed.data : null, token: row.updated_at };
    },

    /**
     * Keeps a draft.
     * @param token that of the version it grew out of, null for the first
     * @returns the token of the version that is stored now
     * @throws Failure `changed_elsewhere` when another tab or device saved meanwhile, `check_in_sealed` after one's own seal
     */
    async saveDraft(
      id: string,
      draft: CheckInDraft,
      { token }: { readonly token: string | null },
    ): Promise<string> {
      const draftSealed = await sealJson(await ownKey, draftBinding(userId, id), draft);
      const table = client.from('check_in_drafts');
      if (token === null) {
        const row = await ask(
          table
            .insert({ check_in_id: id, author_id: userId, draft_sealed: draftSealed })
            .select('updated_at')
            .single(),
          tokenSchema,
        );
        return row.updated_at;
      }
      const rows = await ask(
        table
          .update({ draft_sealed: draftSealed })
          .eq('check_in_id', id)
          .eq('author_id', userId)
          .eq('updated_at', token)
          .select('updated_at'),
        z.array(tokenSchema),
      );
      if (rows[0] === undefined) throw new Failure('changed_elsewhere');
      return rows[0].updated_at;
    },
  };
}

function draftBinding(userId: string, checkInId: string) {
  return {
    kind: 'value',
    owner: userId,
    object: checkInId,
    field: 'check_in_drafts.draft_sealed',
    generation: 0,
  } as const;
}
