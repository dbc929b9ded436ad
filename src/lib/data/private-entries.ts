import * as z from 'zod/mini';
import { openJson, sealJson, type PrivateLogKey } from '../crypto/index.ts';
import { Failure } from '../domain/failure/failure.ts';
import {
  entryBodySchema,
  type EntryBody,
  type PrivateEntry,
  type UnreadableEntry,
} from '../domain/log/entry.ts';
import { ask, askAll, timestamp, uuid } from './ask.ts';
import type { Client } from './client.ts';
import { openOrNull } from './open-or-null.ts';
import { sealed } from './sealed.ts';

export type PrivateEntries = ReturnType<typeof createPrivateEntries>;

/** Hours that a deleted entry can still be brought back; then the rest of it goes too. */
const hoursUntilGone = 24;

const columns = 'id, body_sealed, created_at, updated_at, revision';
const rowSchema = z.object({
  id: uuid,
  body_sealed: sealed,
  created_at: timestamp,
  updated_at: timestamp,
  revision: z.int(),
});
type Row = z.infer<typeof rowSchema>;

/** The private log of the person who is signed in. Neither space nor partner is known here. */
export function createPrivateEntries(
  client: Client,
  { userId, privateLog }: { readonly userId: string; readonly privateLog: PrivateLogKey },
) {
  const table = () => client.from('private_entries');

  async function opened(row: Row): Promise<PrivateEntry | UnreadableEntry> {
    const body = await openOrNull(
      openJson(privateLog, binding(userId, row.id, row.revision), row.body_sealed),
    );
    const parsed = entryBodySchema.safeParse(body);
    if (!parsed.success) return { id: row.id, unreadable: true, createdAt: row.created_at };
    return {
      id: row.id,
      body: parsed.data,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      token: String(row.revision),
    };
  }

  async function mark(id: string, deletedAt: string | null): Promise<void> {
    const rows = await ask(
      table().update({ deleted_at: deletedAt }).eq('id', id).select('id'),
      z.array(z.object({ id: uuid })),
    );
    if (rows.length === 0) throw new Failure('not_found');
  }

  return {
    /** All entries that are not deleted, the newest first. What does not open is listed as such. */
    async list(): Promise<readonly (PrivateEntry | UnreadableEntry)[]> {
      const rows = await askAll(
        () =>
          table()
            .select(columns)
            .is('deleted_at', null)
            .order('created_at', { ascending: false })
            .order('id'),
        rowSchema,
      );
      return Promise.all(rows.map(opened));
    },

    /** One entry, or null when there is none or it was deleted. */
    async get(id: string): Promise<PrivateEntry | UnreadableEntry | null> {
      const row = await ask(
        table().select(columns).eq('id', id).is('deleted_at', null).maybeSingle(),
        z.nullable(rowSchema),
      );
      return row === null ? null : opened(row);
    },

    /**
     * Stores an entry.
     * @param id chosen by the caller for a new entry, and kept over retries
     * @param token that of the version it grew out of, null for a new entry
     * @throws Failure `changed_elsewhere` when there is another version by now, or when a new entry has been stored already
     */
    async save(
      id: string,
      body: EntryBody,
      { token }: { readonly token: string | null },
    ): Promise<PrivateEntry> {
      const revision = token === null ? 1 : Number(token) + 1;
      const bodySealed = await sealJson(privateLog, binding(userId, id, revision), body);
      const rows = await ask(
        token === null
          ? table().insert({ id, author_id: userId, body_sealed: bodySealed }).select(columns)
          : table()
              .update({ body_sealed: bodySealed })
              .eq('id', id)
              .eq('revision', Number(token))
              .select(columns),
        z.array(rowSchema),
      );
      if (rows[0] === undefined) throw new Failure('changed_elsewhere');
      const entry = await opened(rows[0]);
      if ('unreadable' in entry) throw new Failure('server_error');
      return entry;
    },

    /** Deletes an entry; it can be brought back until `clearDeleted` lets go of it. */
    async remove(id: string): Promise<void> {
      await mark(id, new Date().toISOString());
    },

    /** Brings a deleted entry back. */
    async restore(id: string): Promise<void> {
      await mark(id, null);
    },

    /** Deletes for good what was deleted more than a day ago. */
    async clearDeleted(now: Date = new Date()): Promise<void> {
      const before = new Date(now.getTime() - hoursUntilGone * 3_600_000).toISOString();
      await ask(table().delete().lt('deleted_at', before).select('id'), z.array(z.unknown()));
    },
  };
}

/** The revision binds the words to their time: an older wording put in the place of a newer one does not open. */
function binding(userId: string, id: string, revision: number) {
  return {
    kind: 'value',
    owner: userId,
    object: id,
    field: 'private_entries.body_sealed',
    generation: revision,
  } as const;
}
