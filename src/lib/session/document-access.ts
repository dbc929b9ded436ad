import type { DocumentKeys, DocumentServer, Place } from '../collab/provider/types.ts';
import { objectKey, type SpaceKey } from '../crypto/keys/index.ts';
import type { DocumentPlaces, Documents } from '../data/documents.ts';

export interface SpaceKeys {
  /** The newest epoch of the space key that is known here. */
  readonly newestEpoch: () => number;
  /** @throws Failure `envelope_wrong_epoch` when this person has none of that epoch */
  readonly spaceKey: (epoch: number) => Promise<SpaceKey>;
}

/** What the server keeps of documents, and where it says that they are. */
export type DocumentRows = Pick<
  Documents,
  'place' | 'moveOn' | 'updates' | 'updatesBelow' | 'confirm'
>;

/** How a document is reached: the keys of its generations, and what the server keeps of them. */
export function documentAccess(
  id: string,
  { newestEpoch, spaceKey }: SpaceKeys,
  documents: DocumentRows,
): { readonly keys: (place: Place) => Promise<DocumentKeys>; readonly server: DocumentServer } {
  /** A new space key is fetched before anything is decided by it. */
  async function followed(places: DocumentPlaces): Promise<Place> {
    if (places.newestEpoch > newestEpoch()) await spaceKey(places.newestEpoch);
    return { generation: places.generation, epoch: places.epoch };
  }
  return {
    async keys({ generation, epoch }) {
      const key = await spaceKey(epoch);
      const [updates, awareness] = await Promise.all([
        objectKey(key, { kind: 'document', object: id, generation }),
        objectKey(key, { kind: 'awareness', object: id, generation }),
      ]);
      return { updates, awareness };
    },
    server: {
      newestEpoch,
      look: async () => followed(await documents.place(id)),
      moveOn: async (after) => followed(await documents.moveOn(id, after)),
      stored: (generation) => documents.updates(id, generation),
      storedBelow: (generation) => documents.updatesBelow(id, generation),
      confirm: (generation) => documents.confirm(id, generation),
    },
  };
}
