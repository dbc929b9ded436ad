import * as z from 'zod/mini';
import { fromBase64url } from '../crypto/encoding/base64url.ts';
import { openText, sealText } from '../crypto/index.ts';
import { Failure, toFailure } from '../domain/failure/failure.ts';
import {
  documentKinds,
  onShelves,
  type DocumentShelves,
  type SharedDocument,
} from '../domain/space/shared-document.ts';
import { ask, askAll, tell, timestamp, uuid } from './ask.ts';
import type { Client } from './client.ts';
import { forgetGone } from './forget-gone.ts';
import { openOrNull } from './open-or-null.ts';
import type { RowShelf } from './row-memory.ts';
import { sealed } from './sealed.ts';
import { fixedKeys, LivingKey, type SpaceKeys } from './living-keys.ts';
import { spaceRecord, titleBinding, type OpenedSpace } from './space-keys.ts';

export type Documents = ReturnType<typeof createDocuments>;

export interface NewDocument {
  /** Chosen by the caller and kept over retries, so that sending twice makes one document. */
  readonly id: string;
  readonly title: string;
}

const columns =
  'id, kind, title_sealed, generation, epoch, created_at, archived_at, deleted_at, changed_at, changed_by';
const rowSchema = z.object({
  id: uuid,
  kind: z.enum(documentKinds),
  title_sealed: z.nullable(sealed),
  generation: z.int(),
  epoch: z.int(),
  created_at: timestamp,
  archived_at: z.nullable(timestamp),
  deleted_at: z.nullable(timestamp),
  changed_at: timestamp,
  changed_by: z.nullable(uuid),
});
const updateSchema = z.object({ seq: z.int(), generation: z.int(), body: z.string() });
const placeSchema = z.object({
  generation: z.int(),
  epoch: z.int(),
  spaces: z.object({ epoch: z.int() }),
});

/** Where a document is, and how far the space key is. */
export interface DocumentPlaces {
  readonly generation: number;
  /** Of the space key that this generation is sealed with. */
  readonly epoch: number;
  readonly newestEpoch: number;
}

interface DocumentsOptions {
  /** The keys of the space as they are known at the moment; those it was opened with when left out. */
  readonly keys?: SpaceKeys;
  /** Where this device keeps rows, if it keeps any. */
  readonly rowShelf?: () => RowShelf | null;
}

/** Rows can be large. */
const pageRows = 100;
type Row = z.infer<typeof rowSchema>;

