import {
  openEncryptedDocument,
  type EncryptedDocument,
  type Place,
} from '../collab/provider/index.ts';
import type { Accounts } from '../data/accounts.ts';
import { toFailure } from '../domain/failure/failure.ts';
import { askTicket } from './ask-ticket.ts';
import type { OnlyHere } from './device/only-here.ts';
import { documentAccess, type DocumentRows, type SpaceKeys } from './document-access.ts';

export interface DocumentPlace extends Place {
  /** UUID of the row in `documents`. */
  readonly id: string;
}

export interface DocumentOpener extends SpaceKeys {
  readonly origin: string;
  readonly accounts: Accounts;
  readonly authorId: string;
  readonly documents: DocumentRows;
  readonly onlyHere: OnlyHere;
  /** No ticket is given: the visit may be over. */
  readonly onSignedOut: () => void;
}

/**
 * Opens a shared document over the relay. It brings Yjs along, so load this file only when one is opened.
 * @throws Failure `envelope_wrong_epoch` when this person has not got the document's key yet
 */
export async function openSharedDocument(
  { id, generation, epoch }: DocumentPlace,
  { origin, accounts, authorId, documents, onlyHere, onSignedOut, ...spaceKeys }: DocumentOpener,
): Promise<EncryptedDocument> {
  const { keys, server } = documentAccess(id, spaceKeys, documents);
  const place = { generation, epoch };
  await keys(place);
  async function ticket(room: string): Promise<string> {
    try {
      return await askTicket(origin, await accounts.accessToken(), room);
    } catch (thrown) {
      if (toFailure(thrown).code === 'signed_out') onSignedOut();
      throw thrown;
    }
  }
  const document = openEncryptedDocument({
    documentId: id,
    place,
    authorId,
    keys,
    server,
    collabUrl: `${origin.replace(/^http/, 'ws')}/collab`,
    ticket,
    persist: true,
  });
  onlyHere.follow(authorId, id, document);
  return document;
}
