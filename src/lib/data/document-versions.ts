import * as z from 'zod/mini';
import {
  envelopeFromText,
  envelopeToText,
  openBytes,
  openText,
  sealBytes,
  sealText,
} from '../crypto/index.ts';
import { Failure, toFailure } from '../domain/failure/failure.ts';
import type { DocumentVersion } from '../domain/needs/versions/outline.ts';
import { ask, askAll, tell, timestamp, uuid } from './ask.ts';
import type { Client } from './client.ts';
import { openOrNull } from './open-or-null.ts';
import { fixedKeys, LivingKey } from './living-keys.ts';
import { sealed } from './sealed.ts';
import type { OpenedSpace } from './space-keys.ts';

export type DocumentVersions = ReturnType<typeof createDocumentVersions>;

export interface NewVersion {
  /** Chosen by the caller and kept over retries, so that sending twice keeps one version. */
  readonly id: string;
  readonly documentId: string;
  readonly label: string;
  /** The whole inner state. */
  readonly state: Uint8Array;
}

const rowSchema = z.object({
  id: uuid,
  document_id: uuid,
  generation: z.int(),
  author_id: z.nullable(uuid),
  at: timestamp,
  label_sealed: sealed,
});

/** Characters of a sealed state; the table takes no more. */
const mostCharacters = 1_600_000;

type Place = Pick<DocumentVersion, 'id' | 'documentId' | 'generation'>;

/** Versions of documents that were given a name: sealed with the document's own key, bound to document, generation and version. */
export function createDocumentVersions(
  client: Client,
  { space, key }: OpenedSpace,
  keys = fixedKeys(key),
) {
  const keyOf = ({ documentId, generation }: Place) =>
    new LivingKey(keys, { kind: 'document', object: documentId, generation });

  async function opened(row: z.infer<typeof rowSchema>): Promise<DocumentVersion> {
    const place = { id: row.id, documentId: row.document_id, generation: row.generation };
    const label = await openOrNull(
      keyOf(place).open(row.label_sealed, (key, label) =>
        openText(key, binding(place, 'label_sealed'), label),
      ),
    );
    return { ...place, label, at: row.at, by: row.author_id };
  }

  /** The generation in which a document is. @throws Failure `not_found` */
  async function present(documentId: string): Promise<number> {
    const row = await ask(
      client.from('documents').select('generation').eq('id', documentId).maybeSingle(),
      z.nullable(z.object({ generation: z.int() })),
    );
    if (row === null) throw new Failure('not_found');
    return row.generation;
  }

  async function keepIn({ label, state, ...place }: NewVersion & Place): Promise<void> {
    const documentKey = await keyOf(place).now();
    const [labelSealed, stateSealed] = await Promise.all([
      sealText(documentKey, binding(place, 'label_sealed'), label),
      sealBytes(documentKey, binding(place, 'state_sealed'), state).then(envelopeToText),
    ]);
    if (stateSealed.length > mostCharacters) throw new Failure('document_full');
    await tell(
      client.from('document_versions').insert({
        id: place.id,
        document_id: place.documentId,
        generation: place.generation,
        label_sealed: labelSealed,
        state_sealed: stateSealed,
      }),
    );
  }

  /** Whoever still reads the space and may not write in it meets one that is paused or closed. */
  async function refusal(thrown: unknown): Promise<unknown> {
    const spaces = await ask(
      client.from('spaces').select('id').eq('id', space.id),
      z.array(z.object({ id: uuid })),
    );
    return spaces.length > 0 ? new Failure('space_closed', { cause: thrown }) : thrown;
  }

  return {
    /** The versions of a document, the newest first. */
    async list(documentId: string): Promise<readonly DocumentVersion[]> {
      const rows = await askAll(
        () =>
          client
            .from('document_versions')
            .select('id, document_id, generation, author_id, at, label_sealed')
            .eq('document_id', documentId)
            .order('at', { ascending: false })
            .order('id'),
        rowSchema,
      );
      return Promise.all(rows.map(opened));
    },

    /**
     * Keeps a version in the generation in which the document is by then.
     * @throws Failure `document_full` when the state is too large, `versions_full`, `not_found`, `document_deleted`, `space_closed`
     */
    async keep(version: NewVersion): Promise<void> {
      for (let generation = await present(version.documentId); ;) {
        try {
          return await keepIn({ ...version, generation });
        } catch (thrown) {
          const { code } = toFailure(thrown);
          // An earlier try whose answer got lost has kept it.
          if (code === 'changed_elsewhere') return;
          if (code !== 'not_allowed') throw thrown;
          const before = generation;
          generation = await present(version.documentId);
          // Nothing is kept in a generation that the document has left: while it moves, once more.
          if (generation === before) throw await refusal(thrown);
        }
      }
    },

    /** The whole state of a version. @throws Failure `not_found`, those of its envelope */
    async state(place: Place): Promise<Uint8Array> {
      const row = await ask(
        client
          .from('document_versions')
          .select('state_sealed')
          .eq('id', place.id)
          .eq('document_id', place.documentId)
          .maybeSingle(),
        z.nullable(z.object({ state_sealed: sealed })),
      );
      if (row === null) throw new Failure('not_found');
      return keyOf(place).open(row.state_sealed, (key, state) =>
        openBytes(key, binding(place, 'state_sealed'), envelopeFromText(state)),
      );
    },
  };
}

function binding({ id, documentId, generation }: Place, field: 'label_sealed' | 'state_sealed') {
  return {
    kind: 'value',
    owner: documentId,
    object: id,
    field: `document_versions.${field}`,
    generation,
  } as const;
}