/** The shared documents of a space; their content travels through the relay, and is only read through here where that is closed. */
export function createDocuments(
  client: Client,
  { space, key }: OpenedSpace,
  { keys = fixedKeys(key), rowShelf = () => null }: DocumentsOptions = {},
) {
  const recordKey = new LivingKey(keys, spaceRecord(space.id));

  async function opened(row: Row): Promise<SharedDocument> {
    const title =
      row.title_sealed === null
        ? null
        : await openOrNull(
            recordKey.open(row.title_sealed, (key, title) =>
              openText(key, titleBinding(space.id, row.id), title),
            ),
          );
    return {
      id: row.id,
      kind: row.kind,
      title,
      generation: row.generation,
      epoch: row.epoch,
      createdAt: row.created_at,
      archivedAt: row.archived_at,
      deletedAt: row.deleted_at,
      changedAt: row.changed_at,
      changedBy: row.changed_by,
    };
  }

  async function change(
    id: string,
    changes: { title_sealed?: string; archived_at?: string | null; deleted_at?: string | null },
  ): Promise<SharedDocument> {
    const row = await ask(
      client.from('documents').update(changes).eq('id', id).select(columns).maybeSingle(),
      z.nullable(rowSchema),
    );
    if (row === null) throw await refusal();
    return opened(row);
  }

  /** Whoever still reads the space and may not write in it meets one that is paused or closed. */
  async function refusal(): Promise<Failure> {
    const spaces = await ask(
      client.from('spaces').select('id').eq('id', space.id),
      z.array(z.object({ id: uuid })),
    );
    return new Failure(spaces.length > 0 ? 'space_closed' : 'not_allowed');
  }

  async function sealTitle(id: string, title: string) {
    return sealText(await recordKey.now(), titleBinding(space.id, id), title);
  }

  async function readUpdates(id: string, comparison: 'eq' | 'lt', generation: number) {
    const updates: { generation: number; update: Uint8Array }[] = [];
    for (let after = 0; ;) {
      const rows = await ask(
        client
          .from('document_updates')
          .select('seq, generation, body')
          .eq('document_id', id)
          .filter('generation', comparison, generation)
          .gt('seq', after)
          .order('seq')
          .limit(pageRows),
        z.array(updateSchema),
      );
      for (const row of rows) {
        after = row.seq;
        const update = fromBase64url(row.body);
        if (update !== null) updates.push({ generation: row.generation, update });
      }
      if (rows.length < pageRows) return updates;
    }
  }

  const documents = {
    /** The needs-and-fears documents of the space, the one changed last first. */
    async list(): Promise<DocumentShelves> {
      const rows = await askAll(
        () =>
          client
            .from('documents')
            .select(columns)
            .eq('space_id', space.id)
            .eq('kind', 'needs_and_fears')
            .order('changed_at', { ascending: false })
            .order('id'),
        rowSchema,
      );
      return onShelves(await Promise.all(rows.map(opened)));
    },

    /** One document of any kind, or null when this person has none with that id. */
    async get(id: string): Promise<SharedDocument | null> {
      const row = await ask(
        client
          .from('documents')
          .select(columns)
          .eq('space_id', space.id)
          .eq('id', id)
          .maybeSingle(),
        z.nullable(rowSchema),
      );
      return row === null ? null : opened(row);
    },

    /** The document that belongs to the space itself; it carries the signals between open pages. */
    async ofSpace(): Promise<SharedDocument> {
      const row = await ask(
        client
          .from('documents')
          .select(columns)
          .eq('space_id', space.id)
          .eq('kind', 'space')
          .single(),
        rowSchema,
      );
      return opened(row);
    },

    /** Begins a needs-and-fears document. Sent twice it is begun once. @throws Failure `space_closed` in a paused or closed space */
    async create({ id, title }: NewDocument): Promise<SharedDocument> {
      const titleSealed = await sealTitle(id, title);
      try {
        const row = await ask(
          client
            .from('documents')
            .insert({ id, space_id: space.id, kind: 'needs_and_fears', title_sealed: titleSealed })
            .select(columns)
            .single(),
          rowSchema,
        );
        return await opened(row);
      } catch (thrown) {
        const { code } = toFailure(thrown);
        if (code === 'not_allowed') throw await refusal();
        const stored = code === 'changed_elsewhere' ? await documents.get(id) : null;
        if (stored === null) throw thrown;
        return stored;
      }
    },

    /** @throws Failure `not_found` */
    async place(id: string): Promise<DocumentPlaces> {
      const place = await ask(
        client
          .from('documents')
          .select('generation, epoch, spaces(epoch)')
          .eq('id', id)
          .maybeSingle(),
        z.nullable(placeSchema),
      );
      if (place === null) throw new Failure('not_found');
      const { generation, epoch, spaces } = place;
      return { generation, epoch, newestEpoch: spaces.epoch };
    },

    /** Moves a document past a generation, unless it is past it already. @returns where it is then */
    async moveOn(id: string, after: number): Promise<DocumentPlaces> {
      await ask(client.rpc('next_generation', { document_id: id, after }), z.int());
      return documents.place(id);
    },

    /** Tells the server that this person has found everything of the earlier generations again in this one. */
    async confirm(id: string, generation: number): Promise<void> {
      await tell(client.rpc('confirm_generation', { document_id: id, generation }));
    },

    /**
     * What the server keeps of a document's content, still encrypted, in its order.
     * @returns updates of the outer Yjs document of one generation
     */
    async updates(id: string, generation: number): Promise<readonly Uint8Array[]> {
      return (await readUpdates(id, 'eq', generation)).map(({ update }) => update);
    },

    /** The same of all generations below one, as far as they are still kept. */
    async updatesBelow(
      id: string,
      generation: number,
    ): Promise<ReadonlyMap<number, readonly Uint8Array[]>> {
      const found = new Map<number, Uint8Array[]>();
      for (const { generation: of, update } of await readUpdates(id, 'lt', generation)) {
        found.set(of, [...(found.get(of) ?? []), update]);
      }
      return found;
    },

    /** @throws Failure `space_closed` while the space is paused or closed */
    async rename(id: string, title: string): Promise<SharedDocument> {
      return change(id, { title_sealed: await sealTitle(id, title) });
    },

    /** Puts a document away; nothing in it is lost. */
    async archive(id: string): Promise<SharedDocument> {
      return change(id, { archived_at: new Date().toISOString() });
    },

    /** Takes an archived document out again. */
    async restore(id: string): Promise<SharedDocument> {
      return change(id, { archived_at: null });
    },

    /** Deletes a document for both. Either of the two can bring it back for 30 days. @throws Failure `space_closed` */
    async remove(id: string): Promise<SharedDocument> {
      return change(id, { deleted_at: new Date().toISOString() });
    },

    /** @throws Failure `not_found` when it is gone for good */
    async bringBack(id: string): Promise<SharedDocument> {
      try {
        return await change(id, { deleted_at: null });
      } catch (thrown) {
        const gone =
          toFailure(thrown).code === 'space_closed' && (await documents.get(id)) === null;
        throw gone ? new Failure('not_found', { cause: thrown }) : thrown;
      }
    },

    /** Removes for good what nobody can bring back any more, and what this device keeps of its rows. */
    async forgetDeleted(): Promise<void> {
      await tell(client.rpc('forget_deleted_documents'));
      const shelf = rowShelf();
      if (shelf !== null) await forgetGone(client, shelf);
    },
  };
  return documents;
}
