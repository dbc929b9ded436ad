import { createSpaceKey, objectKey } from '../../../crypto/keys/index.ts';
import { documentSealer, type Sealer } from '../sealer.ts';

export const documentId = '6f0c1a52-3f1e-4a57-9a53-0f0d7d8f7a11';

/** Real keys of a new space for one document, and the sealer that both partners would have. */
export async function makeSealer(generation = 0): Promise<Sealer> {
  return documentSealer({ documentId, generation, keys: await makeKeys(generation) });
}

export async function makeKeys(generation = 0) {
  const space = await createSpaceKey(0);
  const place = { object: documentId, generation };
  const [updates, awareness] = await Promise.all([
    objectKey(space, { kind: 'document', ...place }),
    objectKey(space, { kind: 'awareness', ...place }),
  ]);
  return { updates, awareness };
}
