import {
  openEncryptedDocument,
  type DocumentKeys,
  type EncryptedDocument,
  type Place,
} from '../collab/provider/index.ts';
import { objectKey, type SpaceKey } from '../crypto/keys/index.ts';
import type { Accounts } from '../data/accounts.ts';
import type { DocumentPlaces, Documents } from '../data/documents.ts';
import { askTicket } from './ask-ticket.ts';

export interface DocumentPlace extends Place {
  /** UUID of the row in `documents`. */
  readonly id: string;
}

export interface DocumentOpener {
  readonly origin: string;
  readonly accounts: Accounts;
  /** The newest epoch of the space key that is known here. */
  readonly newestEpoch: () => number;
  /** @throws Failure `envelope_wrong_epoch` when this person has none of that epoch */
  readonly spaceKey: (epoch: number) => Promise<SpaceKey>;
  readonly authorId: string;
  readonly documents: Pick<Documents, 'place' | 'moveOn' | 'updates' | 'updatesBelow' | 'confirm'>;
}

/**
 * Opens a shared document over the relay. It brings Yjs along, so load this file only when one is opened.
 * @throws Failure `envelope_wrong_epoch` when this person has not got the document's key yet
 */
export async function openSharedDocument(
  { id, generation, epoch }: DocumentPlace,
  { origin, accounts, newestEpoch, spaceKey, authorId, documents }: DocumentOpener,
): Promise<EncryptedDocument> {
  async function keys(place: Place): Promise<DocumentKeys> {
    const key = await spaceKey(place.epoch);
    const object = { object: id, generation: place.generation };
    const [updates, awareness] = await Promise.all([
      objectKey(key, { kind: 'document', ...object }),
      objectKey(key, { kind: 'awareness', ...object }),
    ]);
    return { updates, awareness };
  }

  /** A new space key is fetched before anything is decided by it. */
  async function followed(places: DocumentPlaces): Promise<Place> {
    if (places.newestEpoch > newestEpoch()) await spaceKey(places.newestEpoch);
    return { generation: places.generation, epoch: places.epoch };
  }

  const place = { generation, epoch };
  await keys(place);
  return openEncryptedDocument({
    documentId: id,
    place,
    authorId,
    keys,
    server: {
      newestEpoch,
      look: async () => followed(await documents.place(id)),
      moveOn: async (after) => followed(await documents.moveOn(id, after)),
      stored: (of) => documents.updates(id, of),
      storedBelow: (below) => documents.updatesBelow(id, below),
      confirm: (of) => documents.confirm(id, of),
    },
    collabUrl: `${origin.replace(/^http/, 'ws')}/collab`,
    ticket: async (room) => askTicket(origin, await accounts.accessToken(), room),
    persist: true,
  });
}
