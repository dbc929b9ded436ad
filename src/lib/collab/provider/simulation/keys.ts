import { createSpaceKey, objectKey } from '../../../crypto/keys/index.ts';
import { Failure } from '../../../domain/failure/failure.ts';
import { documentSealer, type Sealer } from '../sealer.ts';
import type { DocumentKeys, DocumentServer, EncryptedDocumentOptions } from '../types.ts';

export const documentId = '6f0c1a52-3f1e-4a57-9a53-0f0d7d8f7a11';

export const firstPlace = { generation: 0, epoch: 0 } as const;

/** Real keys of a new space for one document, and the sealer that both partners would have. */
export async function makeSealer(generation = 0): Promise<Sealer> {
  return documentSealer({ documentId, generation, keys: await makeKeys(generation) });
}

export async function makeKeys(generation = 0): Promise<DocumentKeys> {
  const keys = await makeSpaceKeys(1);
  return keys({ generation, epoch: 0 });
}

/** Real keys of a new space with so many epochs, for each generation of a document. */
export async function makeSpaceKeys(
  epochs: number,
  object = documentId,
): Promise<EncryptedDocumentOptions['keys']> {
  const spaces = await Promise.all(
    Array.from({ length: epochs }, (_, epoch) => createSpaceKey(epoch)),
  );
  return async ({ generation, epoch }) => {
    const space = spaces[epoch];
    if (space === undefined) throw new Failure('envelope_wrong_epoch');
    const [updates, awareness] = await Promise.all([
      objectKey(space, { kind: 'document', object, generation }),
      objectKey(space, { kind: 'awareness', object, generation }),
    ]);
    return { updates, awareness };
  };
}

/** A server that is out of reach. */
export const unreachable: DocumentServer = {
  newestEpoch: () => 0,
  look: () => Promise.reject(new Failure('offline')),
  moveOn: () => Promise.reject(new Failure('offline')),
  stored: () => Promise.reject(new Failure('offline')),
  storedBelow: () => Promise.reject(new Failure('offline')),
  confirm: () => Promise.reject(new Failure('offline')),
};
