import {
  openBytes,
  readHeader,
  sealBytes,
  type EnvelopeBytes,
} from '../../crypto/envelopes/index.ts';
import type { DocumentKeys, Place } from './types.ts';

/** What is sealed around one document. Each opens only as what it was sealed as. */
export type SealedKind = 'update' | 'snapshot' | 'awareness' | 'cache';

/** Seals and opens for one generation of one document. */
export interface Sealer {
  seal(kind: SealedKind, content: Uint8Array): Promise<EnvelopeBytes>;
  /** @throws Failure `envelope_tampered`, `envelope_unknown_version` or `envelope_wrong_epoch` */
  open(kind: SealedKind, envelope: Uint8Array): Promise<Uint8Array>;
}

/** The half of a sealer that reads. */
export type Opener = Pick<Sealer, 'open'>;

interface SealerOptions {
  readonly documentId: string;
  readonly generation: number;
  readonly keys: DocumentKeys;
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

interface OpenerOptions {
  readonly documentId: string;
  readonly generation: number;
  readonly keys: (place: Place) => Promise<DocumentKeys>;
}

/** Opens what was sealed for a generation, under whichever epoch of the space key: for what is kept, and for what the document has left. */
export function anyEpochOpener({ documentId, generation, keys }: OpenerOptions): Opener {
  const sealers = new Map<number, Promise<Sealer>>();
  return {
    async open(kind, envelope) {
      const { epoch } = readHeader(envelope);
      const sealer =
        sealers.get(epoch) ??
        keys({ generation, epoch }).then((found) =>
          documentSealer({ documentId, generation, keys: found }),
        );
      sealers.set(epoch, sealer);
      return (await sealer).open(kind, envelope);
    },
  };
}
