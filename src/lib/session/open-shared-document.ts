import { openEncryptedDocument, type EncryptedDocument } from '../collab/provider/index.ts';
import { objectKey, type SpaceKey } from '../crypto/keys/index.ts';
import type { Accounts } from '../data/accounts.ts';
import { toFailure } from '../domain/failure/failure.ts';
import { askTicket } from './ask-ticket.ts';

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
  /** What the server keeps of it, for reading in a space that takes no writing. */
  readonly stored: (place: DocumentPlace) => Promise<readonly Uint8Array[]>;
  /** No ticket is given: the visit may be over. */
  readonly onSignedOut: () => void;
}

/** Opens a shared document over the relay. It brings Yjs along, so load this file only when one is opened. */
export async function openSharedDocument(
  { id, generation }: DocumentPlace,
  { origin, accounts, spaceKey, authorId, stored, onSignedOut }: DocumentOpener,
): Promise<EncryptedDocument> {
  const place = { object: id, generation };
  const [updates, awareness] = await Promise.all([
    objectKey(spaceKey, { kind: 'document', ...place }),
    objectKey(spaceKey, { kind: 'awareness', ...place }),
  ]);
  async function ticket(room: string): Promise<string> {
    try {
      return await askTicket(origin, await accounts.accessToken(), room);
    } catch (thrown) {
      if (toFailure(thrown).code === 'signed_out') onSignedOut();
      throw thrown;
    }
  }
  return openEncryptedDocument({
    documentId: id,
    generation,
    authorId,
    keys: { updates, awareness },
    collabUrl: `${origin.replace(/^http/, 'ws')}/collab`,
    ticket,
    stored: () => stored({ id, generation }),
    persist: true,
  });
}
