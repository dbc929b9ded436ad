import { openBytes, sealBytes, type EnvelopeBytes } from '../../crypto/envelopes/index.ts';
import type { ObjectKey } from '../../crypto/keys/types.ts';

/** What is sealed around one document. Each opens only as what it was sealed as. */
export type SealedKind = 'update' | 'snapshot' | 'awareness' | 'cache';

/** Seals and opens for one generation of one document. */
export interface Sealer {
  seal(kind: SealedKind, content: Uint8Array): Promise<EnvelopeBytes>;
  /** @throws Failure `envelope_tampered`, `envelope_unknown_version` or `envelope_wrong_epoch` */
  open(kind: SealedKind, envelope: Uint8Array): Promise<Uint8Array>;
}

interface SealerOptions {
  readonly documentId: string;
  readonly generation: number;
  readonly keys: { readonly updates: ObjectKey; readonly awareness: ObjectKey };
}

const fields: Record<SealedKind, string> = {
  update: 'document_updates.body/u',
  snapshot: 'document_updates.body/u',
  awareness: 'awareness/c',
  cache: 'device/state',
};

/** The real sealer: AES-256-GCM, bound to document, place and generation. The document's key already stands for its space. */
export function documentSealer({ documentId, generation, keys }: SealerOptions): Sealer {
  const keyOf = (kind: SealedKind) => (kind === 'awareness' ? keys.awareness : keys.updates);
  const bindingOf = (kind: SealedKind) => ({
    kind,
    owner: documentId,
    object: documentId,
    field: fields[kind],
    generation,
  });
  return {
    seal: (kind, content) => sealBytes(keyOf(kind), bindingOf(kind), content),
    open: (kind, envelope) => openBytes(keyOf(kind), bindingOf(kind), envelope),
  };
}
