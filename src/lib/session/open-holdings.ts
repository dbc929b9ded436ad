import type { PrivateLogKey, SpaceKey } from '../crypto/keys/index.ts';
import { createCheckIns, type CheckIns } from '../data/check-ins.ts';
import type { Client } from '../data/client.ts';
import { createDocumentVersions, type DocumentVersions } from '../data/document-versions.ts';
import { createDocuments, type Documents } from '../data/documents.ts';
import type { PrivateEntries } from '../data/private-entries.ts';
import type { OpenedSpace } from '../data/space-keys.ts';
import { createSpaces } from '../data/spaces.ts';
import { Failure } from '../domain/failure/failure.ts';
import type { OpenSpace } from '../domain/space/open-space.ts';
import type { DeviceDrafts } from './device/device-drafts.ts';
import { openSharedDrafts, type Drafts } from './drafts.ts';
import type { OpenKeys } from './keys.ts';
import type { DocumentPlace } from './open-shared-document.ts';
import { openPrivateLog } from './open-private-log.ts';
import { readSharedDocument, type ReadDocument } from './read-shared-document.ts';

/** A space with all that can be read in it. */
export interface HeldSpace {
  /** Its partner is named also when they have left. */
  readonly space: OpenSpace;
  readonly documents: Documents;
  /** Versions of documents that were given a name. */
  readonly versions: DocumentVersions;
  readonly checkIns: CheckIns;
  /** Reads a document without anybody seeing it; whoever reads it closes it. */
  readonly read: (place: DocumentPlace) => Promise<ReadDocument>;
}

/** Everything that a person may read, for taking it along. It has its own key of the log: that may lock meanwhile. */
export interface Holdings {
  readonly entries: PrivateEntries;
  /** Unfinished writing on this device: of the log, and of what is shared. */
  readonly drafts: { readonly ofLog: Drafts; readonly ofShared: Drafts };
  /** The space they are in, and closed ones that they were in. One that does not open is null. */
  readonly spaces: readonly (HeldSpace | null)[];
}

/** @throws Failure `envelope_wrong_epoch` */
async function keyOf({ key: newest }: OpenedSpace, epoch: number): Promise<SpaceKey> {
  const key = [newest, ...(newest.earlier ?? [])].find((one) => one.epoch === epoch);
  if (key === undefined) throw new Failure('envelope_wrong_epoch');
  return Promise.resolve(key);
}

/** @throws Failure those of the network */
export async function openHoldings(
  client: Client,
  keys: OpenKeys,
  privateLog: PrivateLogKey,
  device: DeviceDrafts,
): Promise<Holdings> {
  const { shared, account, pins } = keys;
  const person = { userId: account.id, shared };
  const { entries, drafts: ofLog } = openPrivateLog(client, account.id, privateLog, device);
  const opened = await createSpaces(client, { ...person, pins: () => pins }).readable();
  const spaces = opened.map((held): HeldSpace | null => {
    if (held === null) return null;
    const documents = createDocuments(client, held);
    const reader = {
      newestEpoch: () => held.key.epoch,
      spaceKey: (epoch: number) => keyOf(held, epoch),
      authorId: account.id,
      documents,
    };
    return {
      space: held.space,
      documents,
      versions: createDocumentVersions(client, held),
      checkIns: createCheckIns(client, held, person),
      read: (place) => readSharedDocument(place, reader),
    };
  });
  return { entries, drafts: { ofLog, ofShared: openSharedDrafts(keys, device) }, spaces };
}
