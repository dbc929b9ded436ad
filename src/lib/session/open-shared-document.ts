import type { EncryptedDocument } from '../collab/provider/index.ts';
import { objectKey, type SpaceKey } from '../crypto/keys/index.ts';
import type { Accounts } from '../data/accounts.ts';
import { askTicket } from './ask-ticket.ts';
import { loadPart } from './load-part.ts';

export interface DocumentPlace {
  /** UUID of the row in `documents`. */
  readonly id: string;
  readonly generation: number;
}

export interface DocumentOpener {
  readonly origin: string;
  readonly accounts: Accounts;
  readonly spaceKey: SpaceKey;
  readonly authorId: string;
}

/** Opens a shared document over the relay. Yjs arrives with the first one. @throws Failure as `loadPart` */
export async function openSharedDocument(
  { id, generation }: DocumentPlace,
  { origin, accounts, spaceKey, authorId }: DocumentOpener,
): Promise<EncryptedDocument> {
  const place = { object: id, generation };
  const [provider, updates, awareness] = await Promise.all([
    loadPart(import('../collab/provider/index.ts')),
    objectKey(spaceKey, { kind: 'document', ...place }),
    objectKey(spaceKey, { kind: 'awareness', ...place }),
  ]);
  return provider.openEncryptedDocument({
    documentId: id,
    generation,
    authorId,
    keys: { updates, awareness },
    collabUrl: `${origin.replace(/^http/, 'ws')}/collab`,
    ticket: async (room) => askTicket(origin, await accounts.accessToken(), room),
    persist: true,
  });
}
