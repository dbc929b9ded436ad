import type * as Y from 'yjs';
import { openEncryptedDocument } from '../collab/provider/index.ts';
import { Failure } from '../domain/failure/failure.ts';
import { documentAccess, type DocumentRows, type SpaceKeys } from './document-access.ts';
import type { DocumentPlace } from './open-shared-document.ts';

export interface ReadDocument {
  readonly inner: Y.Doc;
  /** Stretches of it that could not be opened. */
  readonly setAside: number;
  /** Something that was written is known to exist and is not in it. */
  readonly incomplete: boolean;
  readonly close: () => Promise<void>;
}

export interface DocumentReader extends SpaceKeys {
  readonly authorId: string;
  readonly documents: DocumentRows;
}

const patienceMs = 30_000;

/**
 * Reads a shared document without entering its room: what the server keeps of it, and what this device has not sent yet. The partner does not
 * see that somebody reads, and nothing is written. It works the same in a closed space. It brings Yjs along.
 * @throws Failure those of the network
 */
export async function readSharedDocument(
  { id, generation, epoch }: DocumentPlace,
  { authorId, documents, ...spaceKeys }: DocumentReader,
): Promise<ReadDocument> {
  const { keys, server } = documentAccess(id, spaceKeys, documents);
  const stored = await documents.updates(id, generation);
  const document = openEncryptedDocument({
    documentId: id,
    place: { generation, epoch },
    authorId,
    keys,
    server: {
      ...server,
      stored: async (of) => (of === generation ? stored : server.stored(of)),
    },
    collabUrl: 'ws://localhost',
    // Asks for no way in, so that it is read as where there is none.
    ticket: () => Promise.reject(new Failure('not_allowed')),
    persist: true,
  });
  const close = () => document.close();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Failure('unexpected')), patienceMs);
  });
  try {
    await document.whenLoaded;
    await Promise.race([document.whenSynced, tooLong]);
  } catch (thrown) {
    await close();
    throw thrown;
  } finally {
    clearTimeout(timer);
  }
  const { setAside, changesMissing } = document.status;
  return { inner: document.inner, setAside, incomplete: changesMissing, close };
}
